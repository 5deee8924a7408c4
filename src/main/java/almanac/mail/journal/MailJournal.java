package almanac.mail.journal;

import almanac.log.change.LoggedChange;
import almanac.mail.alarm.Alarms;
import almanac.mail.invitation.Invitations;
import almanac.storage.database.Statements;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Follows the log from where it was left off, one node at a time: what changes ask for is written in the transaction
/// that notes how far the log was followed. So each change is heard once, whichever node dies.
@Singleton
class MailJournal {
    private static final int STEP = 200;
    private static final String BEGIN =
            "insert into job (name, leased_until, done_to) values ('mail', 0, null)" + " on conflict do nothing";
    private static final String TAKE = "select done_to from job where name = 'mail' for update skip locked";
    private static final String DONE = "update job set done_to = $1 where name = 'mail'";
    private static final String PRUNED = "select pruned from change_log";
    private static final String CHANGES = "select " + LoggedChange.COLUMNS
            + " from change where position > $1 and position <= $2 and kind = 'event' order by position limit $3";

    private final Alarms alarms;
    private final Invitations invitations;
    private final Clock clock;

    MailJournal(Alarms alarms, Invitations invitations, Clock clock) {
        this.alarms = alarms;
        this.invitations = invitations;
        this.clock = clock;
    }

    /// How far a step has come.
    enum Followed {
        /// There may be more.
        PARTLY,

        /// Up to what was settled.
        WHOLLY,

        /// Another node follows the log now.
        ELSEWHERE
    }

    /// Prepares the first step.
    Uni<Void> begin(Statements statements) {
        return statements.store(BEGIN, Tuple.tuple()).replaceWithVoid();
    }

    /// Follows the log for some changes. The first steps of all arm the reminders that events have by then.
    ///
    /// @param statements those of one transaction
    /// @param settled the position up to which this node has read the log
    Uni<Followed> step(Statements statements, long settled) {
        return statements.run(TAKE, Tuple.tuple()).chain(taken -> {
            for (var row : taken) {
                var done = row.getString(0);
                return done == null
                        ? done(statements, Progress.arming("", settled))
                        : step(statements, Progress.of(done), settled);
            }
            return Uni.createFrom().item(Followed.ELSEWHERE);
        });
    }

    private Uni<Followed> step(Statements statements, Progress progress, long settled) {
        if (progress.armed() != null) {
            return alarms.armAfter(statements, progress.armed(), STEP, clock.millis())
                    .chain(last -> done(
                            statements,
                            last.map(id -> Progress.arming(id, progress.position()))
                                    .orElse(Progress.following(progress.position()))))
                    // What was logged meanwhile is still to be followed.
                    .replaceWith(Followed.PARTLY);
        }
        return statements.run(PRUNED, Tuple.tuple()).chain(rows -> {
            var pruned = rows.iterator().next().getLong(0);
            if (pruned > progress.position()) {
                // What was pruned unheard can be seen in the events alone.
                return done(statements, Progress.arming("", Math.max(pruned, settled)));
            }
            // This node may be behind the one that followed the log last: what was heard is not heard again.
            return progress.position() >= settled
                    ? Uni.createFrom().item(Followed.WHOLLY)
                    : follow(statements, progress.position(), settled);
        });
    }

    private Uni<Followed> done(Statements statements, Progress progress) {
        return statements
                .store(DONE, Tuple.of(progress.text()))
                .replaceWith(progress.armed() == null ? Followed.WHOLLY : Followed.PARTLY);
    }

    private Uni<Followed> follow(Statements statements, long position, long settled) {
        return statements.run(CHANGES, Tuple.of(position, settled, STEP)).chain(rows -> {
            var changes = rows.stream()
                    .map(row -> LoggedChange.of(Row.newInstance(row)))
                    .toList();
            var isFull = changes.size() == STEP;
            var done = isFull ? changes.getLast().position() : settled;
            return alarms.arm(statements, times(changes))
                    .chain(() -> invitations.tell(statements, changes))
                    .chain(() -> done(statements, Progress.following(done)))
                    .replaceWith(isFull ? Followed.PARTLY : Followed.WHOLLY);
        });
    }

    /// When each event was changed last.
    private static Map<String, Long> times(List<LoggedChange> changes) {
        var times = new HashMap<String, Long>();
        changes.forEach(change -> times.put(change.subject(), change.committedAt()));
        return times;
    }

    /// How far the log was followed.
    ///
    /// @param position the last position that was heard
    /// @param armed the id of the last event whose reminders were armed; null once all are
    private record Progress(long position, @Nullable String armed) {
        static Progress following(long position) {
            return new Progress(position, null);
        }

        static Progress arming(String armed, long position) {
            return new Progress(position, armed);
        }

        static Progress of(String text) {
            var parts = text.split(" ", 2);
            return new Progress(Long.parseLong(parts[0]), parts.length == 1 ? null : parts[1]);
        }

        String text() {
            return armed == null ? Long.toString(position) : position + " " + armed;
        }
    }
}
