package almanac.oracle;

import almanac.oracle.Http.Answer;
import almanac.oracle.Op.Kind;
import almanac.oracle.World.Slot;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Carries out what concerns one of the occurrences of a series: it reads some of them, chooses one, and changes it,
/// those after it, or all.
///
/// @param op what is done
/// @param hands sends it
/// @param node where
record Series(World world, Op op, Hands hands, URI node) {
    private static final String EVENTS = "/api/v2/events/";
    private static final long HOUR = 60 * 60 * 1000;
    private static final long DAY = 24 * HOUR;
    private static final int READ = 12;
    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final String[] RULES = {
        "FREQ=DAILY;COUNT=%d",
        "FREQ=WEEKLY;COUNT=%d",
        "FREQ=DAILY",
        "FREQ=WEEKLY",
        "FREQ=DAILY;INTERVAL=3;COUNT=%d",
        "FREQ=WEEKLY;BYDAY=TU,FR;COUNT=%d",
        "FREQ=DAILY;BYHOUR=9,15;COUNT=%d",
        "FREQ=WEEKLY;UNTIL=%2$s"
    };

    /// The body of a new series: of whole days now and then, with a time beside those of the rule, or such that a
    /// moving window comes to an occurrence within seconds.
    static Map<String, Object> made(World world, Op op) {
        var body = world.body(op);
        var start = (long) body.get("start_time");
        if (op.bit(28) && op.bit(29)) {
            body.put("start_time", start / DAY * DAY);
            body.put("end_time", start / DAY * DAY + (1 + op.choose(12, 2)) * DAY);
        } else if (op.choose(4, 16) == 4) {
            start = System.currentTimeMillis() + 1000L * (1 + op.choose(8, 12));
            body.put("start_time", start);
            body.put("end_time", start + HOUR);
        } else if (op.bit(28)) {
            body.put("timezone", op.bit(27) ? "Europe/Berlin" : "Asia/Kolkata");
        } else if (op.bit(29)) {
            body.put("rdates", List.of(ID.format(Instant.ofEpochMilli(start + DAY / 2))));
        }
        body.put("recurrence_rule", rule(op, start));
        return body;
    }

    /// The body of an edit that gives an event another rule, or takes it.
    static Map<String, Object> changed(World world, Op op) {
        var body = made(world, op);
        body.remove("rdates");
        if (op.choose(17, 5) == 0) {
            body.put("recurrence_rule", "");
        }
        return body;
    }

    private static String rule(Op op, long start) {
        var until = ID.format(Instant.ofEpochMilli(start + (1 + op.choose(19, 30)) * DAY));
        return RULES[op.choose(10, RULES.length)].formatted(1 + op.choose(19, 9), until);
    }

    /// Does it, if the account sees an occurrence.
    ///
    /// @param series the slot
    Answer carryOut(Slot series, int actor) {
        var calendar = URLEncoder.encode(series.calendarId(), StandardCharsets.UTF_8);
        var from = world.from() - 10 * DAY;
        var path = EVENTS + series.id() + "/occurrences?limit=" + READ + "&from=" + from + "&calendar_id=" + calendar;
        var read = hands.send(node, "GET", path, actor, "");
        var items = read.body().path("data");
        if (read.status() != 200 || items.isEmpty()) {
            return read.status() == 200 ? Hands.NOTHING : read;
        }
        var item = items.get(op.choose(6, items.size()));
        return item.has("recurrence_id") ? to(item, series, actor) : Hands.NOTHING;
    }

    private Answer to(JsonNode item, Slot series, int actor) {
        var path = EVENTS + series.id();
        return switch (op.kind()) {
            case SKIP, CUT -> hands.send(node, "DELETE", path, actor, removal(item));
            case REPLY -> {
                var status = Hands.STATUSES[op.choose(2, Hands.STATUSES.length)];
                var occurrence = "?recurrence_id=" + item.get("recurrence_id").asText();
                yield hands.send(node, "PUT", path + "/statuses/" + status + occurrence, op.actor(), "");
            }
            default -> {
                var answer = hands.send(node, "PUT", path, actor, edit(item, actor));
                keep(series, answer);
                yield answer;
            }
        };
    }

    private Map<String, Object> removal(JsonNode item) {
        return Map.of(
                "calendar_id", item.get("calendar_id"),
                "edit_tag", item.get("edit_tag"),
                "recurrence_id", item.get("recurrence_id"),
                "recurrence_edittype", op.kind() == Kind.CUT ? "following" : "only");
    }

    private Map<String, Object> edit(JsonNode item, int actor) {
        var body = new LinkedHashMap<String, Object>();
        body.put("title", op.bit(19) ? item.get("title").asText() : world.title(op));
        body.put("timezone", item.get("timezone").asText());
        place(body, item);
        if (op.bit(16) && op.bit(17)) {
            body.put("attendees", hands.attendees(op));
        }
        if (op.bit(18)) {
            body.put("edit_tag", item.get("edit_tag").asText());
        }
        if (op.bit(20)) {
            body.put("location", "Room " + op.choose(3, 50));
        }
        hands.attach(op, actor, body);
        name(body, item);
        return body;
    }

    /// Whoever edits all and knows nothing of recurrence names no occurrence.
    private void name(Map<String, Object> body, JsonNode item) {
        if (op.kind() == Kind.EVERY && op.bit(27)) {
            return;
        }
        body.put("recurrence_id", item.get("recurrence_id").asText());
        if (op.kind() != Kind.ONE || op.bit(27)) {
            body.put(
                    "recurrence_edittype",
                    op.kind() == Kind.EVERY ? "all" : op.kind() == Kind.ONE ? "only" : "following");
        }
        if (op.kind() == Kind.FOLLOWING && op.bit(28)) {
            body.put("recurrence_rule", rule(op, item.get("start_time").asLong()));
        }
    }

    /// As it was, or an hour or a day later; one alone also to where a moving window loses it within seconds, or beyond
    /// all windows.
    private void place(Map<String, Object> body, JsonNode item) {
        var start = item.get("start_time").asLong();
        var end = item.get("end_time").asLong();
        var choice = op.choose(4, 9);
        if (choice < 5 || op.kind() != Kind.ONE && choice > 6) {
            times(body, start, end);
        } else if (choice == 5) {
            times(body, start + HOUR, end + HOUR);
        } else if (choice == 6) {
            times(body, start + DAY, end + DAY);
        } else if (choice == 7) {
            var now = System.currentTimeMillis();
            times(body, now - HOUR, now + 1000L * (1 + op.choose(8, 12)));
        } else {
            times(body, world.to() + DAY, world.to() + DAY + HOUR);
        }
    }

    private static void times(Map<String, Object> body, long start, long end) {
        body.put("start_time", start);
        body.put("end_time", end);
    }

    /// A series that begins with an occurrence goes to the next slot, if that is empty.
    private void keep(Slot series, Answer answer) {
        if (answer.status() != 200 || op.kind() == Kind.ONE) {
            return;
        }
        var now = Hands.slot(answer, series.owner());
        if (now.id().equals(series.id())) {
            world.event(op.event(), Optional.of(now));
            return;
        }
        var next = (op.event() + 1) % World.EVENTS;
        if (world.event(next).isEmpty()) {
            world.event(next, Optional.of(now));
        }
    }
}
