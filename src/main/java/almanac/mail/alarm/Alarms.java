package almanac.mail.alarm;

import almanac.event.model.Event;
import almanac.event.model.EventDocuments;
import almanac.mail.alarm.AlarmTable.Reminded;
import almanac.storage.database.Statements;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/// Arms the e-mail reminders of events that have changed.
@Singleton
public class Alarms {
    /// What the JSON of an event with an e-mail reminder contains. In a string of the JSON the quotes are escaped.
    private static final String MARK = "\"type\":\"email\"";

    private final AlarmTable table;
    private final EventDocuments documents;

    Alarms(AlarmTable table, EventDocuments documents) {
        this.table = table;
        this.documents = documents;
    }

    /// Arms the reminders of events anew, as they are stored now. A reminder whose time has passed when the event was
    /// changed is not given; one that has not been given yet, and is still right, stays.
    ///
    /// @param changed when each event was changed, epoch ms, by the ids of events and exceptions
    public Uni<Void> arm(Statements statements, Map<String, Long> changed) {
        return changed.isEmpty()
                ? Uni.createFrom().voidItem()
                : table.events(statements, changed.keySet()).chain(events -> arm(statements, events, changed));
    }

    /// @param events those of them that there are
    private Uni<Void> arm(Statements statements, List<Reminded> events, Map<String, Long> changed) {
        return table.of(statements, changed.keySet()).chain(armed -> {
            var plan = new Plan(armed);
            events.stream()
                    .filter(event -> event.document().contains(MARK))
                    .forEach(event -> plan.arm(
                            documents.read(event.document()), Objects.requireNonNull(changed.get(event.id()))));
            return plan.store(statements);
        });
    }

    /// Arms the reminders of the events whose ids follow one.
    ///
    /// @param since reminders that were due before are not given, epoch ms
    /// @return the id of the last event; empty if there are no more
    public Uni<Optional<String>> armAfter(Statements statements, String id, int most, long since) {
        return table.eventsAfter(statements, id, most).chain(events -> {
            var reminded = events.stream()
                    .filter(event -> event.document().contains(MARK))
                    .collect(Collectors.toMap(Reminded::id, event -> since));
            return arm(statements, events, reminded)
                    .replaceWith(
                            events.isEmpty()
                                    ? Optional.<String>empty()
                                    : Optional.of(events.getLast()).map(Reminded::id));
        });
    }

    /// What is to be stored: it begins with the alarms that there are, all of which go.
    private final class Plan {
        private final Map<String, Alarm> gone = new HashMap<>();
        private final List<Alarm> armed = new ArrayList<>();

        Plan(List<Alarm> there) {
            there.forEach(alarm -> gone.put(key(alarm.eventId(), alarm.minutes()), alarm));
        }

        private static String key(String event, int minutes) {
            return minutes + " " + event;
        }

        void arm(Event event, long since) {
            for (var minutes : NextAlarm.minutes(event)) {
                var there = Optional.ofNullable(gone.get(key(event.key(), minutes)));
                var next = new NextAlarm(
                        event, minutes, there.map(Alarm::mailedFor).orElse(null));
                if (there.filter(alarm -> alarm.isPending(since))
                        .filter(next::has)
                        .isPresent()) {
                    gone.remove(key(event.key(), minutes));
                } else {
                    next.find(since, since - 1)
                            .or(() -> there.filter(Alarm::isMailed))
                            .ifPresent(alarm -> {
                                gone.remove(key(event.key(), minutes));
                                armed.add(alarm);
                            });
                }
            }
        }

        Uni<Void> store(Statements statements) {
            return table.remove(statements, List.copyOf(gone.values())).chain(() -> table.put(statements, armed));
        }
    }
}
