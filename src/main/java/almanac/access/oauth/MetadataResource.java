package almanac.access.oauth;

import almanac.access.auth.Everybody;
import almanac.access.grant.GrantedScopes;
import almanac.access.quota.Quota;
import almanac.base.request.Query;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Set;

/// What programs find out about OAuth here by themselves (RFC 8414, RFC 9728).
@Path("/.well-known")
@Produces(MediaType.APPLICATION_JSON)
class MetadataResource {
    private final OAuthAddresses addresses;

    MetadataResource(OAuthAddresses addresses) {
        this.addresses = addresses;
    }

    /// The authorization server, with the fields of RFC 8414, section 2.
    record ServerMetadata(
            // By its name: it would be taken for a getter of a truth value.
            @JsonProperty("issuer") String issuer,
            @JsonProperty("authorization_endpoint") String authorizationEndpoint,
            @JsonProperty("token_endpoint") String tokenEndpoint,
            @JsonProperty("revocation_endpoint") String revocationEndpoint,
            @JsonProperty("scopes_supported") List<String> scopes,
            @JsonProperty("response_types_supported") List<String> responseTypes,
            @JsonProperty("response_modes_supported") List<String> responseModes,
            @JsonProperty("grant_types_supported") List<String> grantTypes,

            @JsonProperty("token_endpoint_auth_methods_supported")
            List<String> clientMethods,

            @JsonProperty("revocation_endpoint_auth_methods_supported")
            List<String> revocationMethods,

            @JsonProperty("code_challenge_methods_supported")
            List<String> challengeMethods,

            @JsonProperty("authorization_response_iss_parameter_supported")
            boolean tellsIssuer) {
        static ServerMetadata of(String base) {
            var methods = List.of("client_secret_basic", "client_secret_post", "none");
            return new ServerMetadata(
                    base,
                    base + "/oauth/v2/auth",
                    base + "/oauth/v2/token",
                    base + "/oauth/v2/token/revoke",
                    GrantedScopes.KNOWN,
                    List.of("code"),
                    List.of("query"),
                    List.of("authorization_code", "refresh_token", "client_credentials"),
                    methods,
                    methods,
                    List.of("S256"),
                    true);
        }
    }

    /// The API, with the fields of RFC 9728, section 2.
    record ApiMetadata(
            String resource,
            @JsonProperty("authorization_servers") List<String> servers,
            @JsonProperty("scopes_supported") List<String> scopes,
            @JsonProperty("bearer_methods_supported") List<String> methods) {}

    @GET
    @Path("oauth-authorization-server")
    @Everybody
    @Quota(Quota.FREE)
    public ServerMetadata server(@Context UriInfo uri) {
        Query.of(uri, Set.of()).check();
        return ServerMetadata.of(addresses.base(uri));
    }

    @GET
    @Path("oauth-protected-resource")
    @Everybody
    @Quota(Quota.FREE)
    public ApiMetadata api(@Context UriInfo uri) {
        Query.of(uri, Set.of()).check();
        var base = addresses.base(uri);
        return new ApiMetadata(base, List.of(base), GrantedScopes.KNOWN, List.of("header"));
    }
}
