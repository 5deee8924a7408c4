import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/// How long a view of many events takes to open, how long it takes to replay as many changes, and what
/// a write costs while many streams are open that may not see it. Started by feeds.sh.
public class Views {
    private static final int EVENTS = 10_000;
    private static final int STRANGERS = 1_000;
    private static final int STREAMS_A_USER = 20;
    private static final int WRITES = 400;
    private static final int ROUNDS = 5;

    private final Service service;

    private Views(String... arguments) {
        service = Service.of(arguments[0], arguments[1], arguments[2]);
    }

    public static void main(String... arguments) throws Exception {
        var views = new Views(arguments);
        views.manyEvents();
        views.manyStrangers();
        System.exit(0);
    }

    private void manyEvents() throws Exception {
        var owner = service.account("owner@bench.example");
        var before = Service.field(service.call("GET", "/api/v2/changes", owner.token(), ""), "cursor");
        var start = (System.currentTimeMillis() / 1000 + 3600) * 1000;
        var made = new AtomicInteger();
        try (var pool = Executors.newFixedThreadPool(8)) {
            for (var i = 0; i < EVENTS; i++) {
                var number = i;
                pool.submit(() -> {
                    service.create(owner, "event " + number, start + number * 60_000L);
                    return made.incrementAndGet();
                });
            }
        }
        System.out.printf("%d events made%n", made.get());
        var heap = service.heap();
        report("a view of them, to ready", () -> open("/api/v2/events", owner, "", "snapshot"));
        report("a replay of as many changes in the view", () -> open("/api/v2/events", owner, before, "enter"));
        report("a replay of as many changes in the log", () -> open("/api/v2/changes", owner, before, "change"));
        System.out.printf("heap after it: %+.1f MB%n", (service.heap() - heap) / 1048576.0);
    }

    private static void report(String what, LongSupplier measure) {
        var millis = new long[ROUNDS + 3];
        Arrays.setAll(millis, round -> measure.getAsLong());
        var warm = Arrays.copyOfRange(millis, 3, millis.length);
        System.out.printf("%s: %s ms (the first, cold: %d ms)%n", what, Arrays.toString(warm), millis[0]);
    }

    /// Opens a stream and reads it up to ready; how long that took, in ms.
    private long open(String path, Service.Account reader, String cursor, String expected) {
        var began = System.nanoTime();
        try (var stream = stream(path, reader, cursor);
                var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8), 1 << 16)) {
            var count = 0;
            for (var line = lines.readLine(); !line.equals("event: ready"); line = lines.readLine()) {
                count += line.equals("event: " + expected) ? 1 : 0;
            }
            if (count != EVENTS) {
                throw new IllegalStateException(count + " messages came");
            }
            return (System.nanoTime() - began) / 1_000_000;
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private InputStream stream(String path, Service.Account reader, String cursor) throws IOException {
        var request = HttpRequest.newBuilder(service.base().resolve(path))
                .header("Accept", "text/event-stream")
                .header("Authorization", "Bearer " + reader.token());
        if (!cursor.isEmpty()) {
            request.header("Last-Event-ID", cursor);
        }
        try {
            var answer = service.http().send(request.build(), BodyHandlers.ofInputStream());
            if (answer.statusCode() != 200) {
                throw new IOException("status " + answer.statusCode());
            }
            return answer.body();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /// Writes with and without streams of others, in turn; each round opens them anew.
    private void manyStrangers() throws Exception {
        var writer = service.account("writer@bench.example");
        var strangers = new ArrayList<Service.Account>();
        for (var i = 0; i < STRANGERS / STREAMS_A_USER; i++) {
            strangers.add(service.account("stranger" + i + "@bench.example"));
        }
        write(writer);
        var cost = new ArrayList<String>();
        for (var round = 0; round < ROUNDS; round++) {
            var alone = write(writer);
            var streams = open(strangers);
            var among = write(writer);
            for (var stream : streams) {
                stream.close();
            }
            cost.add("%.2f (%.2f ms, %.2f ms alone)".formatted(among / alone, among, alone));
        }
        System.out.printf("CPU of a write among %d streams that may not see it, over one alone: %s%n", STRANGERS, cost);
    }

    private List<InputStream> open(List<Service.Account> strangers) throws IOException {
        var streams = new ArrayList<InputStream>();
        for (var stranger : strangers) {
            for (var i = 0; i < STREAMS_A_USER; i++) {
                streams.add(stream("/api/v2/events", stranger, ""));
            }
        }
        return streams;
    }

    /// The CPU time of the service for each of some writes, in ms.
    private double write(Service.Account writer) throws Exception {
        var start = (System.currentTimeMillis() / 1000 + 3600) * 1000;
        var before = service.cpu();
        for (var i = 0; i < WRITES; i++) {
            service.create(writer, "write " + i, start);
        }
        return service.cpu().since(before).total() * 1000 / WRITES;
    }
}
