package almanac.event.store;

import almanac.log.change.Change.Reason;

/// The reason and the actor of a change.
///
/// @param reason `MIRRORED` for a change made in a remote service, else the call made here
/// @param actor the zuid; 0 for the system, and for a person of a remote service
public record Cause(Reason reason, long actor) {
    /// A change made in a remote service.
    public static final Cause ELSEWHERE = new Cause(Reason.MIRRORED, 0);
}
