package almanac.mail.api;

import almanac.base.http.StyleNonce;
import almanac.event.series.SeriesTimes;
import almanac.mail.api.GuestAnswers.Invited;
import almanac.mail.letter.Languages;
import almanac.mail.letter.Moments;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/// Renders the page on which a guest answers.
@Singleton
class AnswerPages {
    private final Template template;
    private final Languages languages;

    AnswerPages(@Location("answer.html") Template template, Languages languages) {
        this.template = template;
        this.languages = languages;
    }

    /// The page: 200, or 410 if there is nothing to answer.
    ///
    /// @param accepted the field `Accept-Language`
    /// @param action the address of the page, without its origin
    Response of(Optional<Invited> invited, Optional<String> accepted, String action) {
        var locale = languages.liked(accepted);
        var messages = languages.messages(locale);
        var nonce = StyleNonce.random();
        var page = invited.map(found -> AnswerPage.of(
                        found.event(),
                        found.guest().status(),
                        messages,
                        new Moments(SeriesTimes.zone(found.event()), locale),
                        nonce,
                        action))
                .orElseGet(() -> AnswerPage.gone(messages, locale, nonce));
        var html = template.data("page", page).setLocale(locale.getLanguage()).render();
        return Response.status(invited.isPresent() ? Response.Status.OK : Response.Status.GONE)
                .entity(html)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .header("Content-Security-Policy", StyleNonce.policyOfForm(nonce, "'self'"))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
