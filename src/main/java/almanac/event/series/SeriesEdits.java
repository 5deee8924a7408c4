package almanac.event.series;

import almanac.base.problem.FieldError;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.base.recurrence.Reading;
import almanac.base.recurrence.RecurrenceId;
import almanac.base.recurrence.RecurrenceSet;
import almanac.event.model.Attendee;
import almanac.event.model.Event;
import almanac.event.model.Recurrence;
import almanac.event.request.EventRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The edits of a series with its exceptions (docs/recurrence.md, section 3), as values.
///
/// @param series the series as stored
/// @param exceptions its exceptions as stored
public record SeriesEdits(Event series, List<Event> exceptions) {
    /// The largest number of exceptions, and of excluded occurrences, of a series.
    public static final int MOST_EXCEPTIONS = 1_000;

    /// Makes a series of a new event, if the request has a rule.
    ///
    /// @throws ProblemException 400 for a rule that cannot be
    public static Event begin(Event first, EventRequest request) {
        if (!request.repeats()) {
            return first;
        }
        var set = SeriesTimes.read(first, request.rule(), request.exdatesOrNone(), request.rdatesOrNone())
                .orThrow();
        return SeriesTimes.with(first, set, List.of(), null).build();
    }

    /// Whether an exception is seen by the accounts that see its series, and by no others.
    public static boolean isSeenWith(Event exception, Event series) {
        return Exceptions.invitesTheSame(exception, series);
    }

    /// The item with a recurrence id: an exception, or an occurrence. Empty if there is none.
    public Optional<Event> item(String recurrenceId) {
        var canonical = Occurrences.canonical(series, recurrenceId);
        return exceptions.stream()
                .filter(exception -> canonical.equals(exception.recurrenceId()))
                .findFirst()
                .or(() -> Occurrences.at(series, canonical));
    }

    /// Changes one occurrence.
    ///
    /// @param item it, as an occurrence or an exception
    /// @param asked it with the requested fields
    /// @throws ProblemException 400 if the request changes the recurrence, 409 for too many exceptions
    public SeriesChange only(Event item, Event asked, EventRequest request) {
        refuseOfSeries(request);
        return exception(item, asked);
    }

    private void refuseOfSeries(EventRequest request) {
        var fields = SeriesTimes.fields(series);
        var errors = new ArrayList<FieldError>();
        var rule = request.rule();
        if (rule != null && !isOfSeries(rule)) {
            errors.add(ofSeries("recurrence_rule"));
        }
        if (request.exdates() != null && !request.exdates().equals(fields.exdates())) {
            errors.add(ofSeries("exdates"));
        }
        if (request.rdates() != null && !request.rdates().equals(fields.rdates())) {
            errors.add(ofSeries("rdates"));
        }
        if (!errors.isEmpty()) {
            throw ProblemException.of(Problem.BAD_REQUEST, Problem.BAD_REQUEST.code(), errors);
        }
    }

    private boolean isOfSeries(String rule) {
        var start = SeriesTimes.of(series).start();
        return RecurrenceSet.read(start, 1, rule, List.of(), List.of()) instanceof Reading.Accepted(var read)
                && read.rule() != null
                && read.rule().text().equals(series.recurrenceRule());
    }

    /// The error of a field that an edit of one occurrence changes, and must not.
    public static FieldError ofSeries(String field) {
        return new FieldError(field, "is of the whole series, and cannot be changed for one occurrence");
    }

    private SeriesChange exception(Event item, Event asked) {
        var id = String.valueOf(item.recurrenceId());
        var set = SeriesTimes.of(series);
        var exception = Exceptions.of(SeriesEdit.plain(series, set, SeriesTimes.id(item, set)), asked);
        var isNew = item.recurrence() instanceof Recurrence.Occurrence;
        var fields = SeriesTimes.fields(series);
        if (isNew && fields.exceptions().size() >= MOST_EXCEPTIONS) {
            throw tooMany();
        }
        var after = isNew ? SeriesTimes.withExceptions(series, with(fields.exceptions(), id)) : series;
        return new SeriesChange(
                Optional.of(after),
                Optional.empty(),
                List.of(new SeriesChange.Change(item, exception)),
                Optional.of(exception));
    }

    private static Collection<String> with(List<String> ids, String id) {
        var all = new TreeSet<>(ids);
        all.add(id);
        return all;
    }

