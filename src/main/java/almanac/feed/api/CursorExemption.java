package almanac.feed.api;

import almanac.access.quota.QuotaExemption;
import almanac.log.change.Cursor;
import almanac.log.tail.LogTail;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;

/// A stream that goes on from a valid cursor costs nothing: a browser connects again by itself, every
/// few seconds where the network is bad, and must not lock its user out (docs/change-feed.md, 4.5).
@Singleton
class CursorExemption implements QuotaExemption {
    private final LogTail tail;

    CursorExemption(LogTail tail) {
        this.tail = tail;
    }

    @Override
    public boolean isFree(ContainerRequestContext stream) {
        return FeedStart.sent(stream.getUriInfo(), stream.getHeaderString("Last-Event-ID"))
                .flatMap(Cursor::parse)
                .filter(tail::mayResume)
                .isPresent();
    }
}
