package almanac.mirror.client;

import static almanac.mirror.client.RemoteFields.matching;
import static almanac.mirror.client.RemoteFields.text;

import almanac.calendar.model.CalendarKey;
import almanac.calendar.model.CalendarReminder;
import almanac.calendar.model.Privilege;
import almanac.calendar.store.MirroredCalendar;
import almanac.mirror.client.Reading.Parsed;
import almanac.mirror.client.Reading.Unreadable;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads one calendar of an answer.
final class RemoteCalendarReader {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern COLOR = Pattern.compile("#[0-9A-Fa-f]{6}");

    private RemoteCalendarReader() {}

    static Reading<RemoteCalendar> read(JsonNode node) {
        var number = RemoteNumber.of(text(node, "id"));
        if (number.isEmpty()) {
            return new Unreadable<>("it has no number as its id");
        }
        var reference = text(node, "calendar_id");
        var key = CalendarKey.parse(reference);
        var code = key.orElse(null) instanceof CalendarKey.ByCode byCode ? byCode.code() : null;
        return new Parsed<>(
                new RemoteCalendar(calendar(node, number.getAsLong(), code), reference.isEmpty() ? null : reference));
    }

    private static MirroredCalendar calendar(JsonNode node, long number, @Nullable String code) {
        var uid = text(node, "uid");
        return new MirroredCalendar(
                number,
                HEX.matcher(uid).matches() ? uid : null,
                code,
                text(node, "name"),
                text(node, "description"),
                matching(COLOR, text(node, "color")),
                matching(COLOR, text(node, "textcolor")),
                RemoteFields.zone(text(node, "timezone")),
                privilege(text(node, "privilege")),
                node.path("isdefault").asBoolean(false),
                node.path("visibility").asBoolean(true),
                node.path("status").asBoolean(true),
                Math.clamp(node.path("order").asLong(0), 0, 100_000),
                reminders(node.path("reminders")));
    }

    private static @Nullable List<CalendarReminder> reminders(JsonNode node) {
        if (!node.isArray()) {
            return null;
        }
        var reminders = new ArrayList<CalendarReminder>();
        RemoteFields.elements(node).forEach(one -> {
            var action = text(one, "action");
            var minutes = RemoteFields.minutes(one);
            if (List.of("email", "popup", "notification").contains(action)) {
                reminders.add(new CalendarReminder(minutes == 0 ? "0" : "-" + minutes, action));
            }
        });
        return reminders;
    }

    private static Privilege privilege(String text) {
        return RemoteFields.named(Privilege.values(), text)
                .orElseGet(() -> text.contains("edit") || text.contains("delegate") ? Privilege.EDIT : Privilege.VIEW);
    }
}
