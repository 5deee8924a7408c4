package almanac.log.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

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
    private final FairSemaphore turns = new FairSemaphore(2, 2);
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
    @DisplayName("4.3 what is beyond the queue is turned away, and room is made by whoever leaves")
    void whatIsBeyondTheQueueIsTurnedAway() {
        List.of("a", "b", "c", "d").forEach(this::take);
        assertInstanceOf(ProblemException.class, take("e").getFailure());
        running.getFirst().complete("done");
        take("f");
        running.get(1).complete("done");
        running.get(2).complete("done");
        assertEquals(List.of("a", "b", "c", "d", "f"), begun);
    }

    @Test
    @DisplayName("4.3 whoever goes away while waiting leaves no place taken")
    void whoeverGoesAwayLeavesNoPlaceTaken() {
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
            turns.<String>take(() -> {
                        throw new IllegalStateException("broken");
                    })
                    .subscribe()
                    .withSubscriber(UniAssertSubscriber.create())
                    .assertFailedWith(IllegalStateException.class);
        }
    }

    private UniAssertSubscriber<String> take(String name) {
        return turns.take(() -> {
                    begun.add(name);
                    return Uni.createFrom().<String>emitter(running::add);
                })
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }
}
