package almanac.event.attachment;

import io.smallrye.mutiny.Uni;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Stores the content of uploads.
interface AttachmentStore {
    /// Fails with 503 while the store is known to be away.
    Uni<Void> ready();

    /// Takes a file from its temporary path into the store. Succeeds if it was taken before.
    Uni<Void> keep(FileKey key, Path upload);

    /// A content. Empty if it is known that there is none.
    ///
    /// @param size of the upload, in bytes
    Uni<Optional<Content>> content(FileKey key, long size);

    /// Runs work on a content as a file, which must not be changed and may be gone after it; empty if there is none.
    <T> Uni<Optional<T>> onFile(FileKey key, Function<Path, Uni<T>> work);

    /// Removes a content; succeeds if there is none.
    Uni<Void> remove(FileKey key);

    /// The free space where uploads are received, in bytes.
    Uni<Long> free();

    /// Shows contents to a sweep, in groups, each until the work on it has succeeded. A store may show each content
    /// once only.
    ///
    /// @param before epoch ms; younger contents are not shown
    Uni<Void> each(long before, Function<List<FileKey>, Uni<Void>> work);
}
