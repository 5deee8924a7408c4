package almanac.event.store;

import almanac.calendar.model.CalendarAccess;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The statements that load and store events: calls of the functions in the migrations.
final class StoreSql {
    private static final String COLUMNS = "select e.document, e.organizer, e.meeting_link, e.resource_tag, "
            + CalendarAccess.COLUMNS + " from event e join calendar c on c.id = e.calendar_id ";
    static final String LOAD = COLUMNS + "where e.id = $1";
    static final String EXCEPTIONS = COLUMNS + "where e.series_id = $1 order by e.recurs_at";
    private static final int CREATED = 30;
    private static final int CHANGED = 31;
    static final String CREATE = create();
    static final String CHANGE = call("event_change", CHANGED);
    static final String CREATE_SERIES = withPages(CREATE, CREATED);
    static final String CHANGE_SERIES = withPages(CHANGE, CHANGED);
    static final String TOUCH = "select series_touch($1, $2)";

    private StoreSql() {}

    /// A call that stores nothing if the default reminders of the calendar are not those that the event was made with.
    private static String create() {
        return "select case when $" + CREATED + "::text is null or exists (select from calendar c where c.id = $2"
                + " and c.reminders = $" + CREATED + ") then event_create(" + numbers(1, CREATED - 1)
                + ") else 0 end as position" + room(CREATED + 1, CREATED + 2);
    }

    /// A call of a function. It returns no row if the calendars of an account hold the maximum number of
    /// events. The numbers are counted once a second (see `TagCounter`), so the check reads one row for each
    /// calendar.
    private static String call(String function, int parameters) {
        return "select " + function + "(" + numbers(1, parameters) + ") as position"
                + room(parameters + 1, parameters + 2);
    }

    private static String numbers(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(number -> "$" + number)
                .collect(Collectors.joining(", "));
    }

    /// A call that also stores what a series has beside its event.
    private static String withPages(String call, int parameters) {
        var first = parameters + 3;
        return "select case when c.position = 0 then 0 else (select c.position from series_store("
                + numbers(first, first + 8) + "), series_take($" + first + ", $" + (first + 9)
                + ")) end from (" + call + " offset 0) c";
    }

    private static String room(int owner, int limit) {
        return " where coalesce((select sum(c.events) from calendar c where c.owner = $" + owner
                + " and c.upstream is null), 0) < $" + limit + "::bigint";
    }
}
