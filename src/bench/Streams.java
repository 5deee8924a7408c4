import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/// The streams that watch the calendar: one thread reads them all, cuts them at random moments, and takes down
/// what each has seen.
final class Streams {
    private static final int AT_ONCE = 500;
    private static final long PAUSE_MILLIS = 1_000;
    private static final Pattern COMMITTED = Pattern.compile("\"committed_at\":(\\d+)");
    private static final Pattern TITLE = Pattern.compile("\"title\":\"change (\\d+)\"");

    private final Service service;
    private final int runIn;
    private final int changes;
    private final int cuts;

    private final List<Reader> readers = new ArrayList<>();
    private final List<Long> latencies = new ArrayList<>();
    private final AtomicInteger ready = new AtomicInteger();
    private final ArrayDeque<Refused> refused = new ArrayDeque<>();
    private final Map<String, Integer> refusals = new TreeMap<>();
    private final Selector selector;
    private Thread reading;
    private volatile boolean stopping;

    /// A reader that was refused, and until when it waits, in epoch ms.
    private record Refused(Reader reader, long until) {}

    /// @param runIn how many changes come first and are not timed
    /// @param changes how many there are, with these
    /// @param cuts how often each stream is cut
    Streams(Service service, int runIn, int changes, int cuts) throws IOException {
        this.service = service;
        this.runIn = runIn;
        this.changes = changes;
        this.cuts = cuts;
        selector = Selector.open();
    }

    void add(String token) {
        readers.add(new Reader(token));
    }

    int size() {
        return readers.size();
    }

    /// One stream: its connection, the half of a message that has come, and what it has seen.
    private final class Reader {
        final String token;
        final StringBuilder half = new StringBuilder();
        final List<Integer> seen = new ArrayList<>();
        final Random random = new Random(seen.hashCode() + readers.size());
        String cursor = "";
        SocketChannel channel;
        int cutsLeft = cuts;
        int nextCut;
        boolean counted;
        boolean isRefused;

        Reader(String token) {
            this.token = token;
            planCut();
        }

        void connect() throws IOException {
            half.setLength(0);
            isRefused = false;
            channel = SocketChannel.open(new InetSocketAddress(service.base().getHost(), service.base().getPort()));
            var head = "GET /api/v2/events HTTP/1.1\r\nHost: bench\r\nAccept: text/event-stream\r\nAuthorization: Bearer "
                    + token + "\r\n" + (cursor.isEmpty() ? "" : "Last-Event-ID: " + cursor + "\r\n") + "\r\n";
            channel.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        /// Chunk sizes stand on lines of their own between messages and do no harm here.
        void take(String text, long now) {
            half.append(text);
            if (half.indexOf("HTTP/1.1 ") == 0 && half.length() > 12 && !half.substring(9, 12).equals("200")) {
                refusals.merge(half.substring(9, 12), 1, Integer::sum);
                isRefused = true;
                return;
            }
            for (int end; (end = half.indexOf("\n\n")) >= 0; ) {
                message(half.substring(0, end), now);
                half.delete(0, end + 2);
            }
            if (half.length() < 16 && half.toString().endsWith("0\r\n\r\n")) {
                refusals.merge("ended", 1, Integer::sum);
                isRefused = true;
            }
        }

        private void message(String message, long now) {
            var id = message.indexOf("id: ");
            if (id >= 0) {
                cursor = message.substring(id + 4, message.indexOf('\n', id));
            }
            if (message.contains("event: ready") && !counted) {
                counted = true;
                ready.incrementAndGet();
            } else if (message.contains("event: enter")) {
                entered(message, now);
            } else if (message.contains("event: reset")) {
                throw new IllegalStateException("a reset: " + message);
            }
        }

        private void entered(String message, long now) {
            var committed = COMMITTED.matcher(message);
            var title = TITLE.matcher(message);
            if (title.find() && committed.find()) {
                var number = Integer.parseInt(title.group(1));
                seen.add(number);
                if (number >= runIn) {
                    latencies.add(now - Long.parseLong(committed.group(1)));
                }
            }
        }

        void maybeCut() throws IOException {
            if (cutsLeft > 0 && seen.size() >= nextCut) {
                cutsLeft--;
                planCut();
                channel.close();
                connect();
            }
        }

        /// The changes fall into as many spans as there are cuts, but for the last of them: somewhere in each is one.
        private void planCut() {
            if (cutsLeft > 0) {
                var span = changes * 9 / 10 / cuts;
                nextCut = span * (cuts - cutsLeft) + 1 + random.nextInt(Math.max(1, span));
            }
        }
    }

