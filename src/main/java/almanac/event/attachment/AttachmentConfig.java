package almanac.event.attachment;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/// Where uploads are kept, and how large and how old they may be.
@ConfigMapping(prefix = "almanac.attachment")
public interface AttachmentConfig {
    /// The directory of the files.
    @WithDefault("${almanac.data:data}/attachments")
    Path directory();

    /// The largest single file, in bytes; a larger one is answered 413.
    @WithDefault("50M")
    MemorySize fileLimit();

    /// The greatest number of files in one request.
    @WithDefault("10")
    int countLimit();

    /// How long an upload is kept that no event has taken.
    @WithDefault("24h")
    Duration unattachedFor();

    /// The greatest number of uploads that are received at the same time; more wait, and are not read
    /// meanwhile.
    @WithDefault("12")
    int uploadsAtOnce();

    /// The same for one user.
    @WithDefault("4")
    int uploadsPerUser();

    /// How long an upload may wait for its turn; then it is answered 503. Shorter than the idle timeout of
    /// connections.
    @WithDefault("30s")
    Duration uploadPatience();

    /// The greatest number of bytes that the uploads of one user may take; beyond it 507.
    @WithDefault("10G")
    MemorySize userLimit();

    /// The free space of the disk that uploads leave alone; below it 507.
    @WithDefault("512M")
    MemorySize diskReserve();
}
