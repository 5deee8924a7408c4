import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/// Accounts in cells, and events among them: which part of the events has people in several cells. Used by
/// Capacity.java.
///
/// A team begins at a random time in the emptiest cell, and grows evenly from then on. A later account of it is
/// placed in the cell of the account before it while there is room, else in the emptiest cell. No account moves.
final class Cells {
    private static final int NONE = -1;

    private final Capacity.Inputs inputs;
    private final Random random;
    private final int cells;
    private final int most;
    private final List<int[]> teams = new ArrayList<>();
    private final int[] teamOf;

    Cells(Capacity.Inputs inputs) {
        this.inputs = inputs;
        this.random = new Random((long) inputs.number("seed"));
        this.cells = inputs.count("cells");
        var sizes = inputs.list("teams");
        for (var size : sizes) {
            if (size > inputs.count("members")) {
                throw new IllegalArgumentException("a team of " + size + " is larger than members");
            }
            addTeams(Math.max(1, inputs.count("members") / sizes.length / size), (int) size);
        }
        this.teamOf = IntStream.range(0, teams.size())
                .flatMap(team -> Arrays.stream(teams.get(team)).map(account -> team))
                .toArray();
        this.most = (int) Math.ceil(teamOf.length * (1 + inputs.number("room")) / cells);
    }

    /// Numbers accounts, those of a team in a row.
    private void addTeams(long count, int size) {
        var first = teams.isEmpty() ? 0 : Arrays.stream(teams.getLast()).max().orElseThrow() + 1;
        for (var team = 0; team < count; team++) {
            var from = first + team * size;
            teams.add(IntStream.range(from, from + size).toArray());
        }
    }

    // --- events

    /// What was found of the teams of a size, as sums over all events and teams.
    private static final class Sums {
        private int events;
        private int teams;
        private int apart;
        private int shared;
        private int others;
        private int whole;
    }

    void print() {
        var sizes = inputs.list("teams");
        var sums = Arrays.stream(sizes).mapToObj(_ -> new Sums()).toList();
        for (var round = 0; round < inputs.count("rounds"); round++) {
            var atRandom = random.ints(teamOf.length, 0, cells).toArray();
            var byTeam = placedByTeam();
            for (var i = 0; i < sizes.length; i++) {
                draw(sizes[i], atRandom, byTeam, sums.get(i));
            }
        }
        Capacity.print("%n%,d accounts in %d cells of %,d at most; events with people in several cells%n",
                teamOf.length, cells, most);
        Capacity.print("   team   accounts at random   by team   other cells an event   teams in one cell%n");
        for (var i = 0; i < sizes.length; i++) {
            var sum = sums.get(i);
            Capacity.print("%,7d %18.1f %% %7.1f %% %22.2f %17.0f %%%n",
                    sizes[i], 100.0 * sum.apart / sum.events, 100.0 * sum.shared / sum.events,
                    1.0 * sum.others / sum.events, 100.0 * sum.whole / sum.teams);
        }
    }

    private void draw(long size, int[] atRandom, int[] byTeam, Sums sums) {
        var ofSize = teams.stream().filter(team -> team.length == size).toList();
        for (var event = 0; event < inputs.count("events"); event++) {
            var people = people(ofSize.get(random.nextInt(ofSize.size())));
            var others = cellsOf(people, byTeam) - 1;
            sums.events++;
            sums.others += others;
            sums.shared += others > 0 ? 1 : 0;
            sums.apart += cellsOf(people, atRandom) > 1 ? 1 : 0;
        }
        for (var team : ofSize) {
            sums.teams++;
            sums.whole += Arrays.stream(team).map(account -> byTeam[account]).distinct().count() == 1 ? 1 : 0;
        }
    }

    private static int cellsOf(Set<Integer> people, int[] placed) {
        return (int) people.stream().mapToInt(account -> placed[account]).distinct().count();
    }

    /// The organizer and the guests of the team: one, and more by a geometric distribution.
    private Set<Integer> people(int[] team) {
        var count = 2;
        while (random.nextDouble() < 1 - 1 / Math.max(1, inputs.number("guests"))) {
            count++;
        }
        var people = new HashSet<Integer>();
        while (people.size() < Math.min(count, team.length)) {
            people.add(team[random.nextInt(team.length)]);
        }
        if (random.nextDouble() < inputs.number("outside") && team.length < teamOf.length) {
            var guest = random.nextInt(teamOf.length - team.length);
            people.add(guest < team[0] ? guest : guest + team.length);
        }
        return people;
    }

    // --- placing

    private int[] placedByTeam() {
        var used = new int[cells];
        var cellOf = new int[teams.size()];
        Arrays.fill(cellOf, NONE);
        var placed = new int[teamOf.length];
        for (var account : arrivals()) {
            var team = teamOf[account];
            if (cellOf[team] == NONE || used[cellOf[team]] >= most) {
                cellOf[team] = emptiest(used);
            }
            placed[account] = cellOf[team];
            used[placed[account]]++;
        }
        return placed;
    }

    /// The accounts in the order in which they come.
    private int[] arrivals() {
        var times = new double[teamOf.length];
        for (var team : teams) {
            var begin = random.nextDouble();
            for (var account : team) {
                times[account] = begin + (1 - begin) * random.nextDouble();
            }
        }
        return IntStream.range(0, times.length)
                .boxed()
                .sorted(Comparator.comparingDouble(account -> times[account]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static int emptiest(int[] used) {
        return IntStream.range(0, used.length)
                .boxed()
                .min(Comparator.comparingInt(cell -> used[cell]))
                .orElseThrow();
    }
}
