package almanac.event.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

/// Whether an event makes its attendees busy (RFC 5545, 3.8.2.7).
@RegisterForReflection
public enum Transparency {
    /// It does.
    @JsonProperty("opaque")
    OPAQUE,

    /// It does not.
    @JsonProperty("transparent")
    TRANSPARENT
}
