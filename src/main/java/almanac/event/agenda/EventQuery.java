package almanac.event.agenda;

import almanac.base.request.Query;
import almanac.base.request.Texts;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which events a list contains (contract, section 3).
///
/// @param from the window's start, epoch ms
/// @param to the window's end, epoch ms, excluded
/// @param hidden includes hidden calendars
/// @param disabled includes disabled calendars
/// @param ignoreDeclined excludes events that the caller has declined
/// @param byInstance includes the occurrences of a series; false includes the series instead, once
/// @param search only titles that contain this text, case-insensitively; null for all
public record EventQuery(
        long from,
        long to,
        boolean hidden,
        boolean disabled,
        boolean ignoreDeclined,
        boolean byInstance,
        @Nullable String search) {
    /// The longest window and the default one: 31 days in ms.
    public static final long WINDOW = 31L * 24 * 60 * 60 * 1000;

    /// The parameters of a list of events.
    public static final Set<String> PARAMETERS = Set.of(
            "from",
            "to",
            "include_hidden_calendars",
            "include_hidden_calendar",
            "include_disabled_calendar",
            "ignore_declined_events",
            "byinstance",
            "search");

    /// The parameter of a live view that asks for messages of the clock.
    private static final String CLOCK = "clock";

    private static final int LONGEST_SEARCH = 255;

    /// The event of a list after which a page begins.
    ///
    /// @param start its start, epoch ms
    /// @param id its id
    /// @param recurs the start that its series gives it, epoch ms; 0 if it is no occurrence
    public record Position(long start, String id, long recurs) {
        /// Before every event.
        static final Position FIRST = new Position(Long.MIN_VALUE, "", Long.MIN_VALUE);

        /// Parses a position; empty if the text is none.
        public static Optional<Position> parse(String text) {
            try {
                var decoded = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
                var end = decoded.indexOf(' ');
                return end < 0 || !Texts.isStorable(decoded)
                        ? Optional.empty()
                        : Optional.of(parse(decoded.substring(0, end).split(":", 2), decoded.substring(end + 1)));
            } catch (IllegalArgumentException malformed) {
                return Optional.empty();
            }
        }

        private static Position parse(String[] times, String id) {
            return new Position(Long.parseLong(times[0]), id, times.length == 1 ? 0 : Long.parseLong(times[1]));
        }

        /// Opaque to clients, safe in URLs.
        @Override
        public String toString() {
            var times = recurs == 0 ? Long.toString(start) : start + ":" + recurs;
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString((times + " " + id).getBytes(StandardCharsets.UTF_8));
        }
    }

    /// Reads the query of a request.
    ///
    /// @param also the call's parameters in addition to those of the list
    public static EventQuery of(Map<String, List<String>> sent, Set<String> also, long now) {
        var known = new HashSet<>(PARAMETERS);
        known.addAll(also);
        var query = Query.of(sent, known);
        var search = query.text("search", LONGEST_SEARCH);
        var from = query.millis("from");
        var to = query.millis("to");
        var start = from.orElseGet(() -> to.isPresent() ? to.getAsLong() - WINDOW : now);
        var end = to.orElse(start + WINDOW);
        if (end <= start) {
            query.refuse("to", "must be after from");
        } else if (end - start > WINDOW) {
            query.refuse("to", "must be at most 31 days after from");
        }
        // Both spellings are read, so that both are validated.
        var hiddenCalendar = query.flag("include_hidden_calendar");
        var hidden = query.flag("include_hidden_calendars") || hiddenCalendar;
        var read = new EventQuery(
                start,
                end,
                hidden,
                query.flag("include_disabled_calendar"),
                query.flag("ignore_declined_events"),
                query.flag("byinstance", true),
                search == null || search.isEmpty() ? null : search);
        query.check();
        return read;
    }

    /// Whether a request for a live view asks for messages of the clock.
    static boolean hasClock(Map<String, List<String>> sent) {
        var query = Query.of(sent, sent.keySet());
        var clock = query.flag(CLOCK);
        query.check();
        return clock;
    }

    /// The parameters of a live view in addition to those of the list.
    ///
    /// @param also those of every feed
    static Set<String> ofView(Set<String> also) {
        var known = new HashSet<>(also);
        known.add(CLOCK);
        return known;
    }

    /// The same query with another window.
    EventQuery between(long start, long end) {
        return new EventQuery(start, end, hidden, disabled, ignoreDeclined, byInstance, search);
    }
}
