package almanac.event.transfer;

import almanac.base.http.PacedBody;
import almanac.event.ical.IcalEvent;
import almanac.event.ical.IcalWriter;
import almanac.event.ical.IcalWriter.Head;
import almanac.event.store.IcalStore;
import almanac.event.store.IcalStore.Named;
import almanac.storage.database.Statements;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;

/// Calendars as files. A file is sent while it is read, page by page, and no transaction waits for its reader: an
/// event that changes meanwhile is in it as it was or as it is.
@Singleton
public class CalendarFiles {
    /// The media type of a file.
    public static final String TYPE = "text/calendar";

    /// The same with the encoding that files are written in.
    public static final String CONTENT_TYPE = TYPE + ";charset=UTF-8";

    private static final int STEP = 200;
    private static final String UTC = "UTC";

    private final IcalStore store;
    private final Statements statements;

    CalendarFiles(IcalStore store, Transactions transactions) {
        this.store = store;
        this.statements = transactions.statements();
    }

    /// What a file has of a calendar.
    ///
    /// @param calendar the number of the calendar
    /// @param since without what ended before, epoch ms
    /// @param more further lines of its begin
    /// @param shown what is shown of each event
    public record Chosen(
            long calendar,
            long since,
            Function<Named, Map<String, String>> more,
            Function<IcalEvent, Stream<IcalEvent>> shown) {
        /// All events, as they are.
        static Chosen all(long calendar) {
            return new Chosen(calendar, Long.MIN_VALUE, _ -> Map.of(), Stream::of);
        }
    }

    /// The file of a calendar that is there. The first page is read before this completes, so a failure of the
    /// database can still be answered.
    public Uni<PacedBody> of(Chosen chosen) {
        return store.calendar(statements, chosen.calendar)
                .map(named -> named.orElseGet(() -> new Named("", ZoneId.of(UTC), "#000000")))
                .chain(named -> begin(chosen, named)
                        .chain(begin ->
                                page(chosen, "").map(first -> PacedBody.of(pieces(chosen, named, begin, first)))));
    }

    private Uni<String> begin(Chosen chosen, Named named) {
        return store.zones(statements, chosen.calendar, chosen.since)
                .invoke(zones -> zones.remove(UTC))
                .map(zones -> IcalWriter.begin(new Head(named.name(), named.zone(), chosen.more.apply(named)), zones));
    }

    private Uni<List<IcalEvent>> page(Chosen chosen, String after) {
        return store.page(statements, chosen.calendar, after, STEP, chosen.since);
    }

    private Multi<Buffer> pieces(Chosen chosen, Named named, String begin, List<IcalEvent> first) {
        var rest = first.size() < STEP
                ? Multi.createFrom().<List<IcalEvent>>empty()
                : pages(chosen, first.getLast().event().id());
        return Multi.createBy()
                .concatenating()
                .streams(
                        Multi.createFrom().item(begin),
                        Multi.createBy()
                                .concatenating()
                                .streams(Multi.createFrom().item(first), rest)
                                .map(page -> text(chosen, named, page)),
                        Multi.createFrom().item(IcalWriter.END))
                .filter(text -> !text.isEmpty())
                .map(Buffer::buffer);
    }

    /// The pages after an event, each read when the one before was taken.
    private Multi<List<IcalEvent>> pages(Chosen chosen, String after) {
        var last = new AtomicReference<>(after);
        return Multi.createBy()
                .repeating()
                .uni(() -> page(chosen, last.get()).invoke(page -> {
                    if (!page.isEmpty()) {
                        last.set(page.getLast().event().id());
                    }
                }))
                .whilst(page -> page.size() == STEP);
    }

    private static String text(Chosen chosen, Named named, List<IcalEvent> page) {
        return IcalWriter.events(page.stream().flatMap(chosen.shown).toList(), named.zone());
    }
}
