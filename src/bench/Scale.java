import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/// What many at once, or many events, cost: views that open, searches, writers into one calendar, a long
/// list. Started by run.sh.
///
/// ```
/// java src/bench/Scale.java ADDRESS ADMIN PID views VIEWS | search EVENTS SECONDS | writers SECONDS ROUNDS | long EVENTS ROUNDS
/// ```
public class Scale {
    private static final int VIEW_EVENTS = 240;
    private static final int STREAMS_A_USER = 20;
    private static final int VIEW_ROUNDS = 3;
    private static final int SEARCHERS = 16;
    private static final int SEARCH_ROUNDS = 4;
    private static final int FOUND = 10;
    private static final int WRITERS = 64;
    private static final long HOUR = 3_600_000;

    /// All events of a list start within so long, and so inside its window of 31 days.
    private static final long SPREAD = 30 * 24 * HOUR;

    private final Service service;
    private final long now = System.currentTimeMillis() / 1000 * 1000;

    private Scale(String... arguments) {
        service = Service.of(arguments[0], arguments[1], arguments[2]);
    }

    public static void main(String... arguments) throws Exception {
        var scale = new Scale(arguments);
        var first = Integer.parseInt(arguments[4]);
        switch (arguments[3]) {
            case "views" -> scale.views(first);
            case "search" -> scale.search(first, Integer.parseInt(arguments[5]));
            case "writers" -> scale.writers(first, Integer.parseInt(arguments[5]));
            case "long" -> scale.longList(first, Integer.parseInt(arguments[5]));
            default -> throw new IllegalArgumentException("views, search, writers or long, not " + arguments[3]);
        }
        System.exit(0);
    }

    private void fill(Service.Account owner, int events, IntFunction<String> title) throws Exception {
        try (var pool = Executors.newFixedThreadPool(8)) {
            var made = new ArrayList<Callable<String>>();
            for (var i = 0; i < events; i++) {
                var number = i;
                made.add(() -> service.create(owner, title.apply(number), now + HOUR + SPREAD / events * number));
            }
            for (var one : pool.invokeAll(made)) {
                one.get();
            }
        }
    }

    // --- views

    /// Opens views at once, each in a window of its own, and waits until the last is ready.
    private void views(int count) throws Exception {
        var owners = new ArrayList<Service.Account>();
        for (var i = 0; i * STREAMS_A_USER < count; i++) {
            owners.add(service.account("viewer" + i + "@bench.example"));
            fill(owners.getLast(), VIEW_EVENTS, number -> "event " + number);
        }
        for (var round = 0; round < VIEW_ROUNDS; round++) {
            var open = new ArrayList<BufferedReader>();
            var cpu = service.cpu();
            var millis = openAll(owners, count, open);
            System.out.printf("%d views of %d events: the last is ready after %d ms; CPU of the service %.2f s%n",
                    count, VIEW_EVENTS, millis, service.cpu().since(cpu).total());
            for (var stream : open) {
                stream.close();
            }
            // The streams of a user are counted until the service has seen them end.
            Thread.sleep(2_000);
        }
    }

