import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Writes through one node and reads the log on streams of two. Started by nodes.sh.
public class Nodes {
    private static final Pattern TITLE = Pattern.compile("\"title\":\"n(\\d+)\"");
    private static final Pattern COMMITTED = Pattern.compile("\"committed_at\":(\\d+)");
    private static final int PATIENCE_SECONDS = 60;

    private final Service first;
    private final Service.Account owner;
    private final Reader same;
    private final Reader other;

    private Nodes(String first, String second, String admin) throws Exception {
        this.first = Service.of(first, admin, "0");
        this.owner = this.first.account("owner@bench.example");
        this.same = new Reader(Service.of(first, admin, "0"), owner.token());
        this.other = new Reader(Service.of(second, admin, "0"), owner.token());
    }

    /// What a stream of the log has brought.
    private static final class Reader {
        private final Map<Integer, Double> millis = new ConcurrentHashMap<>();
        private final CountDownLatch ready = new CountDownLatch(1);

        Reader(Service service, String token) throws Exception {
            var request = HttpRequest.newBuilder(URI.create(service.base() + "/api/v2/changes"))
                    .header("Accept", "text/event-stream")
                    .header("Authorization", "Bearer " + token)
                    .build();
            var lines = service.http().send(request, BodyHandlers.ofLines()).body();
            Thread.ofPlatform().daemon().start(() -> lines.forEach(this::read));
            if (!ready.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("no stream");
            }
        }

        /// The time of a commit has whole milliseconds, and so has that of its arrival.
        private void read(String line) {
            if (line.equals("event: ready") || line.equals("event:ready")) {
                ready.countDown();
            }
            var title = TITLE.matcher(line);
            var committed = COMMITTED.matcher(line);
            if (title.find() && committed.find()) {
                var late = System.currentTimeMillis() - Long.parseLong(committed.group(1));
                if (millis.put(Integer.parseInt(title.group(1)), (double) late) != null) {
                    throw new IllegalStateException("twice: " + title.group(1));
                }
            }
        }

        void await(int count) throws InterruptedException {
            for (var i = 0; millis.size() < count; i++) {
                if (i == PATIENCE_SECONDS * 10) {
                    throw new IllegalStateException(millis.size() + " of " + count + " changes have come");
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }

        double[] between(int from, int to) {
            return IntStream.range(from, to).mapToDouble(millis::get).sorted().toArray();
        }
    }

    public static void main(String... arguments) throws Exception {
        var numbers = Arrays.stream(arguments).skip(3).map(Integer::valueOf).toList();
        new Nodes(arguments[0], arguments[1], arguments[2]).run(numbers);
        System.exit(0);
    }

    private void run(List<Integer> numbers) throws Exception {
        var rounds = numbers.get(0);
        var writes = numbers.get(1) * numbers.get(2);
        var done = numbers.get(3);
        write(0, done, 0);
        for (var round = 0; round < rounds; round++, done += writes) {
            write(done, done + writes, numbers.get(2));
            report("on the same node", same.between(done, done + writes));
            report("on the other one", other.between(done, done + writes));
        }
    }

    /// @param rate writes a second; 0 for as many as possible
    private void write(int from, int to, int rate) throws Exception {
        var start = (System.currentTimeMillis() / 1000 + 3600) * 1000;
        try (var pool = Executors.newScheduledThreadPool(4)) {
            for (var i = from; i < to; i++) {
                var title = "n" + i;
                var delay = rate == 0 ? 0 : (i - from) * 1_000_000L / rate;
                pool.schedule(() -> first.create(owner, title, start), delay, TimeUnit.MICROSECONDS);
            }
        }
        same.await(to);
        other.await(to);
    }

    private static void report(String where, double[] sorted) {
        System.out.printf(
                "%s: p50 %.0f ms, p99 %.0f ms, longest %.0f ms of %d%n",
                where, part(sorted, 0.5), part(sorted, 0.99), part(sorted, 1), sorted.length);
    }

    private static double part(double[] sorted, double part) {
        return sorted[(int) Math.ceil(part * sorted.length) - 1];
    }
}
