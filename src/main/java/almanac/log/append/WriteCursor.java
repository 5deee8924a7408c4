package almanac.log.append;

import almanac.log.change.Cursor;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Vertx;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The cursor of the log before a request wrote. A stream that resumes from it contains the write.
public final class WriteCursor {
    private static final String KEY = WriteCursor.class.getName();

    private WriteCursor() {}

    /// Notes the cursor for the current request; the first note counts. Does nothing outside of a request,
    /// such as in a sweep.
    static void note(Cursor before) {
        var context = Vertx.currentContext();
        if (context != null && VertxContext.isDuplicatedContext(context) && context.getLocal(KEY) == null) {
            context.putLocal(KEY, before);
        }
    }

    /// Restores the noted cursor of a request for its repetition.
    ///
    /// @param first the cursor of the first request; null where there was none
    public static void repeat(@Nullable String first) {
        Optional.ofNullable(first).flatMap(Cursor::parse).ifPresent(WriteCursor::note);
    }

    /// The noted cursor of the current request; empty where it has not written.
    public static Optional<Cursor> noted() {
        var context = Vertx.currentContext();
        return context == null ? Optional.empty() : Optional.ofNullable(context.getLocal(KEY));
    }
}
