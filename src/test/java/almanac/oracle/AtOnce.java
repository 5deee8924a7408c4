package almanac.oracle;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/// Work that is done at once, each part of it in a thread of its own.
final class AtOnce {
    private AtOnce() {}

    /// Does something for each, and waits for all.
    static <T> void forEach(List<T> all, Consumer<T> work) {
        run(all.stream()
                .map(one -> (Callable<Void>) () -> {
                    work.accept(one);
                    return null;
                })
                .toList());
    }

    /// Does all of it, and waits for all.
    ///
    /// @throws Fault the first that one of it has thrown
    static void run(List<Callable<Void>> work) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof Fault fault ? fault : new IllegalStateException(failure.getCause());
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
