package almanac.event.transfer;

import almanac.access.token.Caller;
import almanac.base.http.PacedBody;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.calendar.model.CalendarKey;
import almanac.calendar.model.CalendarKey.ByCode;
import almanac.event.agenda.EventReader;
import almanac.event.ical.IcalEvent;
import almanac.event.ical.IcalWriter;
import almanac.event.store.EventFacts;
import almanac.event.store.IcalStore;
import almanac.event.transfer.CalendarFiles.Chosen;
import almanac.storage.database.Statements;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Exports events as iCalendar files.
@Singleton
class Exports {
    private final EventFacts facts;
    private final EventReader reader;
    private final CalendarFiles calendars;
    private final IcalStore files;
    private final Statements statements;

    Exports(EventFacts facts, EventReader reader, CalendarFiles calendars, IcalStore files, Transactions transactions) {
        this.facts = facts;
        this.reader = reader;
        this.calendars = calendars;
        this.files = files;
        this.statements = transactions.statements();
    }

    /// A calendar with all its events; empty if there is none, or the caller does not see it.
    Uni<Optional<PacedBody>> calendar(Caller caller, CalendarKey key) {
        return facts.reach(statements, caller.zuid(), key)
                .chain(found -> found.map(calendar ->
                                calendars.of(Chosen.all(calendar.id())).map(Optional::of))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    /// An event with its exceptions; empty if the calendar has none that the caller may see.
    Uni<Optional<byte[]>> event(Caller caller, String id, CalendarKey key) {
        return reader.get(caller, id, key)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : files.one(statements, id).chain(this::written));
    }

    private Uni<Optional<byte[]>> written(List<IcalEvent> events) {
        if (events.isEmpty() || !(calendar(events.getFirst()) instanceof ByCode calendar)) {
            return Uni.createFrom().item(Optional.empty());
        }
        return files.calendar(statements, calendar.id())
                .map(named -> named.map(calendarOf -> IcalWriter.write(calendarOf.name(), calendarOf.zone(), events)
                        .getBytes(StandardCharsets.UTF_8)));
    }

    private static @Nullable CalendarKey calendar(IcalEvent entry) {
        return CalendarKey.parse(entry.event().calendarId()).orElse(null);
    }

    /// The answer with a file, as a download.
    ///
    /// @throws ProblemException 404 if there is none
    static Response answer(Optional<?> file, String name) {
        var content = file.orElseThrow(() -> ProblemException.of(Problem.NOT_FOUND));
        return Response.ok(content, CalendarFiles.CONTENT_TYPE)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
                .build();
    }
}
