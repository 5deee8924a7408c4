package almanac.access.quota;

import jakarta.ws.rs.container.ContainerRequestContext;

/// Exempts single requests for a stream from the quota. It is asked for streams only: no header or parameter
/// of a request exempts another call.
public interface QuotaExemption {
    /// Whether a request is not counted.
    boolean isFree(ContainerRequestContext request);
}