    /// Connects all of them, and waits until each has had its snapshot.
    void open() throws IOException, InterruptedException {
        reading = Thread.ofPlatform().start(this::read);
        var began = System.nanoTime();
        for (var i = 0; i < readers.size(); i++) {
            while (i - ready.get() > AT_ONCE) {
                Thread.sleep(5);
            }
            readers.get(i).connect();
            selector.wakeup();
        }
        while (ready.get() < readers.size()) {
            Thread.sleep(20);
        }
        System.out.printf("%d streams open and ready in %.1f s; refused meanwhile, and come again: %s%n", readers.size(),
                (System.nanoTime() - began) / 1e9, refusals);
    }

    private void read() {
        var buffer = ByteBuffer.allocateDirect(1 << 16);
        try {
            while (!stopping) {
                selector.select(100);
                comeAgain();
                for (var key : selector.selectedKeys()) {
                    read(key, buffer);
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void read(SelectionKey key, ByteBuffer buffer) throws IOException {
        var reader = (Reader) key.attachment();
        if (!key.isValid()) {
            return;
        }
        var length = ((SocketChannel) key.channel()).read(buffer.clear());
        if (length < 0) {
            key.channel().close();
            reader.connect();
            return;
        }
        var bytes = new byte[length];
        buffer.flip().get(bytes);
        reader.take(new String(bytes, StandardCharsets.UTF_8), System.currentTimeMillis());
        if (reader.isRefused) {
            reader.channel.close();
            refused.add(new Refused(reader, System.currentTimeMillis() + PAUSE_MILLIS));
        } else {
            reader.maybeCut();
        }
    }

    /// Those whose pause is over connect again.
    private void comeAgain() throws IOException {
        var now = System.currentTimeMillis();
        while (!refused.isEmpty() && refused.peek().until <= now) {
            refused.poll().reader.connect();
        }
    }

    /// Waits, though not for ever, until each has seen so many changes.
    void await(int expected) throws InterruptedException {
        for (var i = 0; i < 300 && readers.stream().anyMatch(reader -> reader.seen.size() < expected); i++) {
            Thread.sleep(100);
        }
    }

    void close() throws IOException, InterruptedException {
        stopping = true;
        selector.wakeup();
        reading.join();
        for (var reader : readers) {
            reader.channel.close();
        }
    }

    /// How many deliveries were timed.
    int timed() {
        return latencies.size();
    }

    /// Says what has come of so many changes, and how soon.
    void report(int acknowledged) {
        var lost = 0;
        var doubled = 0;
        for (var reader : readers) {
            var distinct = reader.seen.stream().distinct().count();
            lost += acknowledged - (int) distinct;
            doubled += reader.seen.size() - (int) distinct;
        }
        var order = readers.getFirst().seen.stream().distinct().toList();
        var disordered = readers.stream()
                .filter(reader -> !reader.seen.stream().distinct().toList().equals(order))
                .count();
        var sorted = latencies.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf("%d changes, %d deliveries timed, %d lost, %d doubled, %d streams in another order%n",
                acknowledged, sorted.length, lost, doubled, disordered);
        System.out.printf("written to received: p50 %d ms, p99 %d ms, max %d ms%n",
                at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
        if (cuts > 0) {
            System.out.printf("%d cuts; refused, and come again: %s%n",
                    readers.stream().mapToInt(reader -> cuts - reader.cutsLeft).sum(), refusals);
        }
    }

    private static long at(long[] sorted, double share) {
        return sorted.length == 0 ? -1 : sorted[(int) Math.min(sorted.length - 1, sorted.length * share)];
    }
}
