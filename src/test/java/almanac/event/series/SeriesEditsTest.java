package almanac.event.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import almanac.base.problem.ProblemException;
import almanac.event.model.Attendee;
import almanac.event.model.Event;
import almanac.event.model.EventBuilder;
import almanac.event.model.Person;
import almanac.event.model.Recurrence;
import almanac.testing.Api;
import almanac.testing.Repeating;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// The limits of what is kept apart of a series (docs/recurrence.md, 3.9).
class SeriesEditsTest {
    private static final Person NOBODY = new Person("", "", "0");
    private static final Attendee GUEST =
            new Attendee(Attendee.Status.YET_TO_RESPOND, "ada@example.org", "ada@example.org", null);

    private static Event series(List<String> exdates, List<String> exceptions) {
        return new EventBuilder("1@almanac", new UUID(0, 1), NOBODY, NOBODY)
                .times(Api.TEN, Api.TEN + Api.MINUTE)
                .attendees(List.of(GUEST))
                .recurrence("FREQ=DAILY", null, new Recurrence.Series(exdates, List.of(), exceptions, null, null))
                .build();
    }

    private static List<String> days(int number) {
        return LongStream.rangeClosed(1, number)
                .mapToObj(day -> Repeating.id(Api.TEN + day * Api.DAY))
                .toList();
    }

    private static void isTooMany(ProblemException refused) {
        assertEquals("too_many_exceptions", refused.body().code());
        assertEquals(409, refused.problem().status());
    }

    @Test
    void clause39TheThousandthExceptionIsTheLast() {
        var first = Repeating.id(Api.TEN);
        var edits = new SeriesEdits(series(List.of(), days(999)), List.of());
        var item = edits.item(first).orElseThrow();
        assertEquals(
                1,
                edits.answerOnly(item, GUEST, Attendee.Status.ACCEPTED)
                        .exceptions()
                        .size());
        var full = new SeriesEdits(series(List.of(), days(1_000)), List.of());
        isTooMany(assertThrows(ProblemException.class, () -> full.answerOnly(item, GUEST, Attendee.Status.ACCEPTED)));
    }

    @Test
    void clause39TheThousandthExclusionIsTheLast() {
        var first = Repeating.id(Api.TEN);
        var edits = new SeriesEdits(series(days(999), List.of()), List.of());
        var item = edits.item(first).orElseThrow();
        assertEquals(1_000, exdates(edits.removeOnly(item).series().orElseThrow()));
        var full = new SeriesEdits(series(days(1_000), List.of()), List.of());
        isTooMany(assertThrows(ProblemException.class, () -> full.removeOnly(item)));
    }

    private static int exdates(Event series) {
        return ((Recurrence.Series) series.recurrence()).exdates().size();
    }
}
