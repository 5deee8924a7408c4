package almanac.clients;

import almanac.client.ApiClient;
import almanac.client.ApiException;
import almanac.client.api.AdministrationApi;
import almanac.client.api.CalendarsApi;
import almanac.client.api.EventsApi;
import almanac.client.api.FeedsApi;
import almanac.client.model.AccountRequest;
import almanac.client.model.TokenRequest;
import almanac.client.model.TokenRequest.ScopesEnum;
import java.util.List;

/// The generated client of Java as one account, by everything that the document generates for it.
///
/// @param email the address of the account
/// @param calendarId the `calendar_id` of its default calendar
/// @param calendarNumber the `id` of its default calendar
record JavaClient(
        String email,
        String calendarId,
        String calendarNumber,
        CalendarsApi calendars,
        EventsApi events,
        FeedsApi feeds) {

    /// A new account, made through the client as well.
    static JavaClient of(String service, String administrator, String name) throws ApiException {
        var administration = new AdministrationApi(client(service, administrator));
        var email = name + "@example.com";
        var account = administration
                .createAccount(new AccountRequest().email(email).name(name).timezone("Europe/Berlin"), null)
                .getData();
        var token = administration
                .createToken(account.getZuid(), new TokenRequest().scopes(List.of(ScopesEnum.values())), null)
                .getData()
                .getAccessToken();
        var client = client(service, token);
        return new JavaClient(
                email,
                account.getCalendar().getCalendarId(),
                account.getCalendar().getId(),
                new CalendarsApi(client),
                new EventsApi(client),
                new FeedsApi(client));
    }

    private static ApiClient client(String service, String token) {
        var client = new ApiClient();
        client.updateBaseUri(service);
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + token));
        return client;
    }
}
