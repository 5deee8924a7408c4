package almanac.calendar.model;

import static almanac.base.request.ReadOnlyFields.isText;

import almanac.base.problem.FieldError;
import almanac.base.problem.OpenBody;
import almanac.base.request.ReadOnlyFields;
import almanac.calendar.model.CalendarReminder.Alarm;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The read-only fields of a calendar and of a share. A PUT may contain them with the values of a GET
/// (contract, "Errors").
public final class SentBack {
    /// The read-only fields of a calendar.
    private static final Set<String> OF_A_CALENDAR = Set.of(
            "id",
            "uid",
            "calendar_id",
            "privilege",
            "type",
            "category",
            "caltype",
            "owner",
            "isdefault",
            "alarm",
            "createdtime",
            "modifiedtime",
            "calendar_createdtime",
            "calendar_modifiedtime",
            "ctag",
            "lastmodifiedtime",
            "calemptiedtime",
            "mirror");

    private static final Set<String> OF_A_SHARE = Set.of("zuid", "email");

    private SentBack() {}

    /// The fields beyond those that can be set, which no calendar has; of a new calendar also those that are
    /// read-only and not null, since it has no values to match.
    public static Stream<FieldError> unknown(Map<String, JsonNode> others, boolean isNew) {
        return (isNew
                        ? ReadOnlyFields.unknownOfNew(others, OF_A_CALENDAR, "")
                        : ReadOnlyFields.unknown(others, OF_A_CALENDAR, ""))
                .map(OpenBody::unknown);
    }

    /// The fields that no share has.
    public static Stream<FieldError> unknownOfShare(Map<String, JsonNode> others) {
        return ReadOnlyFields.unknown(others, OF_A_SHARE, "").map(OpenBody::unknown);
    }

    /// The read-only fields whose values differ from the stored ones.
    ///
    /// @param calendar as the client sees it, before the change
    public static List<FieldError> changed(Map<String, JsonNode> others, Calendar calendar) {
        return ReadOnlyFields.changed(others, "", (field, sent) -> isOf(calendar, field, sent));
    }

    /// The same for a share.
    public static List<FieldError> changed(Map<String, JsonNode> others, CalendarOutcome.Share share) {
        return ReadOnlyFields.changed(
                others, "", (field, sent) -> isText(sent, field.equals("zuid") ? share.zuid() : share.email()));
    }

    private static boolean isOf(Calendar calendar, String field, JsonNode sent) {
        return switch (field) {
            case "id" -> isText(sent, Long.toString(calendar.id()));
            case "uid" -> isText(sent, calendar.uid());
            case "calendar_id" -> isText(sent, calendar.calendarId());
            case "privilege" -> isText(sent, calendar.privilege().text());
            case "type" -> isNumber(sent, calendar.type());
            case "category" -> isText(sent, calendar.category());
            case "caltype" -> isText(sent, calendar.caltype());
            case "owner" -> isText(sent, Long.toString(calendar.owner()));
            case "isdefault" -> sent.isBoolean() && sent.booleanValue() == calendar.isDefault();
            case "alarm" -> isAlarm(sent, calendar.alarm());
            case "createdtime" -> isNumber(sent, calendar.createdTime());
            case "modifiedtime" -> isNumber(sent, calendar.modifiedTime());
            case "calendar_createdtime" -> isNumber(sent, calendar.calendarCreatedTime());
            case "calendar_modifiedtime" -> isNumber(sent, calendar.calendarModifiedTime());
            case "ctag" -> isNumber(sent, calendar.ctag());
            case "lastmodifiedtime" -> isText(sent, calendar.lastModifiedTime());
            case "calemptiedtime" -> isText(sent, calendar.emptiedTime());
            case "mirror" -> isMirror(sent, calendar.mirror());
            default -> false;
        };
    }

    private static boolean isAlarm(JsonNode sent, List<Alarm> alarms) {
        return sent.isArray()
                && sent.size() == alarms.size()
                && IntStream.range(0, alarms.size()).allMatch(index -> isAlarm(sent.get(index), alarms.get(index)));
    }

    private static boolean isAlarm(JsonNode sent, Alarm alarm) {
        return sent.size() == 2
                && isText(sent.path("action"), alarm.action())
                && isText(sent.path("trigger"), alarm.trigger());
    }

    private static boolean isMirror(JsonNode sent, Calendar.@Nullable Mirror mirror) {
        if (mirror == null) {
            return sent.isNull();
        }
        var since = mirror.since();
        return sent.size() == (since == null ? 1 : 2)
                && isText(sent.path("state"), mirror.state())
                && (since == null || isNumber(sent.path("since"), since));
    }

    private static boolean isNumber(JsonNode sent, long stored) {
        return sent.isIntegralNumber() && sent.canConvertToLong() && sent.longValue() == stored;
    }
}
