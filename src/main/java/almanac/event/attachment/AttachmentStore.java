package almanac.event.attachment;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where the content of uploads lies: a disk now, an object store when somebody needs one.
interface AttachmentStore {
    /// Takes over a file that has just been uploaded to a temporary place; one that was taken over
    /// already is fine.
    Uni<Void> keep(long id, Path upload);

    /// The content, to be sent; empty where there is none.
    Uni<Optional<Path>> content(long id);

    /// Removes content; none there is fine.
    Uni<Void> remove(long id);

    /// The bytes that are free where content lies.
    Uni<Long> free();

    /// The ids of what was kept before a moment, some at a time.
    ///
    /// @param before epoch ms
    Multi<List<Long>> keptBefore(long before);
}
