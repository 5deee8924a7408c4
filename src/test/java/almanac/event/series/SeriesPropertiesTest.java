package almanac.event.series;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.base.problem.ProblemException;
import almanac.base.recurrence.Occurrence;
import almanac.base.recurrence.RuleArbitraries;
import almanac.base.recurrence.RuleArbitraries.Case;
import almanac.event.model.Event;
import almanac.event.model.EventBuilder;
import almanac.event.model.Person;
import almanac.event.request.EventRequest;
import almanac.event.store.SeriesPages;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/// What holds for every series as an event, with random rules, starts and zones (docs/recurrence.md, 9.2).
class SeriesPropertiesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int FIRST = 40;
    private static final long HOUR = 3_600_000;
    private static final Person OWNER = new Person("Owner", "owner@example.com", "1");

    @Provide
    Arbitrary<Case> any() {
        return RuleArbitraries.any();
    }

    @Property(tries = 300)
    @Label("4.4 pages and what is computed beyond them are together what a window has, at every border")
    void pagesAndTheRestAreTheWhole(
            @ForAll("any") Case each,
            @ForAll @IntRange(max = FIRST - 1) int begin,
            @ForAll @IntRange(min = -3_000, max = 50_000) int minutes,
            @ForAll @Size(2) List<@IntRange(max = FIRST - 1) Integer> borders) {
        var series = series(each);
        var set = SeriesTimes.of(series);
        var starts = set.startingFrom(Long.MIN_VALUE)
                .limit(FIRST)
                .map(Occurrence::start)
                .toList();
        var pagedFrom = at(starts, Math.min(borders.getFirst(), borders.getLast()));
        var pagedTo = at(starts, Math.max(borders.getFirst(), borders.getLast())) + minutes % 2;
        var from = at(starts, begin) - 30 * 60_000L;
        var to = from + Math.abs(minutes) * 60_000L + 1;
        var window = Occurrences.within(series, from, to);
        var pages = SeriesPages.between(series, set, pagedFrom, pagedTo).stream()
                .filter(occurrence -> occurrence.overlaps(from, to));
        var others =
                window.stream().filter(occurrence -> occurrence.start() < pagedFrom || occurrence.start() >= pagedTo);
        assertEquals(
                window.stream().map(Occurrence::start).toList(),
                Stream.concat(pages, others).map(Occurrence::start).sorted().toList());
        assertEquals(
                window.stream().map(Occurrence::start).toList(),
                Occurrences.events(series, from, to, Integer.MAX_VALUE).stream()
                        .map(Event::startTime)
                        .toList());
    }

    @Property(tries = 300)
    @Label("3.5 and 9.2 a series that is divided has the occurrences and exceptions that it had")
    void dividedIsUndivided(
            @ForAll("any") Case each,
            @ForAll @IntRange(min = 1, max = FIRST - 1) int place,
            @ForAll @Size(max = 3) List<@IntRange(max = FIRST - 1) Integer> exceptions,
            @ForAll @Size(max = 3) List<@IntRange(max = FIRST - 1) Integer> excluded) {
        var whole = new SeriesEdits(series(each), List.of());
        var ids = ids(whole.series());
        Assume.that(ids.size() > place);
        for (var number : exceptions) {
            whole = withException(whole, ids.get(number % ids.size()), "Exception " + number);
        }
        for (var number : excluded) {
            whole = without(whole, ids.get(number % ids.size()));
        }
        var item = whole.item(ids.get(place));
        Assume.that(item.isPresent());
        var end = limit(whole.series());
        assertEquals(lines(whole, end), lines(divided(whole, item.get()), end));
    }

    /// The items of both series, in order.
    private static Stream<SeriesEdits> divided(SeriesEdits whole, Event item) {
        try {
            var asked =
                    whole.series().but().times(item.startTime(), item.endTime()).build();
            var change = whole.following(item, asked, request(asked, null), "begun");
            var changed = change.exceptions();
            var kept = whole.exceptions().stream()
                    .filter(exception -> changed.stream()
                            .noneMatch(other -> other.after() == null && exception.equals(other.before())))
                    .toList();
            var begun = changed.stream()
                    .map(SeriesChange.Change::after)
                    .filter(Objects::nonNull)
                    .filter(after -> after.id().equals("begun"))
                    .toList();
            return Stream.concat(
                    change.series().stream().map(series -> new SeriesEdits(series, kept)),
                    change.begun().stream().map(series -> new SeriesEdits(series, begun)));
        } catch (ProblemException inexpressible) {
            Assume.that(false);
            throw inexpressible;
        }
    }

    private static List<String> lines(SeriesEdits edits, long end) {
        return lines(Stream.of(edits), end);
    }

    private static List<String> lines(Stream<SeriesEdits> series, long end) {
        return series.flatMap(each -> Stream.concat(
                        Occurrences.events(each.series(), Long.MIN_VALUE / 4, end, Integer.MAX_VALUE).stream(),
                        each.exceptions().stream()))
                .filter(event -> event.startTime() < end)
                .map(event ->
                        event.recurrenceId() + " " + event.startTime() + " " + event.endTime() + " " + event.title())
                .sorted()
                .toList();
    }

    private static SeriesEdits withException(SeriesEdits edits, String id, String title) {
        var item = edits.item(id).orElseThrow();
        var asked = item.but().texts(title, "", "").build();
        var change = edits.only(item, asked, request(asked, null));
        var others = edits.exceptions().stream().filter(exception -> !id.equals(exception.recurrenceId()));
        return new SeriesEdits(
                change.series().orElseThrow(),
                Stream.concat(others, change.item().stream()).toList());
    }

    private static SeriesEdits without(SeriesEdits edits, String id) {
        var item = edits.item(id);
        var after = item.flatMap(found -> edits.removeOnly(found).series());
        return after.map(series -> new SeriesEdits(
                        series,
                        edits.exceptions().stream()
                                .filter(exception -> !id.equals(exception.recurrenceId()))
                                .toList()))
                .orElse(edits);
    }

    /// A moment after some more occurrences than are excluded or changed.
    private static long limit(Event series) {
        return SeriesTimes.of(series)
                .startingFrom(Long.MIN_VALUE)
                .limit(2 * FIRST)
                .reduce((_, later) -> later)
                .orElseThrow()
                .start();
    }

    private static List<String> ids(Event series) {
        return Occurrences.events(series, Long.MIN_VALUE / 4, Long.MAX_VALUE / 4, FIRST).stream()
                .map(event -> String.valueOf(event.recurrenceId()))
                .toList();
    }

    private static long at(List<Long> starts, int place) {
        return starts.get(Math.min(place, starts.size() - 1));
    }

    /// A series of an hour, or of a day.
    private static Event series(Case each) {
        Assume.that(each.rule().isPresent());
        var start = each.start();
        var first = start.local().atZone(start.zone()).toInstant().toEpochMilli();
        var event = new EventBuilder("series", UUID.randomUUID(), OWNER, OWNER)
                .texts("Standup", "", "")
                .times(first, end(each, first), start.zone().getId(), start.allDay())
                .build();
        return SeriesEdits.begin(event, request(event, each.text()));
    }

    private static long end(Case each, long first) {
        LocalDate day = each.start().local().toLocalDate();
        return each.start().allDay()
                ? day.plusDays(1).atStartOfDay(each.start().zone()).toInstant().toEpochMilli()
                : first + HOUR;
    }

    private static EventRequest request(Event event, @Nullable String rule) {
        var body = new HashMap<String, @Nullable Object>();
        body.put("title", event.title());
        body.put("start_time", event.startTime());
        body.put("end_time", event.endTime());
        body.put("timezone", event.timezone());
        body.put("recurrence_rule", rule);
        return JSON.convertValue(body, EventRequest.class);
    }
}
