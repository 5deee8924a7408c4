package almanac.event.transfer;

import almanac.access.token.Caller;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.calendar.model.CalendarAccess;
import almanac.calendar.model.CalendarKey;
import almanac.event.agenda.EventReader;
import almanac.event.ical.IcalEvent;
import almanac.event.ical.IcalWriter;
import almanac.event.store.EventFacts;
import almanac.event.store.EventStore;
import almanac.event.store.IcalStore;
import almanac.event.store.IcalStore.Named;
import almanac.storage.database.Statements;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Exports events as iCalendar files.
@Singleton
class Exports {
    /// The media type of a file.
    static final String TYPE = "text/calendar";

    private static final int STEP = 500;

    private final EventFacts facts;
    private final EventReader reader;
    private final EventStore store;
    private final IcalStore files;
    private final Statements statements;

    Exports(EventFacts facts, EventReader reader, EventStore store, IcalStore files, Transactions transactions) {
        this.facts = facts;
        this.reader = reader;
        this.store = store;
        this.files = files;
        this.statements = transactions.statements();
    }

    /// A calendar with all its events; empty if there is none, or the caller does not see it.
    Uni<Optional<String>> calendar(Caller caller, CalendarKey key) {
        return facts.reach(statements, caller.zuid(), key)
                .chain(found -> found.filter(calendar -> isVisible(calendar, caller))
                        .map(this::calendar)
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    private static boolean isVisible(CalendarAccess calendar, Caller caller) {
        return calendar.privilegeOf(caller.zuid()).isPresent();
    }

    private Uni<Optional<String>> calendar(CalendarAccess calendar) {
        return files.calendar(statements, calendar.id())
                .chain(named ->
                        pages(calendar.id(), "", new ArrayList<>()).map(events -> Optional.of(write(named, events))));
    }

    private static String write(Optional<Named> named, List<IcalEvent> events) {
        var calendar = named.orElseGet(() -> new Named("", ZoneId.of("UTC")));
        return IcalWriter.write(calendar.name(), calendar.zone(), events);
    }

    private Uni<List<IcalEvent>> pages(long calendar, String after, List<IcalEvent> before) {
        return files.page(statements, calendar, after, STEP).chain(page -> {
            before.addAll(page);
            return page.size() < STEP
                    ? Uni.createFrom().item(before)
                    : pages(calendar, page.getLast().event().id(), before);
        });
    }

    /// An event with its exceptions; empty if the calendar has none that the caller may see.
    Uni<Optional<String>> event(Caller caller, String id, CalendarKey key) {
        return reader.get(caller, id, key)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : store.load(statements, id)
                                .chain(stored -> stored.isEmpty()
                                        ? Uni.createFrom().item(Optional.empty())
                                        : event(id, stored.get().calendar())));
    }

    private Uni<Optional<String>> event(String id, CalendarAccess calendar) {
        return files.calendar(statements, calendar.id())
                .chain(named -> files.one(statements, id)
                        .map(events -> events.isEmpty() ? Optional.empty() : Optional.of(write(named, events))));
    }

    /// The answer with a file, as a download.
    ///
    /// @throws ProblemException 404 if there is none
    static Response answer(Optional<String> file, String name) {
        var bytes =
                file.orElseThrow(() -> ProblemException.of(Problem.NOT_FOUND)).getBytes(StandardCharsets.UTF_8);
        return Response.ok(bytes, TYPE + ";charset=UTF-8")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
                .build();
    }
}
