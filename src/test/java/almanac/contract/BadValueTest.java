package almanac.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.QuietLog;
import almanac.testing.Refusal;
import almanac.testing.Storage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Values of the wrong type and values out of bounds, field by field: 400 with the field's name,
/// nothing changed.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@ExtendWith(QuietLog.class)
class BadValueTest {
    private static final String LONE = "\"\\ud800\"";
    private static final String NUL = "\"a\\u0000b\"";

    private final Storage storage;

    BadValueTest(Storage storage) {
        this.storage = storage;
    }

    /// A value as JSON, the field it is sent in, and the name under which it is refused.
    record Bad(String field, String json, String named) {}

    /// What the bad values are tried on: an account, its event and its calendar, shared by as many
    /// tests as its quota admits.
    record Subject(Api.User user, Map<String, Object> event, Map<String, Object> calendar) {
        private static final int SHARED_BY = 15;
        private static int uses;
        private static Subject current;

        static synchronized Subject next() {
            if (uses++ % SHARED_BY == 0) {
                var user = Api.user();
                var event = Api.create(user, Api.event("Tea"));
                current = new Subject(user, event, Api.calendarOf(user, user.calendarNumber()));
            }
            return current;
        }
    }

    static Stream<Bad> eventValues() {
        var all = new ArrayList<Bad>();
        for (var text : List.of("title", "location", "description", "timezone", "calendar_id")) {
            add(all, text, text, "5", "1.5", "true", "{}", "[]", "[\"a\"]", LONE, NUL, "\"\\udc00\"");
        }
        add(
                all,
                "title",
                "title",
                "\"\"",
                "\" \"",
                "\"\\u200b\\u00a0\\ufeff\"",
                "\"\\u3164\"",
                "null",
                quoted("a", 256),
                quoted("🍵", 256));
        add(all, "location", "location", quoted("a", 256), quoted("🍵", 256));
        add(all, "description", "description", quoted("a", 10_001));
        add(
                all,
                "timezone",
                "timezone",
                "null",
                "\"\"",
                "\"Mars/Olympus\"",
                "\"SystemV/EST5\"",
                "\"Europe/Berlin \"",
                "\"+25:00\"");
        add(all, "calendar_id", "calendar_id", "\"\"", "\"x\"", "\"-1\"", "\"MTIz\"", "\"!!!\"", quoted("1", 19));
        for (var time : List.of("start_time", "end_time")) {
            add(all, time, time, "null", "\"\"", "\"abc\"", "true", "{}", "[]", "1.5", "\"1.5\"", "\"1e3\"", "\" 1\"");
            add(all, time, time, "1e400", "1e999999999", "-1e999999999", "1e-999999999", "9223372036854775808");
            add(all, time, time, "\"9223372036854775808\"", "9".repeat(999), "\"99999999999999999999\"", "\"NaN\"");
            add(all, time, time, "9404597318400000", "253402300800000", "-62135596800001");
        }
        add(all, "end_time", "end_time", "1772445600000", "1772445599999", "\"1772445600000\"");
        add(
                all,
                "type",
                "type",
                "\"party\"",
                "\"\"",
                "5",
                "0",
                "true",
                "{}",
                "[]",
                "\"NORMAL_EVENT\"",
                "\"normal_event\\u0000\"",
                "\" normal_event\"",
                "\"normal_event\\n\"");
        return all.stream();
    }

