package almanac.base.recurrence;

import almanac.base.problem.FieldError;
import almanac.base.recurrence.RecurrenceSet.ExtraTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads the fields of a request that say when a series is.
final class SetFields {
    private static final int MOST_EXDATES = 1_000;
    private static final int MOST_RDATES = 366;
    private static final String DAY = "must be a day such as 20250210";
    private static final String MOMENT =
            "must be a moment such as 20250210T050000Z, and not in the second of a doubled hour";

    private final SeriesStart start;
    private final long length;
    private final List<FieldError> errors = new ArrayList<>();

    SetFields(SeriesStart start, long length) {
        this.start = start;
        this.length = length;
    }

    /// The series, or all errors.
    Reading<RecurrenceSet> read(@Nullable String rule, List<String> exdates, List<String> rdates) {
        var read = rule == null ? null : rule(rule);
        var without = new TreeSet<>(ids("exdates", exdates, MOST_EXDATES));
        var with =
                ids("rdates", rdates, MOST_RDATES).stream().map(ExtraTime::new).toList();
        if (errors.isEmpty()) {
            var set = new RecurrenceSet(start, length, read, without, with);
            if (set.first().isPresent()) {
                return new Reading.Accepted<>(set);
            }
            errors.add(new FieldError("exdates", "must leave at least one occurrence"));
        }
        return new Reading.Refused<>(List.copyOf(errors));
    }

    private @Nullable RecurrenceRule rule(String text) {
        return switch (RecurrenceRule.read(text, start)) {
            case Reading.Accepted<RecurrenceRule>(var rule) -> rule;
            case Reading.Refused<RecurrenceRule>(var reasons) -> {
                errors.addAll(reasons);
                yield null;
            }
        };
    }

    private List<RecurrenceId> ids(String field, List<String> texts, int most) {
        if (texts.size() > most) {
            errors.add(new FieldError(field, "must have at most " + most + " entries"));
            return List.of();
        }
        var ids = new ArrayList<RecurrenceId>();
        for (int i = 0; i < texts.size(); i++) {
            var id = RecurrenceId.parse(texts.get(i), start);
            if (id.isEmpty()) {
                errors.add(new FieldError(field + "[" + i + "]", start.allDay() ? DAY : MOMENT));
            }
            id.ifPresent(ids::add);
        }
        return ids;
    }
}
