package almanac.feed.api;

import almanac.base.problem.FieldError;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.feed.message.JsonText;
import almanac.feed.view.Listings;
import almanac.feed.view.Listings.Missed;
import almanac.feed.view.LogScope;
import almanac.log.change.Cursor;
import almanac.log.read.LogReader;
import almanac.log.read.LogSnapshot;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Pages of the log as JSON.
@Singleton
class LogPages {
    private static final int MOST_PASSED = 5_000;

    /// The largest size of a page, in characters. A page holds at least one change, even one larger than
    /// this.
    private static final int MOST_TEXT = 4_000_000;

    private final LogReader log;
    private final Listings listings;

    LogPages(LogReader log, Listings listings) {
        this.log = log;
        this.listings = listings;
    }

    /// The page after a cursor. Without a cursor: an empty page with the current cursor.
    ///
    /// @throws ProblemException 400 if the cursor cannot be resumed from; the `code` gives the reason
    Uni<String> page(LogScope scope, Optional<String> since, long limit) {
        return log.page(snapshot -> {
            if (since.isEmpty()) {
                return Uni.createFrom().item(text(List.of(), snapshot.cursor(), false));
            }
            var cursor = Cursor.parse(since.get()).orElseThrow(() -> refusal("unknown"));
            snapshot.refusal(cursor).ifPresent(reason -> {
                throw refusal(reason);
            });
            return after(scope, cursor, snapshot, limit);
        });
    }

    private Uni<String> after(LogScope scope, Cursor cursor, LogSnapshot snapshot, long limit) {
        var page = new Page(scope, snapshot, limit, cursor);
        return listings.missed(snapshot, cursor, scope.viewer())
                .select()
                .first(page::take)
                .collect()
                .last()
                .map(last -> text(page.texts, page.isFull ? page.reached : snapshot.cursor(), page.isFull));
    }

    /// A page that is being filled. It ends after 5,000 changes even if its filter matched few of them: the
    /// cost is bounded, and the client continues from the returned cursor.
    private static final class Page {
        private final LogScope scope;
        private final LogSnapshot snapshot;
        private final long limit;
        private final List<String> texts = new ArrayList<>();
        private Cursor reached;
        private int passed;
        private int length;
        private boolean isFull;

        Page(LogScope scope, LogSnapshot snapshot, long limit, Cursor since) {
            this.scope = scope;
            this.snapshot = snapshot;
            this.limit = limit;
            this.reached = since;
        }

        /// Takes a change.
        ///
        /// @return false if the page is full; the change is then not taken
        boolean take(Missed missed) {
            var change = missed.change();
            var concerns = scope.concerns(missed);
            isFull = passed == MOST_PASSED || (concerns && texts.size() == limit);
            if (isFull) {
                return false;
            }
            var after = reached.plus(change.position(), snapshot.time(), snapshot.gaps());
            if (concerns && !hasRoomFor(scope.text(change, after))) {
                isFull = true;
                return false;
            }
            passed++;
            reached = after;
            return true;
        }

        private boolean hasRoomFor(String text) {
            if (!texts.isEmpty() && length + text.length() > MOST_TEXT) {
                return false;
            }
            length += text.length();
            return texts.add(text);
        }
    }

    private static String text(List<String> changes, Cursor cursor, boolean more) {
        return new JsonText()
                .raw("data", "[" + String.join(",", changes) + "]")
                .text("cursor", cursor.toString())
                .raw("more", Boolean.toString(more))
                .toString();
    }

    private static ProblemException refusal(String reason) {
        return ProblemException.of(
                Problem.BAD_REQUEST,
                "cursor_" + reason,
                List.of(new FieldError("since", "is no cursor that can be gone on from; read the list anew")));
    }
}
