package almanac.event.attachment;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Stores the content of uploads.
interface AttachmentStore {
    /// Moves a file from its temporary path into the store. Succeeds if it was moved before.
    Uni<Void> keep(long id, Path upload);

    /// The path of a content; empty if there is none.
    Uni<Optional<Path>> content(long id);

    /// Removes a content; succeeds if there is none.
    Uni<Void> remove(long id);

    /// The free space of the store, in bytes.
    Uni<Long> free();

    /// The ids of contents stored before a moment, in groups.
    ///
    /// @param before epoch ms
    Multi<List<Long>> keptBefore(long before);
}
