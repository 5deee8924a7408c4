package almanac.base.problem;

import io.vertx.ext.web.RoutingContext;

/// A look at each request before it is routed.
///
/// Checks are no filters of their own: each filter is a route, which Vert.x matches and enters for every
/// request. `RequestChecks` makes two filters of all of them.
public interface RequestCheck {
    /// Where a check stands; those that stand earlier here look earlier.
    enum Place {
        /// What stands for the request in logs and metrics: what is refused has it too.
        LABEL,
        /// What every answer says, refusals included.
        ANSWER,
        /// The target, before everything else that reads it.
        TARGET,
        /// Header fields that all others depend on.
        FIELDS,
        /// How long the request may take to arrive.
        ARRIVAL,
        /// Whether there is a place for it, before its body is looked at.
        LOAD,
        /// The size of its body, before a byte of it is kept.
        BODY,
        /// OPTIONS. From here on behind CORS, whose preflights are OPTIONS too.
        METHODS,
        /// The representation of the answer.
        REPRESENTATION,
        /// How a browser is to treat the files of the page.
        FILES;

        /// Whether it is in front of CORS.
        public boolean isFront() {
            return compareTo(METHODS) < 0;
        }
    }

    /// Where it stands; no two stand at one place.
    Place place();

    /// Whether the request goes on; where it does not, it has been answered.
    boolean passes(RoutingContext context);
}
