package almanac.oracle;

import almanac.testing.SseClient.Message;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/// The log as a stream, followed from the start by a client that reads the list when it comes to see a calendar.
final class LogFollower extends Follower {
    private static final int ATTEMPTS = 50;
    private static final long PAUSE_NANOS = 100_000_000;

    private final World world;
    private final LogReplay replay;
    private String cursor;

    LogFollower(Account account, World world, Nodes nodes, long seed) {
        super(account, "log", nodes, seed);
        this.world = world;
        this.replay = new LogReplay(account);
        this.cursor = account.origin();
    }

    @Override
    String path() {
        return "/api/v2/changes";
    }

    @Override
    String cursor() {
        return cursor;
    }

    @Override
    void opened() {
        // The cursor says it all.
    }

    @Override
    void take(Message message) {
        switch (message.name()) {
            case "change" -> {
                var calendar = replay.take(Http.parse(message.data()));
                if (!calendar.isEmpty()) {
                    readListOf(calendar);
                }
            }
            case "ready", "reconnect" -> {
                // Nothing else is to be taken in.
            }
            default -> throw new Fault("unknown message: " + message);
        }
        if (!message.id().isEmpty()) {
            cursor = message.id();
        }
    }

    private void readListOf(String calendarId) {
        var series = new TreeSet<String>();
        for (var query : ListQuery.all(world.from())) {
            for (var event : read(query.path())) {
                if (!event.get("calendar_id").asText().equals(calendarId)) {
                    continue;
                }
                if (Items.isPlain(event)) {
                    series.add(event.get("id").asText());
                } else {
                    replay.merge(event);
                }
            }
        }
        // One that was removed meanwhile is not found: the log tells of it later.
        var calendar = "?calendar_id=" + URLEncoder.encode(calendarId, StandardCharsets.UTF_8);
        series.forEach(id -> read("/api/v2/events/" + id + calendar).forEach(replay::merge));
    }

    /// A node may stop at this very moment. Of what is not there nothing is read.
    private JsonNode read(String path) {
        for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
            var answer = Http.get(node(), path, account().token());
            if (answer.status() == 200 || answer.status() == 404) {
                return answer.body().path("data");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        throw new Fault("cannot be read: " + path);
    }

    @Override
    boolean hasSeen(String mark) {
        return replay.event(account().event()).path("title").asText().endsWith(" " + mark);
    }

    /// What the client knows now.
    <T> T known(Function<LogReplay, T> look) {
        return atRest(() -> look.apply(replay));
    }
}
