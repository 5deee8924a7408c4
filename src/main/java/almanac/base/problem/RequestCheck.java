package almanac.base.problem;

import io.vertx.ext.web.RoutingContext;

/// A check of each request before it is routed.
///
/// A check is not a Vert.x filter: each filter is a route, which Vert.x matches and enters for every request.
/// `RequestChecks` runs all checks in two filters.
public interface RequestCheck {
    /// The order of the checks.
    enum Place {
        /// The label of the request in logs and metrics. Refused requests have one too.
        LABEL,
        /// Header fields of every answer, refusals included.
        ANSWER,
        /// The request target, before any check that reads it.
        TARGET,
        /// Header fields that the later checks depend on.
        FIELDS,
        /// The time limit for the arrival of the request.
        ARRIVAL,
        /// Overload, before the body is read.
        LOAD,
        /// The size of the body, before a byte of it is stored.
        BODY,
        /// OPTIONS requests. This check and the later ones run after CORS, whose preflights are OPTIONS
        /// requests too.
        METHODS,
        /// The representation of the answer.
        REPRESENTATION,
        /// Header fields for the files of the page.
        FILES;

        /// Whether the check runs before CORS.
        public boolean isFront() {
            return compareTo(METHODS) < 0;
        }
    }

    /// The place of the check; each check has a place of its own.
    Place place();

    /// Whether the request is passed on. If not, the check has answered it.
    boolean passes(RoutingContext context);
}
