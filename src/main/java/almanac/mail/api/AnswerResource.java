package almanac.mail.api;

import almanac.access.auth.Guesses;
import almanac.access.auth.SecretAddress;
import almanac.access.auth.SecretRate;
import almanac.access.quota.Quota;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.base.request.Query;
import almanac.event.model.Attendee.Status;
import almanac.mail.link.GuestLink;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import java.util.Set;

/// The page on which a guest without an account answers an invitation. To look at it changes nothing: programs that
/// check mails follow each link.
@Path(AnswerResource.PATH)
@Produces(MediaType.TEXT_HTML)
class AnswerResource {
    static final String PATH = "/answer";

    private final GuestAnswers answers;
    private final AnswerPages pages;
    private final Guesses guesses;
    private final SecretRate rate;

    AnswerResource(GuestAnswers answers, AnswerPages pages, Guesses guesses, SecretRate rate) {
        this.answers = answers;
        this.pages = pages;
        this.guesses = guesses;
        this.rate = rate;
    }

    @GET
    @Path("{token}")
    @SecretAddress
    @Quota(Quota.FREE)
    public Uni<Response> show(
            @PathParam("token") String token,
            @Context UriInfo uri,
            @Context HttpHeaders headers,
            @Context HttpServerRequest request) {
        return link(token, uri, request).chain(link -> page(token, link, headers));
    }

    @POST
    @Path("{token}/{status}")
    @Consumes(MediaType.WILDCARD)
    @SecretAddress
    @Quota(Quota.FREE)
    public Uni<Response> answer(
            @PathParam("token") String token,
            @PathParam("status") String text,
            @Context UriInfo uri,
            @Context HttpHeaders headers,
            @Context HttpServerRequest request) {
        var status = Status.parse(text)
                .filter(each -> each != Status.YET_TO_RESPOND)
                .orElseThrow(() -> ProblemException.of(Problem.NOT_FOUND));
        return link(token, uri, request)
                .chain(link -> answers.find(link)
                        .call(found -> found.isEmpty()
                                ? Uni.createFrom().voidItem()
                                : answers.answer(link, status).replaceWithVoid())
                        .chain(() -> page(token, link, headers)));
    }

    private Uni<GuestLink> link(String token, UriInfo uri, HttpServerRequest request) {
        guesses.check(request);
        Query.of(uri, Set.of()).check();
        return answers.link(token)
                .map(found -> found.orElseThrow(() -> guesses.wrong(request)))
                .invoke(rate::check);
    }

    private Uni<Response> page(String token, GuestLink link, HttpHeaders headers) {
        var languages = Optional.ofNullable(headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE));
        return answers.find(link).map(found -> pages.of(found, languages, PATH + "/" + token));
    }
}
