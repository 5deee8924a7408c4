package almanac.feed.view;

import almanac.feed.message.Message;
import almanac.feed.stream.Stream;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/// The snapshot or replay of a stream. It is read first and sent afterwards, so that no transaction waits for
/// a slow reader.
///
/// What does not fit into the [SpoolMemory] is sent while it is read.
final class Spool {
    private final Stream stream;
    private final long zuid;
    private final SpoolMemory memory;
    private final Queue<Message> kept = new ArrayDeque<>();
    private long held;
    private boolean isFull;

    Spool(Stream stream, SpoolMemory memory) {
        this.stream = stream;
        this.zuid = stream.zuid();
        this.memory = memory;
    }

    /// Adds messages in order.
    ///
    /// @return completes when all are kept or sent; fails if the connection is closed
    Uni<Void> addAll(Multi<Message> messages) {
        return messages.onItem()
                .transformToUniAndConcatenate(this::add)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /// Adds messages that were read already.
    ///
    /// @return whether there is memory for all of them; otherwise none was added
    boolean keep(List<Message> messages) {
        var size =
                messages.stream().mapToLong(message -> message.bytes().length()).sum();
        if (!memory.take(zuid, size)) {
            return false;
        }
        held += size;
        return kept.addAll(messages) || messages.isEmpty();
    }

    private Uni<Void> add(Message message) {
        stream.checkOpen();
        var size = message.bytes().length();
        if (!isFull && memory.take(zuid, size)) {
            held += size;
            kept.add(message);
            return Uni.createFrom().voidItem();
        }
        isFull = true;
        return flush().chain(() -> stream.sendAndWait(message));
    }

    /// Sends the kept messages as fast as the reader takes them.
    Uni<Void> flush() {
        return Multi.createFrom()
                .<Queue<Message>, Message>generator(() -> kept, (queue, messages) -> {
                    var next = queue.poll();
                    if (next == null) {
                        messages.complete();
                    } else {
                        messages.emit(next);
                    }
                    return queue;
                })
                .onItem()
                .transformToUniAndConcatenate(this::send)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> send(Message message) {
        return stream.sendAndWait(message).invoke(() -> give(message.bytes().length()));
    }

    private void give(long bytes) {
        held -= bytes;
        memory.give(zuid, bytes);
    }

    /// Releases the memory of unsent messages.
    void close() {
        kept.clear();
        give(held);
    }
}
