package almanac.log.append;

import almanac.log.change.Cursor;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Vertx;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where the log stood before a request wrote: from there on its write can be streamed.
public final class WriteCursor {
    private static final String KEY = WriteCursor.class.getName();

    private WriteCursor() {}

    /// Notes for the current request that it has written; the first note counts. Work without a request, such as
    /// a sweep, has nobody to tell.
    static void note(Cursor before) {
        var context = Vertx.currentContext();
        if (context != null && VertxContext.isDuplicatedContext(context) && context.getLocal(KEY) == null) {
            context.putLocal(KEY, before);
        }
    }

    /// Notes for a request that is repeated what was noted for its first.
    ///
    /// @param first as it was remembered; null where nothing was
    public static void repeat(@Nullable String first) {
        Optional.ofNullable(first).flatMap(Cursor::parse).ifPresent(WriteCursor::note);
    }

    /// What was noted for the current request; empty where it has not written.
    public static Optional<Cursor> noted() {
        var context = Vertx.currentContext();
        return context == null ? Optional.empty() : Optional.ofNullable(context.getLocal(KEY));
    }
}
