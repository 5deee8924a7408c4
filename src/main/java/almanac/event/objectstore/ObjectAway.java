package almanac.event.objectstore;

/// The object store cannot be reached, does not answer in time, or refuses what Almanac asks. Only this failure counts
/// for the circuit breaker.
final class ObjectAway extends RuntimeException {
    /// @param reason for the log; it contains no secret
    ObjectAway(String reason, Throwable cause) {
        super(reason, cause, false, false);
    }
}
