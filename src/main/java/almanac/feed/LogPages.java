package almanac.feed;

import almanac.change.Cursor;
import almanac.change.LogReader;
import almanac.change.LogSnapshot;
import almanac.change.LoggedChange;
import almanac.problem.FieldError;
import almanac.problem.Problem;
import almanac.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The log in pages of JSON.
@Singleton
class LogPages {
    private final LogReader log;

    LogPages(LogReader log) {
        this.log = log;
    }

    /// The page after a cursor; without one, the cursor of now.
    ///
    /// @throws ProblemException 400 for a cursor that cannot be gone on from, its `code` says why
    Uni<String> page(LogScope scope, Optional<String> since, long limit) {
        return log.atOneMoment(snapshot -> {
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

    private static Uni<String> after(LogScope scope, Cursor cursor, LogSnapshot snapshot, long limit) {
        return snapshot.missed(cursor, scope.viewer().zuid())
                .filter(scope::concerns)
                .select()
                .first(limit + 1)
                .collect()
                .asList()
                .map(changes -> text(scope, cursor, snapshot, changes, limit));
    }

    private static String text(
            LogScope scope, Cursor since, LogSnapshot snapshot, List<LoggedChange> changes, long limit) {
        var more = changes.size() > limit;
        var reached = since;
        var texts = new ArrayList<String>();
        for (var change : changes.subList(0, (int) Math.min(limit, changes.size()))) {
            reached = reached.plus(change.position(), snapshot.time(), snapshot.gaps());
            texts.add(scope.text(change, reached));
        }
        return text(texts, more ? reached : snapshot.cursor(), more);
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
