package almanac.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api.User;
import almanac.testing.Swarm;
import almanac.testing.Swarm.Answer;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A user who asks for the same thing on all nodes at once, again and again.
final class Greedy {
    private static final String CALL = "/api/v2/calendars";

    /// Requests to a node at once: fewer than a user may have under way.
    private static final int AT_ONCE = 8;

    private static final Set<Integer> EXPECTED = Set.of(200, 429, 503);

    private final Swarm swarm;
    private final List<String> nodes;
    private final User user;

    private Greedy(Swarm swarm, List<String> nodes, User user) {
        this.swarm = swarm;
        this.nodes = nodes;
        this.user = user;
    }

    /// A new user.
    static Greedy on(Cluster cluster) {
        var nodes = cluster.nodes().stream().map(node -> node.address() + CALL).toList();
        return new Greedy(Swarm.at(cluster.address()), nodes, Load.user());
    }

    /// Asks the first node, one request after the other.
    ///
    /// @return how many requests were admitted
    long admitted(int requests) {
        return admitted(Stream.generate(() -> swarm.send(swarm.get(nodes.getFirst(), user.token())))
                .limit(requests)
                .toList());
    }

    /// Asks all nodes at once until each refuses everything.
    ///
    /// @return how many requests were admitted
    long admittedUntilRefused() {
        var admitted = 0L;
        for (var answers = volley(); !isRefused(answers); answers = volley()) {
            admitted += admitted(answers);
        }
        return admitted;
    }

    /// No node admits anything.
    void staysRefused() {
        volley().forEach(answer -> assertEquals(429, answer.status(), answer::body));
    }

    private static long admitted(List<Answer> answers) {
        answers.forEach(answer -> assertTrue(EXPECTED.contains(answer.status()), answer::toString));
        return answers.stream().filter(answer -> answer.status() == 200).count();
    }

    private static boolean isRefused(List<Answer> answers) {
        return answers.stream().allMatch(answer -> answer.status() == 429);
    }

    private List<Answer> volley() {
        return swarm.together(nodes.stream()
                .flatMap(node -> Collections.nCopies(AT_ONCE, swarm.get(node, user.token())).stream())
                .toList());
    }
}
