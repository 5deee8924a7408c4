package almanac.oracle;

import almanac.base.recurrence.NaiveExpansion;
import almanac.base.recurrence.RecurrenceRule;
import almanac.base.recurrence.SeriesStart;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The occurrences of a series, as a client computes them from its document: from the first times, the rule, `exdates`,
/// `rdates` and `exceptions` (docs/recurrence.md, 5.1). The rule is expanded day by day, without the library of the
/// service.
final class Expansion {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;
    private static final Pattern COUNT = Pattern.compile("COUNT=(\\d+)");
    private static final Pattern UNTIL = Pattern.compile("UNTIL=([0-9TZ]+)");

    private final JsonNode series;
    private final ZoneId zone;
    private final boolean isAllDay;

    private Expansion(JsonNode series) {
        this.series = series;
        this.zone = ZoneId.of(series.get("timezone").asText());
        this.isAllDay = series.get("isallday").asBoolean();
    }

    /// The plain occurrences that overlap a window, as items of a list.
    ///
    /// @param from epoch ms
    /// @param to epoch ms, excluded
    static List<JsonNode> within(JsonNode series, long from, long to) {
        return new Expansion(series).items(from, to);
    }

    private List<JsonNode> items(long from, long to) {
        var byStart = new TreeMap<Long, JsonNode>();
        var apart = new HashSet<>(texts("exdates"));
        apart.addAll(texts("exceptions"));
        Stream.concat(ofRule(to), texts("rdates").stream().map(this::local))
                .map(this::item)
                .filter(item -> !apart.contains(item.get("recurrence_id").asText()))
                .filter(item -> item.get("start_time").asLong() < to
                        && item.get("end_time").asLong() > from)
                .forEach(item -> byStart.putIfAbsent(item.get("start_time").asLong(), item));
        return List.copyOf(byStart.values());
    }

    private Set<String> texts(String field) {
        var texts = new HashSet<String>();
        series.get("recurrence").get(field).forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private Stream<LocalDateTime> ofRule(long to) {
        var start = SeriesStart.ofMillis(series.get("start_time").asLong(), zone, isAllDay);
        if (!series.has("recurrence_rule")) {
            return Stream.of(start.local());
        }
        var text = series.get("recurrence_rule").asText();
        var last = Instant.ofEpochMilli(to).atZone(zone).toLocalDate().plusDays(1);
        var times = new NaiveExpansion(RecurrenceRule.stored(text, start), start)
                .until(last).stream().filter(time -> isUntil(time, text));
        var count = COUNT.matcher(text);
        return count.find() ? times.limit(Integer.parseInt(count.group(1))) : times;
    }

    private boolean isUntil(LocalDateTime time, String text) {
        var until = UNTIL.matcher(text);
        if (!until.find()) {
            return true;
        }
        return until.group(1).length() == 8
                ? !time.toLocalDate().isAfter(LocalDate.parse(until.group(1), DAY))
                : !time.atZone(zone).toInstant().isAfter(MOMENT.parse(until.group(1), Instant::from));
    }

    private LocalDateTime local(String id) {
        return isAllDay
                ? LocalDate.parse(id, DAY).atStartOfDay()
                : MOMENT.parse(id, Instant::from).atZone(zone).toLocalDateTime();
    }

    private JsonNode item(LocalDateTime time) {
        ObjectNode item = series.deepCopy();
        var first = series.get("start_time").asLong();
        // Ids have whole seconds; all occurrences have the part of a second that the first has.
        var start =
                time.truncatedTo(ChronoUnit.SECONDS).atZone(zone).toInstant().plusMillis(Math.floorMod(first, 1000));
        item.putObject("recurrence").put("kind", "occurrence");
        item.put("recurrence_id", isAllDay ? DAY.format(time) : MOMENT.format(start));
        item.put("start_time", start.toEpochMilli());
        if (isAllDay) {
            var end = time.toLocalDate().plusDays(ChronoUnit.DAYS.between(day("start_date"), day("end_date")));
            item.put("start_date", time.toLocalDate().toString()).put("end_date", end.toString());
            return item.put("end_time", end.atStartOfDay(zone).toInstant().toEpochMilli());
        }
        var length = series.get("end_time").asLong() - first;
        return item.put("end_time", start.toEpochMilli() + length);
    }

    private LocalDate day(String field) {
        return LocalDate.parse(series.get(field).asText());
    }
}
