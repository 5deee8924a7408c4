package almanac.page;

import almanac.testing.Api;
import almanac.testing.Api.User;
import io.restassured.http.ContentType;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Three people and what they have before them in March 2026: something to look at.
///
/// @param mara has three calendars
/// @param jonas shares one of them
/// @param aiko is invited
record Team(User mara, User jonas, User aiko) {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    /// Makes the team and its month.
    static Team on(Stage stage) {
        var team = new Team(stage.user("Mara Voss"), stage.user("Jonas Lind"), stage.user("Aiko Tan"));
        team.fill();
        return team;
    }

    private void fill() {
        mara.send(Map.of("name", "Mara", "color", "#3B6FB6")).put("/api/v2/calendars/{id}", mara.calendarNumber());
        var product = calendar("Product", "#1F8A70");
        var away = calendar("Away", "#B4552D");
        mara.send(Map.of("privilege", "edit"))
                .put("/api/v2/calendars/{id}/shares/{email}", product, jonas.email())
                .then()
                .statusCode(200);
        for (var day : List.of(2, 9, 16, 23, 30)) {
            add("Planning", product, at(day, 9, 30), at(day, 10, 30), everybody(), "Room 1");
        }
        for (var day : List.of(5, 19)) {
            add("Design review", product, at(day, 14, 0), at(day, 15, 30), everybody(), "Studio");
        }
        for (var day : List.of(3, 10, 17, 24, 31)) {
            add("Swim", mara.calendarNumber(), at(day, 18, 0), at(day, 19, 0), List.of(), "Town baths");
        }
        add("Spring trip", away, at(12, 0, 0), at(15, 0, 0), List.of(), "Harz");
        add("Jonas away", away, at(26, 0, 0), at(31, 0, 0), List.of(), "");
        add(
                "Lunch at the river",
                mara.calendarNumber(),
                at(4, 12, 30),
                at(4, 13, 30),
                List.of(aiko.email()),
                "Bridge Café");
        add("Release 2.0 🎉", product, at(18, 16, 0), at(18, 17, 0), everybody(), "");
        add("Retrospective", product, at(20, 13, 0), at(20, 14, 30), everybody(), "Room 2");
        add("Dentist", mara.calendarNumber(), at(11, 8, 0), at(11, 8, 45), List.of(), "Dr. Ohm");
        var call = add(
                "Call with Kyoto",
                product,
                at(5, 9, 0),
                at(5, 10, 0),
                everybody(),
                "",
                Map.of(
                        "type", "video_conference",
                        "timezone", "Asia/Tokyo",
                        "description",
                                "Numbers of February, then the plan for the exhibition.\nAiko brings the drawings.",
                        "reminders", List.of(Map.of("type", "popup", "minutes", 10))));
        Api.answer(jonas, call.get("id"), "accepted");
        Api.answer(aiko, call.get("id"), "tentative");
    }

    /// The addresses of everybody but the organizer.
    List<String> everybody() {
        return List.of(jonas.email(), aiko.email(), "guest@example.org");
    }

    private String calendar(String name, String color) {
        return mara.send(Map.of("name", name, "color", color))
                .post("/api/v2/calendars")
                .then()
                .statusCode(200)
                .extract()
                .path("data[0].id");
    }

    private Map<String, Object> add(
            String title, String calendar, long start, long end, List<String> guests, String location) {
        return add(title, calendar, start, end, guests, location, Map.of());
    }

    private Map<String, Object> add(
            String title,
            String calendar,
            long start,
            long end,
            List<String> guests,
            String location,
            Map<String, Object> more) {
        var event = new LinkedHashMap<String, Object>(Map.of(
                "title", title,
                "start_time", start,
                "end_time", end,
                "timezone", "Europe/Berlin",
                "calendar_id", calendar,
                "attendees", guests,
                "location", location));
        event.putAll(more);
        return Api.create(mara, event);
    }

    /// A moment of March 2026 on a wall in Berlin.
    static long at(int day, int hour, int minute) {
        return LocalDateTime.of(2026, 3, day, hour, minute)
                .atZone(BERLIN)
                .toInstant()
                .toEpochMilli();
    }

    /// Uploads a small file, and answers its id.
    static String upload(User user, String name, byte[] content) {
        return user.call()
                .multiPart("files", name, content, ContentType.TEXT.toString())
                .post("/api/v2/events/attachments")
                .then()
                .statusCode(200)
                .extract()
                .path("attachments[0].fileId");
    }
}