    static Stream<Bad> listValues() {
        var all = new ArrayList<Bad>();
        add(all, "attendees", "attendees", "5", "\"a@b.c\"", "true", "{}", addresses(501));
        add(all, "attendees", "attendees[0]", "[5]", "[true]", "[null]", "[[]]", "[1.5]");
        add(all, "attendees", "attendees[0].email", "[{}]", "[\"nobody\"]", "[\"a b@c\"]", "[\"@c\"]", "[\"a@\"]");
        add(all, "attendees", "attendees[0].email", "[{\"email\": 5}]", "[{\"email\": null}]", "[\"a@b@c\"]");
        add(
                all,
                "attendees",
                "attendees[0].email",
                "[\"a\\u0000@b\"]",
                "[\"\\ud800@b\"]",
                "[" + quoted("a", 250) + "]");
        for (var invisible :
                List.of("00a0", "00ad", "200b", "200d", "2028", "2060", "3000", "3164", "fe0f", "feff", "0007")) {
            add(
                    all,
                    "attendees",
                    "attendees[0].email",
                    "[\"a\\u" + invisible + "@b.cd\"]",
                    "[\"a@b.cd\\u" + invisible + "\"]");
        }
        add(all, "attendees", "attendees[1].email", "[\"a@b\", \"\"]", "[\"a@b\", \"" + "a".repeat(250) + "@b.cd\"]");
        add(
                all,
                "attendees",
                "attendees[0].status",
                "[{\"email\": \"a@b\", \"status\": \"maybe\"}]",
                "[{\"email\": \"a@b\", \"status\": \" accepted\"}]");
        add(all, "attendees", "attendees[0].status", "[{\"email\": \"a@b\", \"status\": 1}]");
        add(all, "reminders", "reminders", "5", "\"x\"", "true", "[null]", reminders(11));
        add(all, "reminders", "reminders[0]", "[5]", "[[]]", "[true]", "[\"email\"]");
        add(all, "reminders", "reminders[0].minutes", "[{\"type\": \"email\"}]", reminder("-1"), reminder("40321"));
        add(all, "reminders", "reminders[0].minutes", reminder("\"5\""), reminder("1.5"), reminder("1e999999999"));
        add(all, "reminders", "reminders[0].minutes", reminder("99999999999"), reminder("true"), reminder("[]"));
        add(all, "reminders", "reminders[0].type", "[{\"minutes\": 5}]", "[{\"type\": \"sms\", \"minutes\": 5}]");
        add(
                all,
                "reminders",
                "reminders[0].type",
                "[{\"type\": 0, \"minutes\": 5}]",
                "[{\"type\": \"\", \"minutes\": 5}]");
        for (var list : List.of("attachment_ids", "attachments")) {
            add(all, list, list, "5", "\"5\"", "true", "{}");
        }
        add(
                all,
                "attachment_ids",
                "attachment_ids[0]",
                "[true]",
                "[{}]",
                "[[]]",
                "[null]",
                "[1.5]",
                "[\"x\"]",
                "[1e400]");
        add(all, "attachment_ids", "attachment_ids", numbers(11), "[1]", "[\"-9223372036854775808\"]");
        add(all, "attachments", "attachments[0]", "[5]", "[\"5\"]", "[null]", "[[]]");
        add(all, "attachments", "attachments[0].id", "[{}]", "[{\"id\": null}]", "[{\"id\": \"x\"}]", "[{\"id\": []}]");
        return all.stream();
    }

