package almanac.feed.view;

import almanac.feed.message.Message;
import almanac.feed.message.Messages;
import almanac.feed.message.TimeStep;
import almanac.log.change.ItemId;
import almanac.log.change.LoggedChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The differences between the old contents of a view and a new reading: items that entered, left or changed.
final class Differences {
    private final ViewReader.Reading reading;
    private final LoggedChange cause;
    private final List<Difference> found = new ArrayList<>();

    private Differences(ViewReader.Reading reading, LoggedChange cause) {
        this.reading = reading;
        this.cause = cause;
    }

    /// Why a list was read again.
    ///
    /// @param kind the kind of the list's items
    /// @param reason the reason of the change
    /// @param actor the account that made it
    /// @param actorName that account's name; null if there is none
    /// @param moment when, in epoch ms
    record Cause(
            String kind,
            String reason,
            String actor,
            @Nullable String actorName,
            long moment) {
        /// A change of a calendar, by which events enter or leave that the change does not name.
        static Cause of(String kind, LoggedChange change) {
            return new Cause(kind, change.reason(), change.actor(), change.actorName(), change.committedAt());
        }

        /// A change of somebody's times: neither what nor who made it is told.
        static Cause ofPeople(String kind, LoggedChange change) {
            return new Cause(kind, "edited", "system", null, change.committedAt());
        }

        /// The passing of time.
        static Cause time(String kind, long now) {
            return new Cause(kind, "time", "system", null, now);
        }

        private LoggedChange asChange() {
            return new LoggedChange(
                    0, kind, "", 0, null, reason, actor, actorName, List.of(), null, null, moment, List.of(), List.of(),
                    List.of(), List.of(), List.of(), null);
        }
    }

    private record Difference(String name, String data) {}

    /// The messages of the differences, after what the clock had to tell. Only the last carries a cursor to resume
    /// from.
    static List<Message> between(
            Map<ItemId, ViewContents.Member> before, ViewReader.Reading reading, Cause cause, List<TimeStep> told) {
        var differences = new Differences(reading, cause.asChange());
        differences.find(before);
        var messages = new ArrayList<>(TimeStep.unit(told, reading.cursor(), differences.found.isEmpty()));
        messages.addAll(differences.messages());
        return messages;
    }

    private void find(Map<ItemId, ViewContents.Member> before) {
        var left = new HashMap<>(before);
        for (var item : reading.inWindow()) {
            var was = left.remove(item.id());
            if (was == null) {
                found.add(new Difference("enter", Messages.enter(item, cause, reading.cursor())));
            } else if (was.tag() != item.tag()) {
                found.add(new Difference("update", Messages.update(item, cause, reading.cursor())));
            }
        }
        left.forEach((id, member) -> found.add(new Difference(
                "leave", Messages.leave(id, member.calendarId(), cause.reason(), cause, reading.cursor()))));
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
