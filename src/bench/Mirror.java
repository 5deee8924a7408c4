import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/// Links many accounts, and measures what they cost while nobody watches, and how soon somebody who
/// watches sees a change. Started by mirror.sh.
public class Mirror {
    private static final int EVENTS_EACH = 20;
    private static final long DAY = 86_400_000;
    private static final long LONGEST_MILLIS = 300_000;

    private final Service origin;
    private final Service mirror;
    private final int accounts;
    private final int idleSeconds;
    private final int changes;

    Mirror(String... arguments) {
        origin = Service.of(arguments[0], arguments[4], arguments[1]);
        mirror = Service.of(arguments[2], arguments[4], arguments[3]);
        accounts = Integer.parseInt(arguments[5]);
        idleSeconds = Integer.parseInt(arguments[6]);
        changes = Integer.parseInt(arguments[7]);
    }

    public static void main(String... arguments) throws Exception {
        new Mirror(arguments).run();
    }

    /// An account on both sides.
    private record Pair(Service.Account there, Service.Account here) {}

    private void run() throws Exception {
        var began = System.currentTimeMillis();
        var pairs = new ArrayList<Pair>();
        for (var number = 0; number < accounts; number++) {
            pairs.add(link(number));
        }
        awaitMirrored(accounts * EVENTS_EACH);
        System.out.printf("%d accounts with %d events each are linked and mirrored after %.0f s%n",
                accounts, EVENTS_EACH, (System.currentTimeMillis() - began) / 1000.0);
        idle();
        watched(pairs.getFirst());
    }

    private Pair link(int number) throws Exception {
        var email = "user" + number + "@example.com";
        var there = origin.account(email);
        var start = System.currentTimeMillis() + DAY;
        for (var event = 0; event < EVENTS_EACH; event++) {
            origin.create(there, "Event " + event, start + event * 3_600_000L);
        }
        var made = mirror.call("POST", "/admin/accounts", mirror.admin(),
                "{\"email\":\"" + email + "\",\"name\":\"Bench\",\"timezone\":\"UTC\"}");
        var zuid = Service.field(made, "zuid");
        var token = mirror.call("POST", "/admin/accounts/" + zuid + "/tokens", mirror.admin(),
                "{\"scopes\":[\"ZohoCliq.CalendarEvents.ALL\",\"ZohoCalendar.calendar.ALL\",\"ZohoCalendar.event.ALL\"]}");
        mirror.call("PUT", "/admin/accounts/" + zuid + "/upstream", mirror.admin(),
                "{\"base_url\":\"" + base(origin) + "\",\"access_token\":\"" + there.token() + "\"}");
        return new Pair(there, new Service.Account(email, Service.field(token, "access_token"), ""));
    }

    private static String base(Service service) {
        var text = service.base().toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private void awaitMirrored(int events) throws Exception {
        var end = System.currentTimeMillis() + LONGEST_MILLIS;
        while (metric("almanac_upstream_changes_total") < events) {
            if (System.currentTimeMillis() > end) {
                throw new IllegalStateException("only " + metric("almanac_upstream_changes_total") + " events have come over");
            }
            Thread.sleep(500);
        }
    }

    private double metric(String name) throws Exception {
        var metrics = mirror.http().send(
                HttpRequest.newBuilder(mirror.management().resolve("/q/metrics")).build(), BodyHandlers.ofString());
        return metrics.body().lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /// Nobody watches.
    private void idle() throws Exception {
        var heap = mirror.heap();
        var calls = metric("almanac_upstream_calls_total");
        var cpu = mirror.cpu();
        Thread.sleep(idleSeconds * 1000L);
        var used = mirror.cpu().since(cpu);
        System.out.printf("idle for %d s: %.1f %% of a core, %.0f calls; heap %.1f MB before, %.1f MB after%n",
                idleSeconds, 100 * used.total() / idleSeconds, metric("almanac_upstream_calls_total") - calls,
                heap / 1e6, mirror.heap() / 1e6);
    }

    /// Somebody watches one account: from the answer of the write there to the message here.
    private void watched(Pair pair) throws Exception {
        var arrived = new ConcurrentHashMap<String, Long>();
        var request = HttpRequest.newBuilder(mirror.base().resolve("/api/v2/changes"))
                .header("Authorization", "Bearer " + pair.here.token())
                .header("Accept", "text/event-stream").build();
        var stream = mirror.http().send(request, BodyHandlers.ofInputStream());
        Thread.ofVirtual().start(() -> read(stream.body(), arrived));
        var random = new Random(7);
        var delays = new ArrayList<Long>();
        for (var change = 0; change < changes; change++) {
            Thread.sleep(3_000 + random.nextInt(5_000));
            var id = Service.field(origin.create(pair.there, "Change " + change, System.currentTimeMillis() + DAY), "id");
            var made = System.currentTimeMillis();
            while (!arrived.containsKey(id) && System.currentTimeMillis() - made < 30_000) {
                Thread.sleep(5);
            }
            delays.add(arrived.getOrDefault(id, made + 30_000) - made);
        }
        stream.body().close();
        delays.sort(Long::compare);
        System.out.printf("watched: %d changes there were on the feed here after %s ms (the longest: %d ms)%n",
                delays.size(), delays, delays.getLast());
    }

    private static void read(java.io.InputStream body, ConcurrentHashMap<String, Long> arrived) {
        try (var lines = new BufferedReader(new InputStreamReader(body))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("data:") && line.contains("\"id\":\"")) {
                    arrived.putIfAbsent(Service.field(line, "id"), System.currentTimeMillis());
                }
            }
        } catch (java.io.IOException closed) {
            // The measuring is over.
        }
    }
}
