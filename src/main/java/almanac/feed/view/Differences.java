package almanac.feed.view;

import almanac.feed.message.Message;
import almanac.feed.message.Messages;
import almanac.feed.message.TimeStep;
import almanac.log.change.ItemId;
import almanac.log.change.ListItem;
import almanac.log.change.LoggedChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The differences between the old contents of a view and a new reading: items that entered, left or changed.
final class Differences {
    private final ViewReader.Reading reading;
    private final Cause cause;
    private final List<Difference> found = new ArrayList<>();

    private Differences(ViewReader.Reading reading, Cause cause) {
        this.reading = reading;
        this.cause = cause;
    }

    /// Why a list was read again.
    ///
    /// @param kind the kind of the list's items
    /// @param reason the reason of the change
    /// @param leaving the reason of what leaves
    /// @param actor the account that made it
    /// @param actorName that account's name; null if there is none
    /// @param moment when, in epoch ms
    /// @param edit the change itself where it names an item of the list; null for all else
    record Cause(
            String kind,
            String reason,
            String leaving,
            String actor,
            @Nullable String actorName,
            long moment,
            @Nullable LoggedChange edit) {
        private Cause(String kind, String reason, String leaving, LoggedChange change) {
            this(kind, reason, leaving, change.actor(), change.actorName(), change.committedAt(), change);
        }

        /// A change of a calendar, by which events enter or leave that the change does not name.
        static Cause of(String kind, LoggedChange change) {
            return new Cause(
                    kind,
                    change.reason(),
                    change.reason(),
                    change.actor(),
                    change.actorName(),
                    change.committedAt(),
                    null);
        }

        /// A change of somebody's times: neither what nor who made it is told.
        static Cause ofPeople(String kind, LoggedChange change) {
            return new Cause(kind, "edited", "edited", "system", null, change.committedAt(), null);
        }

        /// A change of a series, or of one of its exceptions. A series that loses an occurrence is edited.
        static Cause ofSeries(Scope scope, LoggedChange change) {
            var isOfPart = change.recurrenceId() != null || change.after().isPresent();
            return isOfPart && change.reason().equals("deleted")
                    ? new Cause(scope.kind(), "edited", "edited", change)
                    : new Cause(scope.kind(), change.reason(), scope.reasonToLeave(change), change);
        }

        /// The passing of time.
        static Cause time(String kind, long now) {
            return new Cause(kind, "time", "time", "system", null, now, null);
        }

        private LoggedChange asChange() {
            return asChange(List.of(), null, null);
        }

        /// The cause of an update: with the fields and the tags where the item is as the change has left it. The
        /// exceptions of a series are one of its fields.
        private LoggedChange of(ListItem item) {
            if (edit == null || !edit.item().id().equals(item.id().id())) {
                return asChange();
            }
            if (edit.recurrenceId() != null && item.id().recurrenceId() == null) {
                return asChange(List.of("recurrence"), null, null);
            }
            return item.json().contains("\"edit_tag\":\"" + edit.newTag() + "\"")
                    ? asChange(edit.changed(), edit.oldTag(), edit.newTag())
                    : asChange();
        }

        private LoggedChange asChange(List<String> changed, @Nullable Long oldTag, @Nullable Long newTag) {
            return new LoggedChange(
                    0, kind, "", 0, null, reason, actor, actorName, changed, oldTag, newTag, moment, List.of(),
                    List.of(), List.of(), List.of(), List.of(), null);
        }
    }

    private record Difference(String name, String data) {}

    /// The messages of the differences, after what the clock had to tell. Only the last carries a cursor to resume
    /// from.
    static List<Message> between(
            Map<ItemId, ViewContents.Member> before, ViewReader.Reading reading, Cause cause, List<TimeStep> told) {
        var differences = new Differences(reading, cause);
        differences.find(before);
        var messages = new ArrayList<>(TimeStep.unit(told, reading.cursor(), differences.found.isEmpty()));
        messages.addAll(differences.messages());
        return messages;
    }

    private void find(Map<ItemId, ViewContents.Member> before) {
        var change = cause.asChange();
        var left = new HashMap<>(before);
        for (var item : reading.inWindow()) {
            var was = left.remove(item.id());
            if (was == null) {
                found.add(new Difference("enter", Messages.enter(item, change, reading.cursor())));
            } else if (was.tag() != item.tag()) {
                found.add(new Difference("update", Messages.update(item, cause.of(item), reading.cursor())));
            }
        }
        left.forEach((id, member) -> found.add(new Difference(
                "leave", Messages.leave(id, member.calendarId(), cause.leaving, change, reading.cursor()))));
    }

    private List<Message> messages() {
        var messages = new ArrayList<Message>();
        for (var i = 0; i < found.size(); i++) {
            var cursor = i + 1 == found.size() ? reading.cursor() : null;
            messages.add(Message.of(found.get(i).name, cursor, found.get(i).data));
        }
        return messages;
    }
}
