package almanac.event.objectstore;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// The object store of attachments, and how it is reached.
@ConfigMapping(prefix = "almanac.attachment.s3")
interface ObjectStoreConfig {
    /// URL of the object store. Without it, the endpoint of AWS for the region.
    Optional<URI> endpoint();

    /// Region of the bucket, which requests are signed for.
    @WithDefault("${AWS_REGION:us-east-1}")
    String region();

    /// The bucket. It has to exist. Required with `almanac.attachment.store=s3`.
    Optional<String> bucket();

    /// First part of the names of objects: `<prefix>/<yyyy-mm-dd>/<id>`.
    @WithDefault("attachments")
    String prefix();

    /// Whether the bucket is named in the path of URLs instead of the host, as most stores other than AWS need.
    @WithDefault("false")
    boolean pathStyle();

    /// Access key id. Without it, credentials are looked up as the AWS SDK does: environment variables, the
    /// profile files, the container, the machine.
    Optional<String> accessKey();

    /// Secret access key; required with an access key.
    Optional<String> secretKey();

    /// How long the store may take to begin an answer, and may be silent during a transfer.
    @WithDefault("10s")
    Duration timeout();

    /// Maximum number of connections to the store. An upload and a download use one each while they last.
    @WithDefault("100")
    int connections();
}
