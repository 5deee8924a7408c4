package almanac.oracle;

import almanac.testing.ExternalDatabase;
import almanac.testing.SseClient.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// Some new accounts, their writers and their followers for a while: rounds of writing, after each of which everything
/// is compared.
final class Episode implements AutoCloseable {
    private static final int WRITERS = 6;
    private static final int LONGEST_ROUND = 40;

    private final Nodes nodes;
    private final long seed;
    private final World world;
    private final Hands hands;
    private final List<Watch> watches = new ArrayList<>();
    private final Oracle oracle;
    private final List<Random> writers;
    private final Random trouble;
    private int checks;
    private final History history = new History();

    /// @param loses which messages one of the clients loses, though it must not
    Episode(ExternalDatabase database, Nodes nodes, long seed, Predicate<Message> loses) {
        this.nodes = nodes;
        this.seed = seed;
        this.world = new World(nodes);
        this.hands = new Hands(world);
        for (var number = 0; number < World.ACCOUNTS; number++) {
            Predicate<Message> losing = number == 0 ? loses : message -> false;
            watches.add(Watch.of(number, world, nodes, seed * 10 + number, losing));
        }
        this.oracle = new Oracle(world, nodes, new Truth(database::ask), watches, seed);
        this.writers = IntStream.range(0, WRITERS)
                .mapToObj(number -> new Random(seed * 1000 + number))
                .toList();
        this.trouble = new Random(seed * 1000 + 999);
    }

    History history() {
        return history;
    }

    /// Writes in rounds, for as long as it goes on.
    ///
    /// @param hasTrouble whether nodes are stopped and streams cut meanwhile
    /// @throws Fault for what is not as the contract has it
    void run(BooleanSupplier goesOn, boolean hasTrouble) {
        check();
        while (goesOn.getAsBoolean()) {
            round(hasTrouble);
            check();
            history.roundIsRight();
        }
    }

    private void check() {
        var begin = System.nanoTime();
        oracle.check(Integer.toString(checks++));
        history.note("checked in " + (System.nanoTime() - begin) / 1_000_000 + " ms");
    }

    private void round(boolean hasTrouble) {
        var work = new ArrayList<Callable<Void>>();
        var length = 5 + trouble.nextInt(LONGEST_ROUND);
        for (var number = 0; number < WRITERS; number++) {
            var random = writers.get(number);
            var name = number;
            work.add(() -> write(name, random, length));
        }
        if (hasTrouble) {
            work.add(trouble(trouble.nextInt(8), trouble.nextInt(nodes.count())));
        }
        AtOnce.run(work);
    }

    private Void write(int writer, Random random, int length) {
        // Where it goes is no part of what is drawn: else a restart would change what comes after it.
        var ways = new Random(random.nextLong());
        for (var left = length; left > 0; left--) {
            carryOut(writer, Op.draw(random), ways);
        }
        return null;
    }

    private void carryOut(int writer, Op op, Random ways) {
        var sent = System.nanoTime();
        var answer = hands.carryOut(op, nodes.any(ways));
        history.add(op, writer, sent, answer);
        if (answer.status() >= 500 && answer.status() != 503) {
            throw new Fault(op + ": " + answer);
        }
    }

    private Callable<Void> trouble(int kind, int node) {
        return () -> {
            switch (kind) {
                case 0 -> {
                    history.note("restart of node " + node);
                    nodes.restart(node);
                }
                case 1, 2 -> {
                    history.note("kill of node " + node);
                    nodes.kill(node);
                }
                case 3, 4 -> watches.forEach(watch -> watch.all().forEach(Follower::cut));
                default -> {
                    // Rounds without trouble are many rounds.
                }
            }
            return null;
        };
    }

    /// Carries operations out one after the other, and compares in the end.
    ///
    /// @throws Fault for what is not as the contract has it
    void replay(List<Op> ops) {
        var ways = new Random(seed);
        check();
        ops.forEach(op -> carryOut(0, op, ways));
        check();
    }

    @Override
    public void close() {
        watches.forEach(Watch::close);
    }
}
