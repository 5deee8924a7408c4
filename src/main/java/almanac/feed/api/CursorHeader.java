package almanac.feed.api;

import almanac.log.append.WriteCursor;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;

/// Adds the header `Almanac-Cursor` to every successful write: a stream that starts from this cursor shows
/// the write and all later changes (docs/change-feed.md, 1.3).
@Provider
class CursorHeader implements ContainerResponseFilter {
    private static final String HEADER = "Almanac-Cursor";
    private static final int FIRST_FAILURE = 400;

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() < FIRST_FAILURE) {
            WriteCursor.noted().ifPresent(cursor -> response.getHeaders().putSingle(HEADER, cursor.toString()));
        }
    }
}