    static ProblemException tooMany() {
        return ProblemException.of(
                Problem.CONFLICT,
                "too_many_exceptions",
                List.of(new FieldError(
                        "recurrence_id",
                        "cannot be changed apart: the series has " + MOST_EXCEPTIONS
                                + " exceptions, and there may not be more")));
    }

    /// Changes the whole series.
    ///
    /// @param item the named occurrence or exception; null if none was named
    /// @param asked the series with the requested fields and times
    /// @throws ProblemException 400 for a rule that cannot be
    public SeriesChange all(@Nullable Event item, Event asked, EventRequest request) {
        return new SeriesEdit(series, exceptions).to(item, asked, request);
    }

    /// Divides the series at an occurrence, and changes it and all later ones.
    ///
    /// @param item the named occurrence or exception
    /// @param asked the series with the requested fields and times
    /// @param newId the id of the series that begins there
    /// @throws ProblemException 400 for a rule that cannot be, or a rest that no rule expresses
    public SeriesChange following(Event item, Event asked, EventRequest request, String newId) {
        var set = SeriesTimes.of(series);
        var id = SeriesTimes.id(item, set);
        if (isFirst(set, id)) {
            return all(item, asked, request);
        }
        var split = new SeriesSplitting(this, set, id);
        var rest = split.rest(newId, UUID.randomUUID());
        var begun = new SeriesEdits(rest, split.laterExceptions(rest))
                .all(rest.but().times(item.startTime(), item.endTime()).build(), split.asked(rest, asked), request);
        return split.change(begun);
    }

    /// Whether no occurrence is left before one.
    private static boolean isFirst(RecurrenceSet set, RecurrenceId id) {
        return set.first()
                .filter(first -> first.id().local().isBefore(id.local()))
                .isEmpty();
    }

    /// Removes one occurrence. The last one takes the series along.
    ///
    /// @throws ProblemException 409 for too many excluded occurrences
    public SeriesChange removeOnly(Event item) {
        var set = SeriesTimes.of(series);
        var id = SeriesTimes.id(item, set);
        var rest = set.without(id);
        if (rest.first().isEmpty()) {
            return SeriesChange.removal();
        }
        if (rest.exdates().size() > MOST_EXCEPTIONS) {
            throw tooMany();
        }
        var isException = item.recurrence() instanceof Recurrence.Changed;
        var fields = SeriesTimes.fields(series);
        var ids = new TreeSet<>(fields.exceptions());
        ids.remove(item.recurrenceId());
        var after = SeriesTimes.with(series, rest, List.copyOf(ids), fields.splitFrom())
                .build();
        return new SeriesChange(
                Optional.of(after),
                Optional.empty(),
                isException ? List.of(new SeriesChange.Change(item, null)) : List.of(),
                Optional.empty());
    }

    /// Ends the series before an occurrence.
    public SeriesChange removeFollowing(Event item) {
        var set = SeriesTimes.of(series);
        var id = SeriesTimes.id(item, set);
        return isFirst(set, id) ? SeriesChange.removal() : new SeriesSplitting(this, set, id).end();
    }

    /// Records an answer for one occurrence.
    public SeriesChange answerOnly(Event item, Attendee attendee, Attendee.Status status) {
        return exception(item, answered(item, attendee, status));
    }

    /// Records an answer for the series, and for all exceptions without an answer of their own.
    public SeriesChange answerAll(Attendee attendee, Attendee.Status status) {
        var after = answered(series, attendee, status);
        var set = SeriesTimes.of(series);
        var changes = exceptions.stream()
                .map(exception -> followed(exception, set, after))
                .filter(change -> !Objects.equals(change.after(), change.before()))
                .toList();
        return new SeriesChange(Optional.of(after), Optional.empty(), changes, Optional.of(after));
    }

    private SeriesChange.Change followed(Event exception, RecurrenceSet set, Event after) {
        var id = SeriesTimes.id(exception, set);
        return new SeriesChange.Change(
                exception,
                Exceptions.follow(exception, SeriesEdit.plain(series, set, id), SeriesEdit.plain(after, set, id)));
    }

    private static Event answered(Event event, Attendee attendee, Attendee.Status status) {
        return event.but()
                .attendees(event.attendees().stream()
                        .map(each -> each.email().equals(attendee.email()) ? each.answering(status) : each)
                        .toList())
                .build();
    }
}