    private long openAll(List<Service.Account> owners, int count, List<BufferedReader> open) throws Exception {
        var tasks = new ArrayList<Callable<BufferedReader>>();
        for (var i = 0; i < count; i++) {
            var owner = owners.get(i / STREAMS_A_USER);
            var from = now + i % STREAMS_A_USER * 60_000L;
            tasks.add(() -> ready(owner, from));
        }
        var began = System.nanoTime();
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var one : pool.invokeAll(tasks)) {
                open.add(one.get());
            }
        }
        return (System.nanoTime() - began) / 1_000_000;
    }

    private BufferedReader ready(Service.Account owner, long from) throws Exception {
        var request = request(owner, "/api/v2/events?from=" + from + "&to=" + (from + 31 * 24 * HOUR))
                .header("Accept", "text/event-stream");
        var answer = service.http().send(request.build(), BodyHandlers.ofInputStream());
        var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
        var count = 0;
        for (var line = lines.readLine(); !"event: ready".equals(line); line = lines.readLine()) {
            if (line == null) {
                throw new IOException("a view ended before it was ready; status " + answer.statusCode());
            }
            count += line.equals("event: snapshot") ? 1 : 0;
        }
        check(count, VIEW_EVENTS);
        return lines;
    }

    // --- searches

    private void search(int events, int seconds) throws Exception {
        var owner = service.account("owner@bench.example");
        fill(owner, events, number -> (number % (events / FOUND) == 0 ? "Needle " : "Planning ") + number);
        for (var round = 0; round < SEARCH_ROUNDS; round++) {
            var none = searches(owner, "haystack", 0, seconds);
            var ten = searches(owner, "needle", FOUND, seconds);
            System.out.printf("searches of %d events: %.0f a second that find nothing, %.0f that find %d%s%n",
                    events, none, ten, FOUND, round == 0 ? " (cold)" : "");
        }
    }

    private double searches(Service.Account owner, String text, int expected, int seconds) throws Exception {
        return atOnce(SEARCHERS, seconds, searcher -> {
            var answer = service.http().send(
                    request(owner, "/api/v2/events?search=" + text).build(), BodyHandlers.ofString());
            check(answer.statusCode(), 200);
            check(occurrences(answer.body()), expected);
            return true;
        });
    }

    // --- writers

    private void writers(int seconds, int rounds) throws Exception {
        var owner = service.account("owner@bench.example");
        var writers = new ArrayList<Service.Account>();
        for (var i = 0; i < WRITERS; i++) {
            writers.add(service.account("writer" + i + "@bench.example"));
            service.call("PUT", "/api/v2/calendars/" + owner.calendar() + "/shares/" + writers.getLast().email(),
                    owner.token(), "{\"privilege\":\"edit\"}");
        }
        for (var round = 0; round <= rounds; round++) {
            var one = atOnce(WRITERS, seconds, i -> write(writers.get(i), owner.calendar()));
            var many = atOnce(WRITERS, seconds, i -> write(writers.get(i), writers.get(i).calendar()));
            System.out.printf("%d writers: %.0f a second into one calendar, %.0f into %d, ratio %.2f%s%n",
                    WRITERS, one, many, WRITERS, one / many, round == 0 ? " (cold)" : "");
        }
    }

    /// Whether the write was taken; the service may refuse one where too many wait.
    private boolean write(Service.Account writer, String calendar) throws Exception {
        var body = "{\"title\":\"Planning\",\"start_time\":" + (now + HOUR) + ",\"end_time\":" + (now + 2 * HOUR)
                + ",\"timezone\":\"UTC\",\"calendar_id\":\"" + calendar + "\"}";
        var answer = service.http().send(
                request(writer, "/api/v2/events").header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                BodyHandlers.ofString());
        if (answer.statusCode() == 503) {
            return false;
        }
        check(answer.statusCode() / 100, 2);
        return true;
    }

    // --- a long list

    private void longList(int events, int rounds) throws Exception {
        var owner = service.account("owner@bench.example");
        fill(owner, events, number -> "event " + number);
        for (var round = 0; round <= rounds; round++) {
            var began = System.nanoTime();
            var answer = service.http().send(request(owner, "/api/v2/events").build(), BodyHandlers.ofInputStream());
            check(answer.statusCode(), 200);
            try (var body = answer.body()) {
                var head = body.read();
                var first = System.nanoTime();
                var rest = new String(body.readAllBytes(), StandardCharsets.UTF_8);
                var end = System.nanoTime();
                check(occurrences((char) head + rest), events);
                System.out.printf("a list of %d events, %d kB: %d ms to the first byte, %d ms to the end%s%n",
                        events, rest.length() / 1000, (first - began) / 1_000_000, (end - began) / 1_000_000,
                        round == 0 ? " (cold)" : "");
            }
        }
    }

    // --- in common

    /// One of many that work at once; true where it counts.
    private interface Work {
        boolean once(int worker) throws Exception;
    }

    /// How often a second the work is done.
    private static double atOnce(int workers, int seconds, Work work) throws Exception {
        var done = new AtomicInteger();
        var began = System.nanoTime();
        var end = began + seconds * 1_000_000_000L;
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = new ArrayList<Callable<Void>>();
            for (var i = 0; i < workers; i++) {
                var worker = i;
                tasks.add(() -> {
                    while (System.nanoTime() < end) {
                        done.addAndGet(work.once(worker) ? 1 : 0);
                    }
                    return null;
                });
            }
            for (var task : pool.invokeAll(tasks)) {
                task.get();
            }
        }
        return done.get() * 1e9 / (System.nanoTime() - began);
    }

    private HttpRequest.Builder request(Service.Account caller, String path) {
        return HttpRequest.newBuilder(service.base().resolve(path)).header("Authorization", "Bearer " + caller.token());
    }

    /// How many events a list has.
    private static int occurrences(String list) {
        return list.split("\"entity_id\":", -1).length - 1;
    }

    private static void check(int value, int expected) {
        if (value != expected) {
            throw new IllegalStateException(value + " where " + expected + " was expected");
        }
    }
}
