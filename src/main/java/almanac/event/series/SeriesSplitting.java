package almanac.event.series;

import almanac.base.problem.ProblemException;
import almanac.base.recurrence.RecurrenceId;
import almanac.base.recurrence.RecurrenceSet;
import almanac.event.model.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Divides a series at an occurrence that is not its first.
final class SeriesSplitting {
    private final SeriesEdits edits;
    private final RecurrenceSet set;
    private final RecurrenceId id;
    private final RecurrenceSet.Split split;
    private final Event before;

    /// Divides it.
    ///
    /// @throws ProblemException 400 for a rest that no rule expresses
    SeriesSplitting(SeriesEdits edits, RecurrenceSet set, RecurrenceId id) {
        this.edits = edits;
        this.set = set;
        this.id = id;
        this.split = set.split(id).orElseThrow(SeriesSplitting::inexpressible);
        this.before = before();
    }

    /// The series that begins with the occurrence, before any further edit.
    Event rest(String newId, UUID entityId) {
        return SeriesTimes.with(
                        edits.series(),
                        split.after(),
                        later().map(each -> String.valueOf(each.recurrenceId())).toList(),
                        edits.series().id())
                .id(newId)
                .entityId(entityId)
                .build();
    }

    private Stream<Event> later() {
        return edits.exceptions().stream().filter(exception -> !isBefore(exception));
    }

    private boolean isBefore(Event exception) {
        return SeriesTimes.id(exception, set).local().isBefore(id.local());
    }

    /// The exceptions of the series that begins, under its id.
    List<Event> laterExceptions(Event rest) {
        return later().map(exception -> exception.but().id(rest.id()).build()).toList();
    }

    /// The series that begins, with the requested fields.
    Event asked(Event rest, Event asked) {
        return asked.but()
                .id(rest.id())
                .entityId(rest.entityId())
                .recurrence(rest.recurrenceRule(), null, rest.recurrence())
                .build();
    }

    /// Both series.
    SeriesChange change(SeriesChange begun) {
        var changes = new ArrayList<>(ended());
        begun.exceptions().stream()
                .filter(each -> each.after() != null)
                .forEach(each -> changes.add(new SeriesChange.Change(null, each.after())));
        return new SeriesChange(Optional.of(before), begun.series(), changes, begun.item());
    }

    /// The series without the occurrence and all later ones.
    SeriesChange end() {
        return new SeriesChange(Optional.of(before), Optional.empty(), ended(), Optional.empty());
    }

    /// The exceptions of the old series: later ones go, earlier ones name its new rule.
    private List<SeriesChange.Change> ended() {
        var rule = before.recurrenceRule();
        return edits.exceptions().stream()
                .map(each -> new SeriesChange.Change(each, isBefore(each) ? withRule(each, rule) : null))
                .toList();
    }

    private static Event withRule(Event exception, @Nullable String rule) {
        return exception
                .but()
                .recurrence(rule, exception.recurrenceId(), exception.recurrence())
                .build();
    }

    private Event before() {
        var kept = edits.exceptions().stream()
                .filter(this::isBefore)
                .map(each -> String.valueOf(each.recurrenceId()))
                .toList();
        return SeriesTimes.with(
                        edits.series(),
                        split.before(),
                        kept,
                        SeriesTimes.fields(edits.series()).splitFrom())
                .build();
    }

    private static ProblemException inexpressible() {
        return SeriesTimes.invalid(
                "recurrence_edittype", "cannot be following here: no rule gives the later occurrences alone");
    }
}
