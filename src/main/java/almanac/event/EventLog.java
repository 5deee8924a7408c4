package almanac.event;

import almanac.calendar.Calendars;
import almanac.change.Change;
import almanac.change.Change.Kind;
import almanac.change.ChangeLog;
import almanac.event.EventMirror.Cause;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;
import org.jspecify.annotations.Nullable;

/// What every change of an event leaves behind: a line in the log, and a higher `ctag` of its calendar.
@Singleton
class EventLog {
    private final ChangeLog log;
    private final Calendars calendars;
    private final ObjectMapper json;

    EventLog(ChangeLog log, Calendars calendars, ObjectMapper json) {
        this.log = log;
        this.calendars = calendars;
        this.json = json;
    }

    /// How an event was before a change.
    ///
    /// @param viewer who looks
    /// @param seen how the viewer saw it
    /// @param documents how everybody saw it
    /// @param calendar where it lay
    record Before(long viewer, Event seen, Map<Long, String> documents, long calendar) {}

    /// Takes down how an event is, before it is changed.
    Before before(EventState state, long viewer) {
        return new Before(
                viewer, state.seenBy(viewer), documents(state), state.calendar().id());
    }

    Uni<Void> created(StatelessSession session, EventState state, Cause cause) {
        var tag = state.row().editTag;
        return write(session, change(cause, state, List.of(), null, tag, Map.of(), documents(state)));
    }

    Uni<Void> changed(StatelessSession session, Before before, EventState state, Cause cause) {
        var changed = EventDiff.between(before.seen, state.seenBy(before.viewer));
        var change = change(
                cause, state, changed, before.seen.editTag(), state.row().editTag, before.documents, documents(state));
        return touch(session, before.calendar, state.calendar().id()).chain(() -> log.append(session, change));
    }

    Uni<Void> deleted(StatelessSession session, EventState state, Cause cause) {
        var tag = state.row().editTag;
        return write(session, change(cause, state, List.of(), tag, null, documents(state), Map.of()));
    }

    /// In the order of their numbers: two events that change places would wait for each other.
    private Uni<Void> touch(StatelessSession session, long former, long latter) {
        return former == latter
                ? calendars.touch(session, latter)
                : calendars
                        .touch(session, Math.min(former, latter))
                        .chain(() -> calendars.touch(session, Math.max(former, latter)));
    }

    private static Change change(
            Cause cause,
            EventState state,
            List<String> changed,
            @Nullable Long oldTag,
            @Nullable Long newTag,
            Map<Long, String> before,
            Map<Long, String> after) {
        return new Change(
                Kind.EVENT,
                state.row().id,
                state.calendar().id(),
                cause.reason(),
                cause.actor(),
                changed,
                oldTag,
                newTag,
                before,
                after);
    }

    private Uni<Void> write(StatelessSession session, Change change) {
        return calendars.touch(session, change.calendarId()).chain(() -> log.append(session, change));
    }

    /// The event differs between accounts by their role alone, so it is written out twice at most.
    private Map<Long, String> documents(EventState state) {
        var organizer = state.row().organizer;
        var audience = state.audience();
        var documents = new TreeMap<Long, String>();
        if (audience.contains(organizer)) {
            documents.put(organizer, write(state.seenBy(organizer)));
        }
        var others = audience.stream().filter(zuid -> zuid != organizer).toList();
        if (!others.isEmpty()) {
            var document = write(state.seenBy(others.getFirst()));
            others.forEach(zuid -> documents.put(zuid, document));
        }
        return documents;
    }

    private String write(Event event) {
        try {
            return json.writeValueAsString(event);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
