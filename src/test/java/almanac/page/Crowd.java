package almanac.page;

import almanac.testing.Api.User;
import com.microsoft.playwright.Route;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Many events in one month, as the service would answer them.
final class Crowd {
    private static final int DAYS = 30;
    private static final long MINUTE = 60_000;
    private static final long MARCH = 1_772_323_200_000L;

    private static final String EVENT = """
            {"id":"%d@crowd","entity_id":"00000000-0000-0000-0000-000000000000","entity_type":8,"type":"normal_event",\
            "title":"Event %d","description":"","location":"","start_time":%d,"end_time":%d,"timezone":"Europe/Berlin",\
            "isallday":false,"calendar_id":"%s","is_big_chat_event":false,"creator":%s,"organizer":%s,"attendees":[],\
            "role":"organizer","edit_tag":"1","reminders":[],"attachments":[]}""";

    private Crowd() {}

    /// Answers the question for March 2026 with so many events, and no other.
    static void answer(Route route, User user, int count) {
        if (!route.request().url().contains("from=" + MARCH)) {
            route.resume();
            return;
        }
        route.fulfill(new Route.FulfillOptions()
                .setContentType("application/json")
                .setBody(IntStream.range(0, count)
                        .mapToObj(number -> event(user, number))
                        .collect(Collectors.joining(",", "{\"data\":[", "]}"))));
    }

    private static String event(User user, int number) {
        var start = Team.at(1, 8, 0) + number % DAYS * 24 * 60 * MINUTE + number / DAYS * 10 * MINUTE;
        var person =
                "{\"id\":\"%s\",\"name\":\"%s\",\"email\":\"%s\"}".formatted(user.zuid(), user.name(), user.email());
        return EVENT.formatted(number, number, start, start + 30 * MINUTE, user.calendarId(), person, person);
    }
}
