package almanac.access.consent;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.HttpHeaders;

/// A request for the page on which a person approves.
///
/// @param issuer the address of this service
record Visit(HttpHeaders headers, HttpServerRequest request, String issuer) {}
