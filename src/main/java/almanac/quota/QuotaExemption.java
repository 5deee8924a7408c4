package almanac.quota;

import jakarta.ws.rs.container.ContainerRequestContext;

/// Lets single requests through uncounted, though their call is counted.
public interface QuotaExemption {
    /// Whether a request costs nothing.
    boolean isFree(ContainerRequestContext request);
}
