import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongToDoubleFunction;

/// How many users one database carries, and which part of the events would have people in several cells: the
/// model of docs/operations/scale.md. It needs no running service. The same arguments print the same.
///
/// ```
/// java src/bench/Capacity.java [NAME=VALUE]...
/// java src/bench/Capacity.java users=100000 changes=20 cells=16 seed=7
/// ```
///
/// A wrong argument lists all names with their presets.
public class Capacity {
    private static final double DAY_SECONDS = 86_400;
    private static final double MINUTE_SECONDS = 60;
    private static final double MICROS = 1e6;

    /// The fewest nodes: one may fail.
    private static final long FEWEST_NODES = 2;

    /// A limit that is not met by so many users is not met.
    private static final long MOST_USERS = 100_000_000_000L;

    private final Inputs inputs;

    private Capacity(Inputs inputs) {
        this.inputs = inputs;
    }

    public static void main(String... arguments) {
        try {
            var inputs = Inputs.of(arguments);
            var capacity = new Capacity(inputs);
            var cells = new Cells(inputs);
            capacity.table();
            capacity.limits();
            cells.print();
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
        }
    }

    // --- the model

    private long streams(long users) {
        return Math.round(users * inputs.number("watching"));
    }

    private long nodes(long users) {
        return Math.max(FEWEST_NODES, (long) Math.ceil(streams(users) / inputs.number("streams")));
    }

    private double changes(long users) {
        return users * inputs.number("changes") / DAY_SECONDS;
    }

    private double atPeak(long users) {
        return changes(users) * inputs.number("peak");
    }

    private double logBytes(long users) {
        return users * inputs.number("changes") * inputs.number("days") * inputs.number("line");
    }

    /// Each node reads each change once.
    private double tailRows(long users) {
        return nodes(users) * atPeak(users);
    }

    private double tailCores(long users) {
        var reads = nodes(users) * Math.min(atPeak(users), inputs.number("reads"));
        return (reads * inputs.number("read-micros") + tailRows(users) * inputs.number("row-micros")) / MICROS;
    }

    private double callCores(long users) {
        return users * inputs.number("calls") / MINUTE_SECONDS * inputs.number("call-micros") / MICROS;
    }

    private double connections(long users) {
        return nodes(users) * inputs.number("connections");
    }

    private void table() {
        print("     users   changes/s mean, peak   log GB   streams   nodes   tail rows/s   MB/s   cores   connections%n");
        for (var users : inputs.list("users")) {
            var megabytes = tailRows(users) * inputs.number("line") / 1e6;
            print("%,10d %,14.1f %,9.0f %,10.0f %,9d %,7d %,13.0f %,6.1f %7.2f %,13.0f%n",
                    users, changes(users), atPeak(users), logBytes(users) / 1e9, streams(users), nodes(users),
                    tailRows(users), megabytes, tailCores(users), connections(users));
        }
    }

    // --- the limits

    /// @param name what runs out
    /// @param use how much of it so many users need; it grows with them
    /// @param most how much there is
    private record Limit(String name, LongToDoubleFunction use, double most) {
        /// The fewest users that need more than there is.
        long users() {
            var few = 0L;
            var many = MOST_USERS;
            while (many - few > 1) {
                var middle = few + (many - few) / 2;
                if (use.applyAsDouble(middle) > most) {
                    many = middle;
                } else {
                    few = middle;
                }
            }
            return many;
        }
    }

    private void limits() {
        var cores = inputs.number("cores");
        var limits = List.of(
                new Limit("connections", this::connections, inputs.number("allowed")),
                new Limit("cores for calls", this::callCores, cores * inputs.number("calls-share")),
                new Limit("cores for tails", this::tailCores, cores * inputs.number("tails-share")),
                new Limit("GB of log", users -> logBytes(users) / 1e9, inputs.number("log")),
                new Limit("writes/s at peak", this::atPeak, inputs.number("writes")));
        print("%nlimits, in the order in which they are met%n");
        limits.stream().sorted(Comparator.comparingLong(Limit::users)).forEach(limit -> print(
                "%,12d users, %,4d nodes: %s, more than %,.1f%n",
                limit.users(), nodes(limit.users()), limit.name, limit.most));
    }

    // --- the inputs

    /// What is known, assumed or asked for, by its name.
    record Inputs(Map<String, String> values) {
        /// The name, the preset and the meaning of each.
        private static final String[][] ALL = {
            {"users", "10000,100000,1000000,3000000", "one row of the table each"},
            {"changes", "5", "changes a user and day"},
            {"peak", "10", "changes at the peak, over those in the mean"},
            {"watching", "0.3", "part of the users that has a stream open"},
            {"streams", "10000", "streams a node"},
            {"line", "2200", "bytes of a change in the log, with its indexes"},
            {"days", "30", "days that the log keeps"},
            {"connections", "38", "connections a node"},
            {"allowed", "97", "connections that the database accepts of the service"},
            {"cores", "16", "cores of the database"},
            {"calls", "1", "calls a user and minute"},
            {"call-micros", "440", "microseconds of the database's CPU for a call"},
            {"calls-share", "0.5", "part of the cores that calls may take"},
            {"reads", "200", "reads of the log a second and node, at most"},
            {"read-micros", "110", "microseconds of the database's CPU for such a read"},
            {"row-micros", "20", "the same for each change in it"},
            {"tails-share", "0.1", "part of the cores that these reads may take"},
            {"log", "1000", "GB of the log that can be kept"},
            {"writes", "4000", "changes that the database commits in a second"},
            {"cells", "8", "cells"},
            {"members", "200000", "accounts that are placed in cells"},
            {"teams", "5,50,500,5000,20000", "sizes of teams; each size has the same part of the accounts"},
            {"room", "0.1", "room of a cell beyond its part of the accounts"},
            {"guests", "3", "guests of an event in the mean, the organizer not counted"},
            {"outside", "0.05", "part of the events that has one more guest, of any other team"},
            {"rounds", "10", "times that the accounts are placed anew"},
            {"events", "2000", "events that are drawn for each size of team, each time"},
            {"seed", "1", "where the random numbers begin"},
        };

        static Inputs of(String... arguments) {
            var values = new LinkedHashMap<String, String>();
            Arrays.stream(ALL).forEach(input -> values.put(input[0], input[1]));
            for (var argument : arguments) {
                var parts = argument.split("=", 2);
                var isList = parts[0].equals("users") || parts[0].equals("teams");
                var form = isList ? "[1-9]\\d{0,10}(,[1-9]\\d{0,10})*" : "\\d{1,9}(\\.\\d{1,9})?";
                if (parts.length < 2 || !values.containsKey(parts[0]) || !parts[1].matches(form)) {
                    throw new IllegalArgumentException("not an argument: " + argument + "\n" + help());
                }
                values.put(parts[0], parts[1]);
            }
            return new Inputs(values);
        }

        private static String help() {
            var lines = new StringBuilder();
            for (var input : ALL) {
                lines.append("  %-44s %s%n".formatted(input[0] + "=" + input[1], input[2]));
            }
            return lines.toString();
        }

        double number(String name) {
            return Double.parseDouble(values.get(name));
        }

        int count(String name) {
            return Math.max(1, (int) number(name));
        }

        long[] list(String name) {
            return Arrays.stream(values.get(name).split(",")).mapToLong(Long::parseLong).toArray();
        }
    }

    static void print(String form, Object... values) {
        System.out.printf(Locale.ROOT, form, values);
    }
}
