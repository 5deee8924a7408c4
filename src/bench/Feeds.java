import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/// Loads the feeds of a running service: opens streams of one shared calendar, makes changes in it at a
/// steady rate and checks what each stream gets. Started by feeds.sh.
public class Feeds {
    private static final int STREAMS_A_USER = 20;

    /// The code of a JVM is slow until it has run for a while: so many writes that nobody watches come
    /// first, and so many seconds of changes that are checked, but neither timed nor charged.
    private static final int WARM_UP_WRITES = 10_000;

    private static final int AT_ONCE = 500;
    private static final long PAUSE_MILLIS = 1_000;
    private static final int RUN_IN_SECONDS = 15;

    private static final int UNHEARD_SECONDS = 30;
    private static final Pattern COMMITTED = Pattern.compile("\"committed_at\":(\\d+)");
    private static final Pattern TITLE = Pattern.compile("\"title\":\"change (\\d+)\"");

    private final Service service;
    private final int streams;
    private final double rate;
    private final int seconds;
    private final int cuts;

    private final List<Reader> readers = new ArrayList<>();
    private final List<Long> latencies = new ArrayList<>();
    private final ConcurrentHashMap<Integer, Long> acknowledged = new ConcurrentHashMap<>();
    private final AtomicInteger ready = new AtomicInteger();
    private final ArrayDeque<Refused> refused = new ArrayDeque<>();
    private final Map<String, Integer> refusals = new TreeMap<>();
    private volatile boolean stopping;

    /// A reader that was refused, and until when it waits, in epoch ms.
    private record Refused(Reader reader, long until) {}

    Feeds(String... arguments) {
        service = Service.of(arguments[0], arguments[1], arguments[2]);
        streams = Integer.parseInt(arguments[3]);
        rate = Double.parseDouble(arguments[4]);
        seconds = Integer.parseInt(arguments[5]);
        cuts = Integer.parseInt(arguments[6]);
    }

    public static void main(String... arguments) throws Exception {
        new Feeds(arguments).run();
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

        void connect(Selector selector) throws IOException {
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
                var committed = COMMITTED.matcher(message);
                var title = TITLE.matcher(message);
                if (title.find() && committed.find()) {
                    var number = Integer.parseInt(title.group(1));
                    seen.add(number);
                    if (number >= runIn()) {
                        latencies.add(now - Long.parseLong(committed.group(1)));
                    }
                }
            } else if (message.contains("event: reset")) {
                throw new IllegalStateException("a reset: " + message);
            }
        }

        void maybeCut(Selector selector) throws IOException {
            if (cutsLeft > 0 && seen.size() >= nextCut) {
                cutsLeft--;
                planCut();
                channel.close();
                connect(selector);
            }
        }

