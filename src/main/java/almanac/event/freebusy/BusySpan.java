package almanac.event.freebusy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

/// A time at which a person is taken, by one event or by several of one type without a gap.
///
/// @param start epoch ms
/// @param end epoch ms, excluded
/// @param type how certain it is
@RegisterForReflection
record BusySpan(long start, long end, Type type) {
    /// How certain it is (RFC 5545, 3.2.9).
    enum Type {
        /// The person is taken.
        @JsonProperty("busy")
        BUSY,

        /// The person has not answered the invitation, or tentatively.
        @JsonProperty("tentative")
        TENTATIVE
    }
}
