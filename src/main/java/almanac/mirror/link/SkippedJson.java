package almanac.mirror.link;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/// How what was passed over is stored with its link.
final class SkippedJson {
    private static final int KEPT = 20;

    private SkippedJson() {}

    static JsonArray write(List<Skipped> skipped) {
        var array = new JsonArray();
        skipped.stream()
                .limit(KEPT)
                .forEach(each -> array.add(new JsonObject()
                        .put("kind", each.kind())
                        .put("id", each.id())
                        .put("reason", each.reason())));
        return array;
    }

    static List<Skipped> read(JsonArray array) {
        return array.stream()
                .map(JsonObject.class::cast)
                .map(each -> new Skipped(each.getString("kind"), each.getString("id"), each.getString("reason")))
                .toList();
    }
}
