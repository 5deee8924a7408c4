package almanac.oracle;

import almanac.oracle.Http.Answer;
import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.Repeating;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A calendar with an event for each way of writing one, and something that changes who sees the calendar.
///
/// @param change what is done to the calendar
/// @param people who takes part
/// @param calendar the `id` of the calendar that is changed
/// @param other the `id` of the calendar that events are moved to or from
/// @param fileId an upload of the account that writes
/// @param events the events before they are written; none for the one that is created
record SharedCalendar(
        Change change, People people, String calendar, String other, String fileId, Map<Write, JsonNode> events) {
    private static final String EVENTS = "/api/v2/events";
    private static final String RULE = "FREQ=DAILY;COUNT=5";

    /// The occurrence of a series that is written: the second.
    private static final long SECOND = Api.TEN + Api.DAY;
    private static final String CALENDARS = "/api/v2/calendars";

    /// What is done to the event.
    enum Write {
        CREATE,
        EDIT,
        MOVE_IN,
        MOVE_OUT,
        DELETE,
        ANSWER,
        UPLOAD,
        REPEAT,
        EDIT_SERIES,
        MOVE_SERIES,
        EDIT_ONE,
        SPLIT,
        EXCLUDE,
        ANSWER_ONE;

        /// Whether it makes an event.
        boolean creates() {
            return this == CREATE || this == REPEAT;
        }

        /// Whether it is written to one that repeats.
        boolean repeats() {
            return compareTo(REPEAT) >= 0;
        }
    }

    /// What is done to the calendar, or to those who see it.
    enum Change {
        SHARE,
        UNSHARE,
        UNSHARE_THE_WRITER,
        PRIVILEGE,
        HIDE,
        REMOVE,
        REVOKE;

        /// Whether the guest is the one who writes.
        boolean concernsTheWriter() {
            return this == UNSHARE_THE_WRITER || this == PRIVILEGE || this == REVOKE;
        }
    }

    /// Who takes part.
    ///
    /// @param service where
    /// @param owner owns the calendars
    /// @param guest is given the calendar, or loses it
    /// @param attendee is invited
    /// @param tokenId the `id` of the guest's second token, with which the guest writes
    /// @param token that token
    record People(URI service, User owner, User guest, User attendee, String tokenId, String token) {
        static People make(URI service) {
            var guest = Api.user();
            var second = Http.admin(
                    service, "/admin/accounts/" + guest.zuid() + "/tokens", Map.of("scopes", Api.ALL_SCOPES));
            var data = ok(second).get("data");
            return new People(
                    service,
                    Api.user(),
                    guest,
                    Api.user(),
                    data.get("id").asText(),
                    data.get("access_token").asText());
        }

        Answer send(String token, String method, String path, Object body) {
            return Http.send(service, method, path, token, body);
        }
    }

    /// Makes the calendars and the events.
    ///
    /// @param writes what the events are for
    static SharedCalendar make(Change change, People people, List<Write> writes) {
        var calendar = calendar(people, "Shared");
        var other = calendar(people, "Other");
        if (change != Change.SHARE) {
            ok(share(people, calendar, "edit"));
        }
        if (change.concernsTheWriter()) {
            ok(share(people, other, "edit"));
        }
        var writer = change.concernsTheWriter() ? people.guest() : people.owner();
        var fileId = Api.upload(writer, "plan.txt", "content");
        var made = new SharedCalendar(change, people, calendar, other, fileId, new EnumMap<>(Write.class));
        for (var write : writes) {
            if (!write.creates()) {
                made.events.put(write, made.event(write));
            }
        }
        return made;
    }

    private JsonNode event(Write write) {
        var where = write == Write.MOVE_IN ? other : calendar;
        var more = write.repeats() ? Map.<String, Object>of("recurrence_rule", RULE) : Map.<String, Object>of();
        return ok(create("Before " + write, where, people.owner().token(), more))
                .at("/data/0");
    }

    private static String calendar(People people, String name) {
        var made = people.send(people.owner().token(), "POST", CALENDARS, Map.of("name", name));
        return ok(made).at("/data/0/id").asText();
    }

    private static Answer share(People people, String calendar, String privilege) {
        var path = CALENDARS + "/" + calendar + "/shares/" + people.guest().email();
        return people.send(people.owner().token(), "PUT", path, Map.of("privilege", privilege));
    }

    /// Whether the guest sees the other calendar too.
    boolean showsBoth() {
        return change.concernsTheWriter();
    }

    /// Writes one of the events.
    Answer writes(Write write) {
        var token = change.concernsTheWriter() ? people.token() : people.owner().token();
        return switch (write) {
            case CREATE -> create("Secret", calendar, token, Map.of());
            case EDIT, EDIT_SERIES -> put(write, token, Map.of());
            case MOVE_IN -> put(write, token, Map.of("calendar_id", calendar));
            case MOVE_OUT, MOVE_SERIES -> put(write, token, Map.of("calendar_id", other));
            case DELETE -> delete(events.get(write), token, Map.of());
            case ANSWER -> answer(write, "");
            case UPLOAD -> put(write, token, Map.of("attachment_ids", List.of(fileId)));
            case REPEAT -> create("Secret", calendar, token, Map.of("recurrence_rule", RULE));
            case EDIT_ONE -> put(write, token, second("only"));
            case SPLIT -> put(write, token, second("following"));
            case EXCLUDE -> delete(events.get(write), token, Map.of("recurrence_id", Repeating.id(SECOND)));
            case ANSWER_ONE -> answer(write, "?recurrence_id=" + Repeating.id(SECOND));
        };
    }

    private Answer answer(Write write, String query) {
        return people.send(people.attendee().token(), "PUT", path(write) + "/statuses/accepted" + query, "");
    }

    private static Map<String, Object> second(String scope) {
        return Map.of(
                "recurrence_id",
                Repeating.id(SECOND),
                "recurrence_edittype",
                scope,
                "start_time",
                SECOND,
                "end_time",
                SECOND + 60 * Api.MINUTE);
    }

    /// The `id` of an event that was written; empty for one that could not be made.
    String id(Write write, Answer written) {
        return write.creates()
                ? written.body().at("/data/0/id").asText()
                : events.get(write).get("id").asText();
    }

    private Answer delete(JsonNode event, String token, Map<String, Object> more) {
        var body = new LinkedHashMap<String, Object>(more);
        body.put("calendar_id", event.get("calendar_id"));
        body.put("edit_tag", event.get("edit_tag"));
        return people.send(token, "DELETE", EVENTS + "/" + event.get("id").asText(), body);
    }

    /// Changes who sees the calendar.
    Answer changes() {
        var owner = people.owner().token();
        var path = CALENDARS + "/" + calendar;
        return switch (change) {
            case SHARE -> share(people, calendar, "view");
            case UNSHARE, UNSHARE_THE_WRITER ->
                people.send(owner, "DELETE", path + "/shares/" + people.guest().email(), "");
            case PRIVILEGE -> share(people, calendar, "view");
            case HIDE -> people.send(people.guest().token(), "PUT", path, Map.of("visibility", false));
            case REMOVE -> people.send(owner, "DELETE", path, "");
            case REVOKE -> people.send(Api.ADMIN_TOKEN, "DELETE", "/admin/tokens/" + people.tokenId(), "");
        };
    }

    private Answer create(String title, String where, String token, Map<String, Object> more) {
        var body = body(title, more);
        body.put("calendar_id", where);
        return people.send(token, "POST", EVENTS, body);
    }

    private Answer put(Write write, String token, Map<String, Object> more) {
        return people.send(token, "PUT", path(write), body("Secret", more));
    }

    private Map<String, Object> body(String title, Map<String, Object> more) {
        var body = new LinkedHashMap<>(Api.event(title));
        body.put("attendees", List.of(people.attendee().email()));
        body.putAll(more);
        return body;
    }

    private String path(Write write) {
        return EVENTS + "/" + events.get(write).get("id").asText();
    }

    static JsonNode ok(Answer answer) {
        if (!answer.isDone()) {
            throw new IllegalStateException("not done: " + answer);
        }
        return answer.body();
    }
}