        /// The changes fall into as many spans as there are cuts, but for the last of them: somewhere in each is one.
        private void planCut() {
            if (cutsLeft > 0) {
                var span = changes() * 9 / 10 / cuts;
                nextCut = span * (cuts - cutsLeft) + 1 + random.nextInt(Math.max(1, span));
            }
        }
    }

    private void run() throws Exception {
        warmUp();
        var owner = service.account("owner@bench.example");
        var heapBefore = service.heap();
        for (var user = 0; readers.size() < streams; user++) {
            var member = service.account("reader" + user + "@bench.example");
            service.share(owner, member);
            for (var i = 0; i < STREAMS_A_USER && readers.size() < streams; i++) {
                readers.add(new Reader(member.token()));
            }
        }
        var selector = Selector.open();
        var reading = Thread.ofPlatform().start(() -> read(selector));
        var began = System.nanoTime();
        for (var i = 0; i < readers.size(); i++) {
            while (i - ready.get() > AT_ONCE) {
                Thread.sleep(5);
            }
            readers.get(i).connect(selector);
            selector.wakeup();
        }
        while (ready.get() < streams) {
            Thread.sleep(20);
        }
        System.out.printf("%d streams open and ready in %.1f s; refused meanwhile, and come again: %s%n", streams,
                (System.nanoTime() - began) / 1e9, refusals);
        System.out.printf("heap for each stream: %.1f kB%n", (service.heap() - heapBefore) / 1024.0 / streams);
        write(owner, 0, runIn());
        waitForAll();
        var cpuBefore = service.cpu();
        write(owner, runIn(), changes());
        waitForAll();
        var cpu = service.cpu().since(cpuBefore);
        stopping = true;
        selector.wakeup();
        reading.join();
        for (var reader : readers) {
            reader.channel.close();
        }
        report(cpu, costOfUnheardWrite(owner));
    }

    /// The CPU of a write at the same rate when no stream is open any more, in seconds: what is above it is the
    /// price of the deliveries.
    private double costOfUnheardWrite(Service.Account owner) throws Exception {
        writeUnheard(owner, runIn());
        var before = service.cpu();
        writeUnheard(owner, (int) (rate * UNHEARD_SECONDS));
        return service.cpu().since(before).total() / (rate * UNHEARD_SECONDS);
    }

    private void writeUnheard(Service.Account owner, int count) {
        atRate(0, count, number -> {
            try {
                service.create(owner, "unheard " + number, (System.currentTimeMillis() / 1000 + 3600) * 1000);
            } catch (Exception failure) {
                System.out.println("a write failed: " + failure);
            }
        });
    }

    private void atRate(int from, int to, java.util.function.IntConsumer work) {
        try (var pool = Executors.newScheduledThreadPool(4)) {
            for (var i = from; i < to; i++) {
                var number = i;
                pool.schedule(() -> work.accept(number), (long) ((i - from) * 1000 / rate), TimeUnit.MILLISECONDS);
            }
        }
    }

    private void read(Selector selector) {
        var buffer = ByteBuffer.allocateDirect(1 << 16);
        try {
            while (!stopping) {
                selector.select(100);
                comeAgain(selector);
                for (var key : selector.selectedKeys()) {
                    read(selector, key, buffer);
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void read(Selector selector, SelectionKey key, ByteBuffer buffer) throws IOException {
        var reader = (Reader) key.attachment();
        if (!key.isValid()) {
            return;
        }
        var length = ((SocketChannel) key.channel()).read(buffer.clear());
        if (length < 0) {
            key.channel().close();
            reader.connect(selector);
            return;
        }
        var bytes = new byte[length];
        buffer.flip().get(bytes);
        reader.take(new String(bytes, StandardCharsets.UTF_8), System.currentTimeMillis());
        if (reader.isRefused) {
            reader.channel.close();
            refused.add(new Refused(reader, System.currentTimeMillis() + PAUSE_MILLIS));
        } else {
            reader.maybeCut(selector);
        }
    }

    /// Those whose pause is over connect again.
    private void comeAgain(Selector selector) throws IOException {
        var now = System.currentTimeMillis();
        while (!refused.isEmpty() && refused.peek().until <= now) {
            refused.poll().reader.connect(selector);
        }
    }

    private int changes() {
        return runIn() + (int) (rate * seconds);
    }

    private int runIn() {
        return (int) (rate * RUN_IN_SECONDS);
    }

    private void warmUp() throws Exception {
        var nobody = service.account("nobody@bench.example");
        try (var pool = Executors.newFixedThreadPool(8)) {
            for (var i = 0; i < WARM_UP_WRITES; i++) {
                pool.submit(() -> service.create(nobody, "warm up", System.currentTimeMillis() / 1000 * 1000 + 3_600_000));
            }
        }
    }

    private void write(Service.Account owner, int from, int to) {
        var start = (System.currentTimeMillis() / 1000 + 3600) * 1000;
        atRate(from, to, number -> create(owner, number, start));
    }

    private void create(Service.Account owner, int number, long start) {
        try {
            service.create(owner, "change " + number, start);
            acknowledged.put(number, System.currentTimeMillis());
        } catch (Exception failure) {
            System.out.println("a write failed: " + failure);
        }
    }

    private void waitForAll() throws InterruptedException {
        var expected = acknowledged.size();
        for (var i = 0; i < 300 && readers.stream().anyMatch(reader -> reader.seen.size() < expected); i++) {
            Thread.sleep(100);
        }
    }

    private void report(Service.Cpu cpu, double unheard) {
        var lost = 0;
        var doubled = 0;
        for (var reader : readers) {
            var distinct = reader.seen.stream().distinct().count();
            lost += acknowledged.size() - (int) distinct;
            doubled += reader.seen.size() - (int) distinct;
        }
        var order = readers.getFirst().seen.stream().distinct().toList();
        var disordered = readers.stream()
                .filter(reader -> !reader.seen.stream().distinct().toList().equals(order))
                .count();
        var sorted = latencies.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf("%d changes, %d deliveries timed, %d lost, %d doubled, %d streams in another order%n",
                acknowledged.size(), sorted.length, lost, doubled, disordered);
        System.out.printf("written to received: p50 %d ms, p99 %d ms, max %d ms%n",
                at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
        if (cuts > 0) {
            System.out.printf("%d cuts; refused, and come again: %s%n",
                    readers.stream().mapToInt(reader -> cuts - reader.cutsLeft).sum(), refusals);
        }
        var thousands = Math.max(1, sorted.length) / 1000.0;
        System.out.printf("CPU of the service for 1,000 deliveries, writes included: %.4f s, %.4f s of it in the kernel%n",
                cpu.total() / thousands, cpu.system() / thousands);
        var writes = changes() - runIn();
        System.out.printf("CPU of a write that nobody hears: %.1f ms; without the writes, 1,000 deliveries cost %.4f s%n",
                unheard * 1000, (cpu.total() - unheard * writes) / thousands);
    }

    private static long at(long[] sorted, double share) {
        return sorted.length == 0 ? -1 : sorted[(int) Math.min(sorted.length - 1, sorted.length * share)];
    }
}
