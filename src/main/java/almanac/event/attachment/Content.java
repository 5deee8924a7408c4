package almanac.event.attachment;

import almanac.event.objectstore.ObjectStore;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.util.Optional;

/// The content of an upload.
public sealed interface Content {
    /// A file on a disk of the node.
    ///
    /// @param path the file
    /// @param size in bytes
    record OnDisk(Path path, long size) implements Content {}

    /// An object of the object store, which has not been asked for it yet.
    ///
    /// @param objects the store
    /// @param name the name of the object
    /// @param size in bytes
    /// @param isRedirected whether clients are to ask the store themselves
    record InStore(ObjectStore objects, String name, long size, boolean isRedirected) implements Content {
        /// Begins to read a part at the reader's pace; empty if there is no such object.
        public Uni<Optional<Multi<Buffer>>> open(ByteRange part) {
            return objects.open(name, part.first(), part.length(), size);
        }

        /// Whether the object is there.
        public Uni<Boolean> exists() {
            return objects.size(name).map(Optional::isPresent);
        }

        /// A URL that answers the object for 60 s, to everyone who has it.
        ///
        /// @param disposition the header `Content-Disposition` of its answer
        public Uni<String> sign(String disposition) {
            return objects.sign(name, disposition);
        }
    }
}
