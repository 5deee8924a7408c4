package almanac.feed;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Leads whoever asks a list for an event stream to its feed: one URL, two representations.
///
/// Quarkus REST takes the methods of a path from one class alone, and the room of a list does not know
/// of feeds.
@Provider
@PreMatching
class FeedRouting implements ContainerRequestFilter {
    private static final Map<String, String> FEEDS = Map.of(
            "/api/v2/events", EventFeedResource.PATH,
            "/api/v2/calendars", CalendarFeedResource.PATH);

    private static final Set<String> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    @Override
    public void filter(ContainerRequestContext request) {
        var feed = FEEDS.get(request.getUriInfo().getRequestUri().getRawPath());
        if (feed != null && READS.contains(request.getMethod()) && prefersEvents(request)) {
            request.setRequestUri(request.getUriInfo()
                    .getRequestUriBuilder()
                    .replacePath(feed)
                    .build());
        }
    }

    /// The first of the acceptable types, by quality, that the URL has to offer. A header that is no
    /// list of types is left to the plain call, which says so.
    private static boolean prefersEvents(ContainerRequestContext request) {
        var accept = request.getHeaderString(HttpHeaders.ACCEPT);
        if (accept == null || !accept.contains(MediaType.SERVER_SENT_EVENTS)) {
            return false;
        }
        try {
            return prefersEvents(request.getAcceptableMediaTypes());
        } catch (RuntimeException malformed) {
            return false;
        }
    }

    private static boolean prefersEvents(List<MediaType> acceptable) {
        for (var type : acceptable) {
            if (type.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
                return false;
            }
            if (type.isCompatible(MediaType.SERVER_SENT_EVENTS_TYPE)) {
                return true;
            }
        }
        return false;
    }
}
