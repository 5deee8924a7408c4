package almanac.access.consent;

import almanac.access.auth.AddressRate;
import almanac.access.auth.Everybody;
import almanac.access.auth.SecretAddress;
import almanac.access.oauth.OAuthAddresses;
import almanac.access.oauth.OAuthConfig;
import almanac.access.oauth.Parameters;
import almanac.access.quota.Quota;
import almanac.base.request.Query;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The authorization endpoint (RFC 6749, section 3.1): a page on which a person says whether a client may act for them.
@Path("/oauth/v2/auth")
@Produces(MediaType.TEXT_HTML)
class AuthorizationResource {
    private final Consent consent;
    private final AddressRate rate;
    private final OAuthConfig config;
    private final OAuthAddresses addresses;

    AuthorizationResource(Consent consent, AddressRate rate, OAuthConfig config, OAuthAddresses addresses) {
        this.consent = consent;
        this.rate = rate;
        this.config = config;
        this.addresses = addresses;
    }

    @GET
    @Everybody
    @Quota(Quota.FREE)
    public Uni<Response> ask(@Context UriInfo uri, @Context HttpHeaders headers, @Context HttpServerRequest request) {
        rate.check(request, config.pagesPerAddress());
        return consent.ask(Parameters.of(uri.getQueryParameters()), new Visit(headers, request, addresses.base(uri)));
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @SecretAddress
    @Quota(Quota.FREE)
    public Uni<Response> answer(
            byte @Nullable [] body,
            @Context UriInfo uri,
            @Context HttpHeaders headers,
            @Context HttpServerRequest request) {
        rate.check(request, config.pagesPerAddress());
        // What the form carries must not stand in an address.
        Query.of(uri, Set.of()).check();
        var type = headers.getHeaderString(HttpHeaders.CONTENT_TYPE);
        return consent.answer(
                Parameters.of(new MultivaluedHashMap<>(), type, body),
                new Visit(headers, request, addresses.base(uri)));
    }
}
