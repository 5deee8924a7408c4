package almanac.calendar.model;

/// A time of an exclusive calendar that is taken.
///
/// @param start epoch ms
/// @param end epoch ms, excluded
public record TakenTime(long start, long end) {
    /// As an error of a field says it.
    public String text() {
        return "from " + start + " to " + end;
    }
}
