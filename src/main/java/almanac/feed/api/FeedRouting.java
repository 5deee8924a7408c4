package almanac.feed.api;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/// Rewrites the path of a list request to that of its feed when [Representations] has chosen
/// `text/event-stream`. One URL so has two representations.
///
/// Quarkus REST takes the methods of one path from a single class, and the packages of the lists do not
/// depend on feeds.
@Provider
@PreMatching
class FeedRouting implements ContainerRequestFilter {
    private static final Map<String, String> FEEDS = Map.of(
            "/api/v2/events", EventFeedResource.PATH,
            "/api/v2/events/", EventFeedResource.PATH,
            "/api/v2/calendars", CalendarFeedResource.PATH,
            "/api/v2/calendars/", CalendarFeedResource.PATH,
            "/api/v2/freebusy", FreeBusyFeedResource.PATH,
            "/api/v2/freebusy/", FreeBusyFeedResource.PATH);

    private static final Set<String> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    @Override
    public void filter(ContainerRequestContext request) {
        if (!READS.contains(request.getMethod())
                || !MediaType.SERVER_SENT_EVENTS.equals(request.getHeaderString(HttpHeaders.ACCEPT))) {
            return;
        }
        var sent = sent(request);
        var feed = FEEDS.get(String.valueOf(sent.path()));
        if (feed != null) {
            request.setRequestUri(URI.create(sent.query() == null ? feed : feed + "?" + sent.query()));
        }
    }

    /// The Vert.x request. It is used because Quarkus REST has no URL for a request without a host, which
    /// HTTP/1.0 allows.
    private static HttpServerRequest sent(ContainerRequestContext request) {
        var server = ((ResteasyReactiveContainerRequestContext) request).getServerRequestContext();
        return ((ResteasyReactiveRequestContext) server).serverRequest().unwrap(HttpServerRequest.class);
    }
}
