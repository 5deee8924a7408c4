package almanac.access.consent;

import almanac.access.auth.Scopes;
import almanac.access.grant.Client;
import almanac.access.grant.Person;
import almanac.access.grant.RedirectUri;
import io.quarkus.qute.TemplateData;
import java.util.List;
import java.util.Locale;

/// The page on which a person approves.
///
/// @param language the tag of its language
/// @param nonce allows its style
/// @param title its heading
/// @param fault what was wrong with what the person has sent; empty for nothing
/// @param wants what the client asks for, in words
/// @param life for how long, in words
/// @param back where the person is led afterwards, in words
/// @param account the person's account; empty while that is not known
/// @param form the signed form; empty for a page that only says what is wrong
@TemplateData
public record ConsentPage(
        String language,
        String nonce,
        String title,
        String fault,
        List<String> wants,
        String life,
        String back,
        String account,
        String form) {
    /// A page that only says what is wrong.
    static ConsentPage of(String title, Locale locale, String nonce) {
        return new ConsentPage(locale.getLanguage(), nonce, title, "", List.of(), "", "", "", "");
    }

    /// The language of a page, and what allows its style.
    record Look(Locale locale, ConsentMessages messages, String nonce) {}

    /// The page that asks who the person is.
    ///
    /// @param fault what was wrong with the answer before; empty for nothing
    static ConsentPage askingWho(Client client, AuthorizationRequest request, String form, String fault, Look look) {
        return page(client, request, form, look, fault, "");
    }

    /// The page that asks a known person to approve.
    static ConsentPage askingFor(Client client, AuthorizationRequest request, String form, Person person, Look look) {
        return page(client, request, form, look, "", person.name() + " (" + person.email() + ")");
    }

    private static ConsentPage page(
            Client client, AuthorizationRequest request, String form, Look look, String fault, String account) {
        var messages = look.messages;
        return new ConsentPage(
                look.locale.getLanguage(),
                look.nonce,
                messages.lead(client.name()),
                fault,
                request.scopes().stream()
                        .map(scope -> words(scope, messages))
                        .distinct()
                        .toList(),
                request.offline() ? messages.offline() : messages.online(),
                messages.back(RedirectUri.host(request.redirectUri())),
                account,
                form);
    }

    private static String words(String scope, ConsentMessages messages) {
        return switch (scope) {
            case Scopes.CALENDAR_EVENTS -> messages.calendars();
            case Scopes.CALENDAR -> messages.calendarsOfEvents();
            case Scopes.EVENT -> messages.events();
            case Scopes.SEARCH -> messages.search();
            default -> messages.freeBusy();
        };
    }
}
