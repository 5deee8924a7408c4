package almanac.calendar.model;

import io.quarkus.runtime.annotations.RegisterForReflection;

/// A time of an exclusive calendar that is taken.
///
/// @param start epoch ms
/// @param end epoch ms, excluded
@RegisterForReflection
public record TakenTime(long start, long end) {
    /// As an error of a field says it.
    public String text() {
        return "from " + start + " to " + end;
    }
}
