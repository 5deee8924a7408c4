package almanac.event.freebusy;

import almanac.base.problem.ProblemException;
import almanac.base.request.Address;
import almanac.base.request.Millis;
import almanac.base.request.Text;
import almanac.base.request.WholeNumber;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;

/// The body of POST /freebusy.
///
/// @param from the start of the window, epoch ms
/// @param to its end, excluded, epoch ms
/// @param emails the addresses of the people
@RegisterForReflection
record FreeBusyRequest(
        @JsonDeserialize(using = WholeNumber.class) @NotNull(message = "is required") @Millis
        Long from,

        @JsonDeserialize(using = WholeNumber.class) @NotNull(message = "is required") @Millis
        Long to,

        @NotNull(message = "is required")
        @Size(min = 1, max = FreeBusyQuery.MOST, message = "must hold 1 to " + FreeBusyQuery.MOST)
        List<@NotNull(message = "must be text") @Text(min = 3, max = FreeBusyQuery.LONGEST_ADDRESS) @Address String>
                emails) {

    /// The query.
    ///
    /// @throws ProblemException 400 for a window that ends before it begins, or is longer than 62 days
    FreeBusyQuery query() {
        if (to <= from) {
            throw ProblemException.field("to", FreeBusyQuery.NOT_AFTER);
        }
        if (to - from > FreeBusyQuery.LONGEST) {
            throw ProblemException.field("to", FreeBusyQuery.TOO_LONG);
        }
        return FreeBusyQuery.of(emails, from, to);
    }
}
