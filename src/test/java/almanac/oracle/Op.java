package almanac.oracle;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// One call of a writer, in names that outlive a run: accounts, events and calendars by their slots.
///
/// The same seed gives the same operations. What a slot holds when an operation is carried out depends on
/// what the other writers did before.
///
/// @param kind what is done
/// @param actor the account that does it, where the slot's owner does not
/// @param event the slot of the event
/// @param calendar the slot of the calendar
/// @param other the account that is shared with or invited
/// @param variant the bits that all further choices are taken from
record Op(Kind kind, int actor, int event, int calendar, int other, int variant) {
    /// How often each kind is drawn is its weight.
    enum Kind {
        CREATE(20),
        EDIT(22),
        MOVE(10),
        DELETE(5),
        ANSWER(12),
        INVITE(8),
        SHARE(10),
        UNSHARE(8),
        SHOW(8),
        RENAME(3),
        CALENDAR(4),
        UPLOAD(3),
        /// Makes a series, of an event too; or gives a series another rule, or none.
        REPEAT(14),
        /// Changes one occurrence.
        ONE(14),
        /// Changes an occurrence and those after it.
        FOLLOWING(5),
        /// Changes a series, as somebody does who looks at one of its occurrences.
        EVERY(6),
        /// Removes one occurrence.
        SKIP(6),
        /// Removes an occurrence and those after it.
        CUT(3),
        /// Answers for one occurrence.
        REPLY(7);

        private final int weight;

        Kind(int weight) {
            this.weight = weight;
        }
    }

    /// Kinds that are left out, to look for what has other causes: `-Doracle.without=SHARE,UNSHARE`.
    private static final Set<String> WITHOUT =
            Set.of(System.getProperty("oracle.without", "").split(","));

    private static final int TOTAL =
            Arrays.stream(Kind.values()).mapToInt(kind -> kind.weight).sum();

    /// Draws an operation.
    static Op draw(Random random) {
        return new Op(
                kind(random.nextInt(TOTAL)),
                random.nextInt(World.ACCOUNTS),
                random.nextInt(World.EVENTS),
                random.nextInt(World.CALENDARS),
                random.nextInt(World.ACCOUNTS),
                random.nextInt(Integer.MAX_VALUE));
    }

    private static Kind kind(int drawn) {
        var left = drawn;
        for (var kind : Kind.values()) {
            left -= kind.weight;
            if (left < 0) {
                return WITHOUT.contains(kind.name()) ? Kind.EDIT : kind;
            }
        }
        throw new IllegalArgumentException("beyond all weights: " + drawn);
    }

    /// A choice between so many, by the bits from a place on.
    int choose(int place, int of) {
        return (variant >>> place) % of;
    }

    /// One bit of the variant.
    boolean bit(int place) {
        return (variant >>> place & 1) == 1;
    }

    /// The operation of a line of the history.
    static Op parse(String line) {
        var parts = line.strip().split("\\s+");
        var numbers = Arrays.stream(parts, 1, 6).mapToInt(Integer::parseInt).toArray();
        return new Op(Kind.valueOf(parts[0]), numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    }

    /// The operations of a history, one a line; what follows the six words of a line is not read.
    static List<Op> parseAll(String history) {
        return history.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(Op::parse)
                .toList();
    }

    @Override
    public String toString() {
        return "%s %d %d %d %d %d".formatted(kind, actor, event, calendar, other, variant);
    }
}
