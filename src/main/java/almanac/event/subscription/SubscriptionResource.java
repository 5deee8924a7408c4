package almanac.event.subscription;

import almanac.access.auth.Guesses;
import almanac.access.auth.SecretAddress;
import almanac.access.auth.SecretRate;
import almanac.access.quota.Quota;
import almanac.access.token.Secret;
import almanac.base.request.EntityTags;
import almanac.base.request.Query;
import almanac.event.transfer.CalendarFiles;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;

/// Calendars as files that calendar programs read again and again, by a secret address and without a login.
@Path(SubscriptionResource.PATH)
class SubscriptionResource {
    static final String PATH = "/ics";
    static final String SUFFIX = ".ics";

    /// Programs read every 15 minutes or less often; a cache need not ask more often than they.
    private static final String CACHED = "private, max-age=300";

    private final Links links;
    private final SecretRate rate;
    private final SubscriptionFiles files;
    private final Guesses guesses;

    SubscriptionResource(Links links, SecretRate rate, SubscriptionFiles files, Guesses guesses) {
        this.links = links;
        this.rate = rate;
        this.files = files;
        this.guesses = guesses;
    }

    @GET
    @Path("{file}")
    @Produces(CalendarFiles.TYPE)
    @SecretAddress
    @Quota(Quota.FREE)
    public Uni<Response> read(
            @PathParam("file") String file, @Context UriInfo uri, @Context HttpServerRequest request) {
        guesses.check(request);
        Query.of(uri, Set.of()).check();
        var known = EntityTags.of(HttpHeaders.IF_NONE_MATCH, request.headers().getAll(HttpHeaders.IF_NONE_MATCH));
        if (!file.endsWith(SUFFIX)) {
            throw guesses.wrong(request);
        }
        return links.find(new Secret(file.substring(0, file.length() - SUFFIX.length())))
                .map(found -> found.orElseThrow(() -> guesses.wrong(request)))
                .invoke(found -> rate.check(found.link()))
                .chain(found -> known.match(found.tag())
                        ? Uni.createFrom().item(with(Response.notModified(), found))
                        : files.of(found).map(body -> with(Response.ok(body, CalendarFiles.CONTENT_TYPE), found)));
    }

    private static Response with(Response.ResponseBuilder answer, Subscription found) {
        return answer.tag(new EntityTag(found.tag()))
                .header(HttpHeaders.CACHE_CONTROL, CACHED)
                .build();
    }
}