    static Stream<Bad> calendarValues() {
        var all = new ArrayList<Bad>();
        for (var text : List.of("name", "description", "color", "textcolor", "timezone")) {
            add(all, text, text, "5", "true", "{}", "[]", LONE, NUL);
        }
        add(all, "name", "name", "\"\"", "\" \"", "\"\\u200b\"", quoted("a", 256));
        add(all, "description", "description", quoted("a", 10_001));
        add(all, "color", "color", "\"\"", "\"red\"", "\"#12345\"", "\"#12345g\"", "\"#1234567\"", "\"#123456\\n\"");
        for (var flag : List.of("visibility", "status", "include_infreebusy", "canSendMail")) {
            add(all, flag, flag, "0", "1", "\"true\"", "\"\"", "{}", "[]");
        }
        add(all, "order", "order", "-1", "100001", "\"1\"", "1.5", "true", "{}", "1e999999999", "99999999999999999999");
        add(all, "reminders", "reminders", "5", "\"x\"", "{}");
        add(all, "reminders", "reminders[0]", "[5]", "[null]", "[[]]");
        add(all, "reminders", "reminders[0].minutes", "[{\"action\": \"email\"}]");
        for (var minutes :
                List.of("5", "\"15\"", "\"-40321\"", "\"-0\"", "\"x\"", "\"\"", "true", "-1.5", "\"-15\\n\"")) {
            add(all, "reminders", "reminders[0].minutes", "[{\"action\": \"email\", \"minutes\": " + minutes + "}]");
        }
        add(
                all,
                "reminders",
                "reminders[0].action",
                "[{\"minutes\": \"-5\"}]",
                "[{\"minutes\": \"-5\", \"action\": \"sms\"}]");
        return all.stream();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            type      | "party"                                    | must be normal_event, event_management, audio_conference or video_conference
            reminders | [{"type": "sms", "minutes": 5}]            | must be email, popup or notification
            attendees | [{"email": "a@b.cd", "status": "maybe"}]   | must be yet_to_respond, accepted, tentative or declined
            """, quoteCharacter = '`')
    void saysWhichWordsThereAre(String field, String json, String message) {
        var body = "{\"title\": \"Tea\", \"start_time\": 1, \"end_time\": 2, \"timezone\": \"UTC\", \"" + field + "\": "
                + json + "}";
        var answer = Api.someone().send(body).post("/api/v2/events");
        assertEquals(400, answer.statusCode());
        assertEquals(message, answer.path("errors[0].message"));
    }

    @ParameterizedTest
    @CsvSource({
        "europe/berlin, Europe/Berlin",
        "EUROPE/BERLIN, Europe/Berlin",
        "utc, UTC",
        "EST, EST",
        "mst, MST",
        "hst, HST",
        "etc/gmt+5, Etc/GMT+5",
        "us/pacific, US/Pacific"
    })
    void takesZonesInAnyCaseAndAnswersThemAsIanaSpellsThem(String sent, String answered) {
        var user = Api.user();
        assertEquals(
                answered, Api.create(user, Api.event("Tea", "timezone", sent)).get("timezone"));
        user.send(Map.of("timezone", sent))
                .put("/api/v2/calendars/{id}", user.calendarNumber())
                .then()
                .statusCode(200);
        assertEquals(answered, Api.calendarOf(user, user.calendarNumber()).get("timezone"));
    }

    @ParameterizedTest
    @MethodSource({"eventValues", "listValues"})
    void refusesTheValueInAnEvent(Bad bad) {
        var subject = Subject.next();
        var before = storage.sizes();
        var body = json(Api.event("Tea"), bad);
        check(subject.user().send(body).post("/api/v2/events"), bad);
        check(
                subject.user()
                        .send(body)
                        .put("/api/v2/events/{id}", subject.event().get("id")),
                bad);
        assertEquals(before, storage.sizes());
        assertEquals(subject.event(), Api.read(subject.user(), subject.event()));
    }

    @ParameterizedTest
    @MethodSource("calendarValues")
    void refusesTheValueInACalendar(Bad bad) {
        var subject = Subject.next();
        var user = subject.user();
        var before = storage.sizes();
        var body = json(Map.of("name", "Team"), bad);
        check(user.send(body).post("/api/v2/calendars"), bad);
        check(user.send(body).put("/api/v2/calendars/{id}", user.calendarNumber()), bad);
        assertEquals(before, storage.sizes());
        assertEquals(subject.calendar(), Api.calendarOf(user, user.calendarNumber()));
    }

    @Test
    void refusesTagsThatAreNone() {
        var user = Api.user();
        var made = Api.create(user, Api.event("Tea"));
        for (var tag : List.of("\"x\"", "true", "1.5", "{}", "[]", "1e400", "\"\"")) {
            var bad = new Bad("edit_tag", tag, "edit_tag");
            check(user.send(json(Api.event("Tea"), bad)).put("/api/v2/events/{id}", made.get("id")), bad);
            var body = "{\"calendar_id\": \"" + made.get("calendar_id") + "\", \"edit_tag\": " + tag + "}";
            check(user.send(body).delete("/api/v2/events/{id}", made.get("id")), bad);
        }
        assertEquals(made, Api.read(user, made));
    }

    @Test
    void refusesPrivilegesThatAreNone() {
        var owner = Api.user();
        var other = Api.user();
        for (var privilege : List.of("\"owner\"", "\"\"", "null", "5", "true", "{}", "\"EDIT\"", NUL, LONE)) {
            var bad = new Bad("privilege", privilege, "privilege");
            check(
                    owner.send("{\"privilege\": " + privilege + "}")
                            .put("/api/v2/calendars/{id}/shares/{email}", owner.calendarNumber(), other.email()),
                    bad);
        }
        assertEquals(List.of(), storage.reasonsOf(owner.calendarNumber()));
    }

    private static void check(Response answer, Bad bad) {
        assertEquals(400, answer.statusCode(), bad + " answered " + answer.asString());
        var problem = Refusal.checkBody(answer.contentType(), answer.asString(), 400);
        var named = new java.util.HashSet<String>(problem.getList("errors.field"));
        if (bad.field().equals("start_time") && named.size() == 2) {
            // A start that far away lies behind the end, too.
            named.remove("end_time");
        }
        assertEquals(java.util.Set.of(bad.named()), named, bad.toString());
    }

    private static String json(Map<String, Object> good, Bad bad) {
        var values = new LinkedHashMap<String, String>();
        good.forEach(
                (field, value) -> values.put(field, value instanceof String text ? "\"" + text + "\"" : "" + value));
        values.put(bad.field(), bad.json());
        return values.entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\": " + entry.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static void add(List<Bad> all, String field, String named, String... values) {
        for (var value : values) {
            all.add(new Bad(field, value, named));
        }
    }

    private static String quoted(String text, int times) {
        return "\"" + text.repeat(times) + "\"";
    }

    private static String addresses(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> "\"g" + number + "@example.org\"")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]"));
    }

    private static String reminder(String minutes) {
        return "[{\"type\": \"email\", \"minutes\": " + minutes + "}]";
    }

    private static String reminders(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> "{\"type\": \"email\", \"minutes\": " + number + "}")
                .collect(Collectors.joining(",", "[", "]"));
    }
}
