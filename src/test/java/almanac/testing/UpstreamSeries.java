package almanac.testing;

import io.vertx.core.json.JsonObject;
import java.util.List;

/// What an [UpstreamStub] that takes recurrence does with series, as little of it as the mirror needs: a series is
/// its
/// occurrences.
final class UpstreamSeries {
    private final UpstreamContents contents;

    UpstreamSeries(UpstreamContents contents) {
        this.contents = contents;
    }

    /// Makes three occurrences, a day apart; answers the series.
    JsonObject make(JsonObject given) {
        var start = given.getLong("start_time");
        var length = given.getLong("end_time") - start;
        String first = null;
        for (var number = 0; number < 3; number++) {
            var begin = start + number * Api.DAY;
            var key = contents.put(given.copy()
                    .put("recurrence_id", Repeating.id(begin))
                    .put("start_time", begin)
                    .put("end_time", begin + length));
            first = first == null ? key : first;
            given.put("id", contents.event(key).getString("id"));
        }
        return head(given.getString("id"));
    }

    /// The series that occurrences belong to, as its first one; null where there is none.
    JsonObject head(String id) {
        return keys(id).stream()
                .findFirst()
                .map(key -> without(contents.event(key)))
                .orElse(null);
    }

    private static JsonObject without(JsonObject occurrence) {
        var series = occurrence.copy();
        series.remove("recurrence_id");
        return series;
    }

    /// Gives all occurrences another title.
    void rename(String id, String title) {
        keys(id).forEach(key -> contents.change(key, new JsonObject().put("title", title)));
    }

    void remove(String id) {
        keys(id).forEach(contents::remove);
    }

    private List<String> keys(String id) {
        return contents.events().stream()
                .filter(event -> event.getString("id").equals(id) && event.containsKey("recurrence_id"))
                .map(event -> UpstreamContents.key(id, event.getString("recurrence_id")))
                .sorted()
                .toList();
    }
}
