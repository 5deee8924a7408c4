package almanac.access.quota;

import jakarta.ws.rs.container.ContainerRequestContext;

/// Lets single requests for a stream through uncounted, though their call is counted. It is asked about
/// streams alone: what a request says of itself must not make any other call free.
public interface QuotaExemption {
    /// Whether a request costs nothing.
    boolean isFree(ContainerRequestContext request);
}
