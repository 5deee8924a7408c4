package almanac.event.request;

import almanac.base.problem.FieldError;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.base.request.Query;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a call on an event means: the event, or occurrences of a series.
///
/// @param id the id of the event
/// @param recurrenceId the named occurrence; null if none was sent
/// @param scope null if none was sent
public record Target(
        String id, @Nullable String recurrenceId, @Nullable EditScope scope) {
    /// What a recurrence id has to be.
    public static final String MALFORMED = "must be a moment such as 20250210T050000Z, or a day such as 20250210";

    private static final Pattern RECURRENCE_ID = Pattern.compile("\\d{8}(T\\d{6}Z)?");

    /// An event as a whole.
    public static Target whole(String id) {
        return new Target(id, null, null);
    }

    /// The parameter `recurrence_id` of a query; null if it was not sent. A malformed one is refused.
    public static @Nullable String recurrenceId(Query query) {
        var text = query.text("recurrence_id", 16);
        if (text != null && !isRecurrenceId(text)) {
            query.refuse("recurrence_id", MALFORMED);
        }
        return text;
    }

    /// Whether a text has the form of a recurrence id.
    public static boolean isRecurrenceId(String text) {
        return RECURRENCE_ID.matcher(text).matches();
    }

    /// The scope, by default that of the named occurrence, or the series.
    public EditScope meant() {
        return scope != null ? scope : recurrenceId != null ? EditScope.ONLY : EditScope.ALL;
    }

    /// Whether an event of its own is the named occurrence: that of a mirrored series is one, and its id ends with
    /// the
    /// recurrence id.
    public boolean names(String event) {
        return recurrenceId != null && event.endsWith("/" + recurrenceId);
    }

    /// The error of a scope that needs an occurrence, and has none.
    public Optional<FieldError> error() {
        return recurrenceId == null && meant() != EditScope.ALL
                ? Optional.of(new FieldError("recurrence_id", "is required for one occurrence and those after it"))
                : Optional.empty();
    }

    /// The refusal of a scope on an event that does not repeat.
    public static ProblemException repeatsNot() {
        return ProblemException.field("recurrence_edittype", "is for an event that repeats, and this one does not");
    }

    /// The refusal of recurrence in a calendar of a service that documents none.
    public static ProblemException elsewhere() {
        return ProblemException.of(
                Problem.BAD_REQUEST,
                "recurrence_elsewhere",
                List.of(new FieldError(
                        "recurrence_rule", "cannot be sent to the service that the calendar is mirrored from")));
    }
}
