package almanac.oracle;

import java.util.List;

/// A list of events that is asked for in every way there is.
///
/// @param name what failures call it
/// @param from the window's start, epoch ms; 0 for a moving window
/// @param to the window's end, epoch ms; 0 for a moving window
/// @param hidden with hidden and disabled calendars
/// @param ignoreDeclined without what the account has declined
/// @param search what titles contain, in lower case; empty for all
/// @param isWhole with each series as a whole
record ListQuery(
        String name, long from, long to, boolean hidden, boolean ignoreDeclined, String search, boolean isWhole) {
    /// The longest window, in ms.
    static final long WINDOW = 31L * 24 * 60 * 60 * 1000;

    /// The lists that an account watches.
    ///
    /// @param from the start of the fixed windows
    static List<ListQuery> watched(int account, long from) {
        return List.of(
                fixed("fixed, with hidden", from, true, false, ""),
                fixed("fixed", from, false, account % 2 == 1, ""),
                fixed("fixed, search", from, account % 2 == 0, false, "tea"),
                new ListQuery("moving", 0, 0, account % 2 == 1, true, "", false),
                whole("fixed, series", from, from + WINDOW, account % 2 == 0),
                whole("moving, series", 0, 0, account % 2 == 1));
    }

    /// The lists that hold all events which writers make, but for those in the past.
    static List<ListQuery> all(long from) {
        return List.of(
                fixed("first window", from, true, false, ""), fixed("second window", from + WINDOW, true, false, ""));
    }

    private static ListQuery fixed(String name, long from, boolean hidden, boolean ignoreDeclined, String search) {
        return new ListQuery(name, from, from + WINDOW, hidden, ignoreDeclined, search, false);
    }

    private static ListQuery whole(String name, long from, long to, boolean ignoreDeclined) {
        return new ListQuery(name, from, to, true, ignoreDeclined, "", true);
    }

    boolean isMoving() {
        return to == 0;
    }

    /// The window at a moment.
    ListQuery at(long now) {
        return isMoving() ? new ListQuery(name, now, now + WINDOW, hidden, ignoreDeclined, search, isWhole) : this;
    }

    String path() {
        var path = new StringBuilder("/api/v2/events?ignore_declined_events=" + ignoreDeclined
                + "&include_hidden_calendars=" + hidden + "&include_disabled_calendar=" + hidden);
        if (!isMoving()) {
            path.append("&from=").append(from).append("&to=").append(to);
        }
        if (isWhole) {
            path.append("&byinstance=false");
        }
        if (!search.isEmpty()) {
            path.append("&search=").append(search);
        }
        return path.toString();
    }
}
