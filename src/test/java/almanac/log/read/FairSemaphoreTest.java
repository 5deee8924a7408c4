package almanac.log.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import almanac.base.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// So much at once, the rest in order.
class FairSemaphoreTest {
    private final FairSemaphore<String> turns = new FairSemaphore<>(2, 2, 2);
    private final List<String> begun = new ArrayList<>();
    private final List<UniEmitter<? super String>> running = new ArrayList<>();

    @Test
    @DisplayName("4.3 what is beyond the places waits, and begins in order as places are given back")
    void whatIsBeyondThePlacesWaitsInOrder() {
        var answers = List.of(take("a"), take("b"), take("c"), take("d"));
        assertEquals(List.of("a", "b"), begun);
        running.get(1).complete("done");
        assertEquals(List.of("a", "b", "c"), begun);
        running.get(0).fail(new IllegalStateException("broken"));
        assertEquals(List.of("a", "b", "c", "d"), begun);
        answers.get(0).assertFailedWith(IllegalStateException.class);
        answers.get(1).assertItem("done");
    }

    @Test
    @DisplayName("4.3 what is beyond the queue is turned away, and work that ends makes room")
    void whatIsBeyondTheQueueIsTurnedAway() {
        List.of("a", "b", "c", "d").forEach(this::take);
        assertThrows(ProblemException.class, () -> turns.check("e"));
        running.getFirst().complete("done");
        turns.check("f");
        take("f");
        assertThrows(ProblemException.class, () -> turns.check("g"));
        running.get(1).complete("done");
        running.get(2).complete("done");
        assertEquals(List.of("a", "b", "c", "d", "f"), begun);
    }

    @Test
    @DisplayName("4.3 work that was let in before the queue was full begins, and is counted")
    void workThatWasLetInBegins() {
        var narrow = new FairSemaphore<String>(1, 2, 2);
        var names = List.of("a", "b", "c", "d", "e");
        names.forEach(narrow::check);
        names.forEach(name -> take(narrow, name));
        assertThrows(ProblemException.class, () -> narrow.check("f"));
        for (var ended = 0; ended < names.size(); ended++) {
            running.get(ended).complete("done");
        }
        assertEquals(names, begun);
        narrow.check("f");
    }

    @Test
    @DisplayName("4.3 a caller that goes away while it waits leaves no place taken")
    void aCallerThatGoesAwayLeavesNoPlaceTaken() {
        List.of("a", "b").forEach(this::take);
        take("c").cancel();
        running.get(0).complete("done");
        running.get(2).complete("done");
        take("d");
        assertEquals(List.of("a", "b", "c", "d"), begun);
    }

    @Test
    @DisplayName("4.3 work that cannot even begin gives its place back")
    void workThatCannotBeginGivesItsPlaceBack() {
        for (var attempt = 0; attempt < 5; attempt++) {
            turns.<String>take("a", () -> {
                        throw new IllegalStateException("broken");
                    })
                    .subscribe()
                    .withSubscriber(UniAssertSubscriber.create())
                    .assertFailedWith(IllegalStateException.class);
        }
    }

    @Test
    @DisplayName("4.3 an account leaves one place to the others, and accounts take turns")
    void accountsTakeTurns() {
        var wide = new FairSemaphore<String>(2, 10, 10);
        List.of("own 1", "own 2", "own 3", "other 1", "third 1", "other 2").forEach(name -> take(wide, name));
        assertEquals(List.of("own 1", "other 1"), begun);
        running.get(0).complete("done");
        running.get(1).complete("done");
        assertEquals(List.of("own 1", "other 1", "own 2", "third 1"), begun);
        running.get(3).complete("done");
        running.get(2).complete("done");
        assertEquals(List.of("own 1", "other 1", "own 2", "third 1", "other 2", "own 3"), begun);
    }

    @Test
    @DisplayName("4.3 an account has all places but one")
    void anAccountHasAllPlacesButOne() {
        var wide = new FairSemaphore<String>(3, 10, 10);
        List.of("own 1", "own 2", "own 3", "own 4", "other 1", "third 1").forEach(name -> take(wide, name));
        assertEquals(List.of("own 1", "own 2", "other 1"), begun);
        running.get(1).complete("done");
        running.get(2).complete("done");
        assertEquals(List.of("own 1", "own 2", "other 1", "own 3", "third 1"), begun);
    }

    @Test
    @DisplayName("4.3 an account has a part of the queue, and what is over it is turned away before it begins")
    void anAccountHasAPartOfTheQueue() {
        var narrow = new FairSemaphore<String>(1, 3, 2);
        List.of("own 1", "own 2", "own 3").forEach(name -> take(narrow, name));
        assertThrows(ProblemException.class, () -> narrow.check("own"));
        narrow.check("other");
        take(narrow, "other 1");
        assertThrows(ProblemException.class, () -> narrow.check("third"));
        running.getFirst().complete("done");
        narrow.check("third");
    }

    private void take(FairSemaphore<String> semaphore, String name) {
        semaphore
                .take(name.split(" ")[0], () -> {
                    begun.add(name);
                    return Uni.createFrom().<String>emitter(running::add);
                })
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }

    private UniAssertSubscriber<String> take(String name) {
        return take(name, name);
    }

    private UniAssertSubscriber<String> take(String key, String name) {
        return turns.take(key, () -> {
                    begun.add(name);
                    return Uni.createFrom().<String>emitter(running::add);
                })
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }
}
