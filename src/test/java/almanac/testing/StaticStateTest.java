package almanac.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The search for what a native image cannot keep, tried on a class that has some of it.
class StaticStateTest {
    @Test
    void findsWhatABuildCannotKeepHoweverDeepItLies() {
        var found = StaticState.unfit("almanac", Stream.of(Unfit.class));
        var name = Unfit.class.getName();
        assertEquals(
                Set.of(
                        name + ".AT_ONCE holds a " + Buffer.buffer().getClass().getName(),
                        name + ".AT_ONCE may hold a io.vertx.core.buffer.Buffer",
                        name + ".DEEP[value][].content[] holds a "
                                + ByteBuffer.allocateDirect(1).getClass().getName(),
                        name + ".CAPTURED.arg$1 holds a java.util.Random",
                        name + ".LATER.thread may hold a java.lang.Thread",
                        name + ".LATER_STILL.thread may hold a java.lang.Thread"),
                found);
    }

    private record Holder(List<ByteBuffer> content) {}

    private static final class Lazy {
        private Thread thread;
    }

    @SuppressWarnings("unused")
    private static final class Unfit {
        private static final Buffer AT_ONCE = Buffer.buffer("x");
        private static final Map<String, Object[]> DEEP =
                Map.of("key", new Object[] {new Holder(List.of(ByteBuffer.allocate(1), ByteBuffer.allocateDirect(1)))});
        private static final Supplier<Integer> CAPTURED = new Random()::nextInt;
        private static final Lazy LATER = new Lazy();
        private static final AtomicReference<Lazy[]> LATER_STILL = new AtomicReference<>();
        private static final Object FIT = List.of("text", new Holder(List.of(ByteBuffer.allocate(1))));
    }
}
