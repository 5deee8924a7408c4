package almanac.access.consent;

import almanac.access.consent.ConsentForms.Signed;
import almanac.access.consent.ConsentPage.Look;
import almanac.access.grant.Client;
import almanac.access.grant.Person;
import almanac.access.grant.RedirectUri;
import almanac.access.oauth.OAuthAnswers;
import almanac.base.http.StyleNonce;
import almanac.base.request.SpokenLanguages;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.quarkus.qute.i18n.Localized;
import io.quarkus.qute.i18n.MessageBundles;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// Renders the page on which a person approves.
@Singleton
class ConsentPages {
    private final Template template;

    ConsentPages(@Location("consent.html") Template template) {
        this.template = template;
    }

    /// The page that asks who the person is.
    ///
    /// @param fault what was wrong with the answer before; empty if this is the first time
    Response askWho(
            Client client, Signed form, Optional<Function<ConsentMessages, String>> fault, HttpHeaders headers) {
        var look = look(headers);
        var said = fault.map(sentence -> sentence.apply(look.messages())).orElse("");
        return render(
                fault.isPresent() ? Status.FORBIDDEN : Status.OK,
                ConsentPage.askingWho(client, form.request(), form.text(), said, look),
                "'self' " + RedirectUri.source(form.request().redirectUri()));
    }

    /// The page that asks a known person to approve.
    Response askFor(Client client, Signed form, Person person, HttpHeaders headers) {
        return render(
                Status.OK,
                ConsentPage.askingFor(client, form.request(), form.text(), person, look(headers)),
                "'self' " + RedirectUri.source(form.request().redirectUri()));
    }

    /// A page that only says what is wrong.
    Response refuse(Function<ConsentMessages, String> sentence, HttpHeaders headers) {
        var look = look(headers);
        return render(
                Status.BAD_REQUEST,
                ConsentPage.of(sentence.apply(look.messages()), look.locale(), look.nonce()),
                "'none'");
    }

    private Look look(HttpHeaders headers) {
        var locale = Optional.ofNullable(headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE))
                .flatMap(SpokenLanguages::best)
                .orElse(Locale.UK);
        return new Look(
                locale,
                MessageBundles.get(ConsentMessages.class, Localized.Literal.of(locale.getLanguage())),
                StyleNonce.random());
    }

    /// @param targets where the form may lead; browsers look at redirects after it, too
    private Response render(Status status, ConsentPage page, String targets) {
        var html = template.data("page", page).setLocale(page.language()).render();
        return OAuthAnswers.unstored(Response.status(status))
                .entity(html)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .header("Content-Security-Policy", StyleNonce.policyOfForm(page.nonce(), targets))
                .build();
    }
}
