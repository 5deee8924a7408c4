package almanac.event.ical;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.base.recurrence.RecurrenceId;
import almanac.base.recurrence.RecurrenceRule;
import almanac.base.recurrence.RecurrenceSet;
import almanac.event.model.Attendee;
import almanac.event.model.Event;
import almanac.event.model.EventBuilder;
import almanac.event.model.EventReminder;
import almanac.event.model.Person;
import almanac.event.model.Transparency;
import almanac.event.series.SeriesImport;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Import after export is the identity on what an event has fields for.
class IcalPropertiesTest {
    private static final Person NOBODY = new Person("", "", "");
    private static final List<String> RULES = List.of(
            "",
            "FREQ=DAILY;COUNT=9",
            "FREQ=WEEKLY;BYDAY=MO,TH",
            "FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20320101T000000Z",
            "FREQ=YEARLY;BYMONTH=2,8;BYMONTHDAY=29",
            "FREQ=WEEKLY;INTERVAL=2;WKST=SU;COUNT=20;BYDAY=SA,SU");

    @Property(tries = 400)
    @Label("6.4 9.2 an event that is written and read again is the same")
    void identity(@ForAll("events") Event event, @ForAll("rules") String rule, @ForAll boolean changed) {
        var file = series(event, rule, changed);
        var again = Files.again(List.of(file)).getFirst();
        assertEquals(file.event(), again.event());
        assertEquals(file.exceptions(), again.exceptions());
        assertEquals(file.uid(), again.uid());
    }

    private static IcalEvent series(Event event, String rule, boolean changed) {
        if (rule.isEmpty()) {
            return new IcalEvent("one", 0, 2, 1_000, event, List.of(), "");
        }
        var bare = SeriesImport.times(event);
        var set = RecurrenceSet.of(
                bare.start(),
                bare.length(),
                RecurrenceRule.read(rule, bare.start()).orThrow());
        var ids = set.startingFrom(event.startTime())
                .limit(4)
                .map(each -> each.id())
                .toList();
        var whole = set.with(new TreeSet<>(List.of(ids.get(1))), List.of());
        if (!changed) {
            return new IcalEvent("two", 0, 2, 1_000, SeriesImport.series(event, whole, List.of()), List.of(), "");
        }
        return exception(event, whole, ids.get(2));
    }

    private static IcalEvent exception(Event event, RecurrenceSet set, RecurrenceId id) {
        var moved = event.but()
                .texts("Other, title", event.description(), "")
                .times(event.startTime() + 3_600_000, event.endTime() + 7_200_000, "Asia/Tokyo", false)
                .build();
        var exception = SeriesImport.exception(SeriesImport.series(event, set, List.of()), id, moved);
        var series = SeriesImport.series(event, set, List.of(String.valueOf(exception.recurrenceId())));
        return new IcalEvent("three", 0, 2, 1_000, series, List.of(exception), "");
    }

    @Provide
    Arbitrary<String> rules() {
        return Arbitraries.of(RULES);
    }

    private static Arbitrary<String> texts(int most) {
        return Arbitraries.strings()
                .withChars("abc ,;:\\\"^\n\täß€😀'=%")
                .ofMaxLength(most)
                .filter(text ->
                        text.codePoints().allMatch(each -> each > 0xffff || !Character.isSurrogate((char) each)));
    }

    @Provide
    Arbitrary<Event> events() {
        var moments = Arbitraries.longs().between(0, 58 * 365 * 24).map(hour -> hour * 3_600_000 + 1_000);
        var zones = Arbitraries.of(
                "Europe/Berlin", "America/New_York", "UTC", "Asia/Kolkata", "Etc/GMT+3", "Australia/Lord_Howe");
        return Combinators.combine(
                        moments,
                        zones,
                        Arbitraries.of(true, false),
                        texts(40),
                        texts(200),
                        texts(60),
                        attendees(),
                        reminders())
                .as((start, zone, days, title, description, location, attendees, reminders) -> timed(start, zone, days)
                        .texts("T" + title, description, location)
                        .attendees(attendees)
                        .reminders(reminders)
                        .transparency(title.length() % 2 == 0 ? Transparency.TRANSPARENT : null)
                        .build());
    }

    private static EventBuilder timed(long start, String zone, boolean days) {
        var builder = new EventBuilder("", new UUID(0, 0), NOBODY, NOBODY);
        if (!days) {
            return builder.times(first(start, zone), first(start, zone) + 5_400_000, zone, false);
        }
        var day = LocalDate.ofInstant(Instant.ofEpochMilli(start), ZoneId.of(zone));
        return builder.times(midnight(day, zone), midnight(day.plusDays(2), zone), zone, true);
    }

    /// The first moment with the wall-clock time, as a rule gives no other.
    private static long first(long start, String zone) {
        return Instant.ofEpochMilli(start)
                .atZone(ZoneId.of(zone))
                .withEarlierOffsetAtOverlap()
                .toInstant()
                .toEpochMilli();
    }

    private static long midnight(LocalDate day, String zone) {
        return day.atStartOfDay(ZoneId.of(zone)).toInstant().toEpochMilli();
    }

    private static Arbitrary<List<Attendee>> attendees() {
        return Arbitraries.of(Attendee.Status.values())
                .list()
                .ofMaxSize(3)
                .map(all -> IntStream.range(0, all.size())
                        .mapToObj(at ->
                                new Attendee(all.get(at), "p" + at + "@example.com", "p" + at + "@example.com", null))
                        .toList());
    }

    private static Arbitrary<List<EventReminder>> reminders() {
        return Combinators.combine(
                        Arbitraries.of(EventReminder.Type.values()),
                        Arbitraries.integers().between(0, 40_320))
                .as(EventReminder::new)
                .list()
                .uniqueElements()
                .ofMaxSize(3);
    }
}
