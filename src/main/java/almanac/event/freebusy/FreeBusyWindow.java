package almanac.event.freebusy;

import almanac.base.request.Address;
import almanac.base.request.Query;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// The people and the window of a GET: the window may move with time.
///
/// @param emails addresses, each once, as they were sent
/// @param from epoch ms; empty for now
/// @param to epoch ms, excluded; empty for 31 days after the start
record FreeBusyWindow(List<String> emails, OptionalLong from, OptionalLong to) {
    /// The length of a window of which only one bound is given, or none, in ms: 31 days.
    static final long DEFAULT = 31L * 24 * 60 * 60 * 1000;

    private static final String EMAIL = "email";

    /// Reads the query of a request.
    ///
    /// @param also the call's further parameters
    /// @throws almanac.base.problem.ProblemException 400 for what cannot be
    static FreeBusyWindow of(Map<String, List<String>> sent, Set<String> also) {
        var known = new HashSet<>(also);
        known.addAll(Set.of(EMAIL, "from", "to"));
        var query = Query.of(sent, known);
        var emails = query.texts(EMAIL, FreeBusyQuery.LONGEST_ADDRESS);
        if (emails.isEmpty() || emails.size() > FreeBusyQuery.MOST) {
            query.refuse(EMAIL, "must be given 1 to " + FreeBusyQuery.MOST + " times");
        } else if (!emails.stream().allMatch(Address.Validator::isAddress)) {
            query.refuse(EMAIL, Address.RULE);
        }
        var window =
                new FreeBusyWindow(FreeBusyQuery.of(emails, 0, 0).emails(), query.millis("from"), query.millis("to"));
        if (window.from.isPresent() && window.to.isPresent()) {
            var length = window.to.getAsLong() - window.from.getAsLong();
            if (length <= 0) {
                query.refuse("to", FreeBusyQuery.NOT_AFTER);
            } else if (length > FreeBusyQuery.LONGEST) {
                query.refuse("to", FreeBusyQuery.TOO_LONG);
            }
        }
        query.check();
        return window;
    }

    /// Whether it moves with time.
    boolean isMoving() {
        return from.isEmpty() && to.isEmpty();
    }

    /// The query at a moment, in epoch ms.
    FreeBusyQuery at(long now) {
        var start = from.orElseGet(() -> to.isPresent() ? to.getAsLong() - DEFAULT : now);
        return new FreeBusyQuery(emails, start, to.orElse(start + DEFAULT));
    }
}
