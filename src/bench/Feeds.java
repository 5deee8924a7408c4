import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/// Loads the feeds of a running service: opens streams of one shared calendar, makes changes in it at a
/// steady rate and checks what each stream gets. Started by feeds.sh.
public class Feeds {
    private static final int STREAMS_A_USER = 20;

    /// The code of a JVM is slow until it has run for a while: so many writes that nobody watches come
    /// first, and so many seconds of changes that are checked, but neither timed nor charged.
    private static final int WARM_UP_WRITES = 10_000;

    private static final int RUN_IN_SECONDS = 15;
    private static final int UNHEARD_SECONDS = 30;

    private final Service service;
    private final int count;
    private final double rate;
    private final int runIn;
    private final int changes;
    private final Streams streams;
    private final ConcurrentHashMap<Integer, Long> acknowledged = new ConcurrentHashMap<>();

    Feeds(String... arguments) throws Exception {
        service = Service.of(arguments[0], arguments[1], arguments[2]);
        count = Integer.parseInt(arguments[3]);
        rate = Double.parseDouble(arguments[4]);
        runIn = (int) (rate * RUN_IN_SECONDS);
        changes = runIn + (int) (rate * Integer.parseInt(arguments[5]));
        streams = new Streams(service, runIn, changes, Integer.parseInt(arguments[6]));
    }

    public static void main(String... arguments) throws Exception {
        new Feeds(arguments).run();
    }

    private void run() throws Exception {
        warmUp();
        var owner = service.account("owner@bench.example");
        var heapBefore = service.heap();
        addReaders(owner);
        streams.open();
        System.out.printf("heap for each stream: %.1f kB%n", (service.heap() - heapBefore) / 1024.0 / count);
        write(owner, 0, runIn);
        streams.await(acknowledged.size());
        var cpuBefore = service.cpu();
        write(owner, runIn, changes);
        streams.await(acknowledged.size());
        var cpu = service.cpu().since(cpuBefore);
        streams.close();
        report(cpu, costOfUnheardWrite(owner));
    }

    private void warmUp() throws Exception {
        var nobody = service.account("nobody@bench.example");
        try (var pool = Executors.newFixedThreadPool(8)) {
            for (var i = 0; i < WARM_UP_WRITES; i++) {
                pool.submit(() -> service.create(nobody, "warm up", System.currentTimeMillis() / 1000 * 1000 + 3_600_000));
            }
        }
    }

    private void addReaders(Service.Account owner) throws Exception {
        for (var user = 0; streams.size() < count; user++) {
            var member = service.account("reader" + user + "@bench.example");
            service.share(owner, member);
            for (var i = 0; i < STREAMS_A_USER && streams.size() < count; i++) {
                streams.add(member.token());
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

    /// The CPU of a write at the same rate when no stream is open any more, in seconds: what is above it is the
    /// price of the deliveries.
    private double costOfUnheardWrite(Service.Account owner) throws Exception {
        writeUnheard(owner, runIn);
        var before = service.cpu();
        writeUnheard(owner, (int) (rate * UNHEARD_SECONDS));
        return service.cpu().since(before).total() / (rate * UNHEARD_SECONDS);
    }

    private void writeUnheard(Service.Account owner, int writes) {
        atRate(0, writes, number -> {
            try {
                service.create(owner, "unheard " + number, (System.currentTimeMillis() / 1000 + 3600) * 1000);
            } catch (Exception failure) {
                System.out.println("a write failed: " + failure);
            }
        });
    }

    private void atRate(int from, int to, IntConsumer work) {
        try (var pool = Executors.newScheduledThreadPool(4)) {
            for (var i = from; i < to; i++) {
                var number = i;
                pool.schedule(() -> work.accept(number), (long) ((i - from) * 1000 / rate), TimeUnit.MILLISECONDS);
            }
        }
    }

    private void report(Service.Cpu cpu, double unheard) {
        streams.report(acknowledged.size());
        var thousands = Math.max(1, streams.timed()) / 1000.0;
        System.out.printf("CPU of the service for 1,000 deliveries, writes included: %.4f s, %.4f s of it in the kernel%n",
                cpu.total() / thousands, cpu.system() / thousands);
        System.out.printf("CPU of a write that nobody hears: %.1f ms; without the writes, 1,000 deliveries cost %.4f s%n",
                unheard * 1000, (cpu.total() - unheard * (changes - runIn)) / thousands);
    }
}
