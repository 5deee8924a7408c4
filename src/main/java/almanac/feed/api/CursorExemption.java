package almanac.feed.api;

import almanac.access.quota.QuotaExemption;
import almanac.feed.stream.CursorTime;
import almanac.log.change.Cursor;
import almanac.log.tail.LogTail;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;

/// A stream that resumes from a valid cursor costs no quota: a browser reconnects on its own, every few
/// seconds on a bad network, and must not exhaust its user's quota (docs/change-feed.md, 4.5).
@Singleton
class CursorExemption implements QuotaExemption {
    private final LogTail tail;
    private final CursorTime time;

    CursorExemption(LogTail tail, CursorTime time) {
        this.tail = tail;
        this.time = time;
    }

    @Override
    public boolean isFree(ContainerRequestContext stream) {
        return FeedStart.sent(stream.getUriInfo(), stream.getHeaderString("Last-Event-ID"))
                .flatMap(Cursor::parse)
                .filter(tail::mayResume)
                .filter(time::isNear)
                .isPresent();
    }
}
