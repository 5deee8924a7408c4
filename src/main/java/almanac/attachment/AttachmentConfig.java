package almanac.attachment;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/// Where uploads are kept, and how large and how old they may be.
@ConfigMapping(prefix = "almanac.attachment")
interface AttachmentConfig {
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
}
