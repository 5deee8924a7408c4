package almanac.event.attachment;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/// Where uploads are kept, and their limits.
@ConfigMapping(prefix = "almanac.attachment")
public interface AttachmentConfig {
    /// Where the content of attachments is stored: `disk`, a directory, or `s3`, a bucket of an object store. Nodes
    /// share a bucket; they share a directory only if it is on a shared volume.
    @WithDefault("disk")
    Store store();

    /// Whether this start copies the attachments of the directory to the bucket and then exits (`only`). It needs
    /// `almanac.attachment.store=s3`, and can be repeated.
    @WithDefault("never")
    Copy copy();

    /// Whether a download is answered 302 with a URL of the object store that is valid for 60 s. Scripts of web
    /// pages get the content all the same.
    @WithDefault("false")
    boolean redirect();

    /// Directory of the uploaded files.
    @WithDefault("${almanac.data:data}/attachments")
    Path directory();

    /// Maximum size of one file; a larger one is answered 413.
    @WithDefault("50M")
    MemorySize fileLimit();

    /// Maximum number of files in one request.
    @WithDefault("10")
    int countLimit();

    /// How long an upload is kept that is attached to no event.
    @WithDefault("24h")
    Duration unattachedFor();

    /// Maximum number of uploads received at the same time. Further ones wait and are not read meanwhile.
    @WithDefault("12")
    int uploadsAtOnce();

    /// Maximum number of uploads received at the same time per user.
    @WithDefault("4")
    int uploadsPerUser();

    /// How long an upload may wait before it is answered 503. Has to be shorter than the idle timeout of
    /// connections.
    @WithDefault("30s")
    Duration uploadPatience();

    /// Maximum total size of a user's uploads; above it 507.
    @WithDefault("10G")
    MemorySize userLimit();

    /// Free disk space that uploads may not use; below it 507.
    @WithDefault("512M")
    MemorySize diskReserve();

    /// A kind of store.
    enum Store {
        DISK,
        S3
    }

    /// Whether attachments are copied to the object store.
    enum Copy {
        NEVER,
        ONLY
    }
}
