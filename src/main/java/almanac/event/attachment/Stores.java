package almanac.event.attachment;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// Chooses the store of attachments. The other one is not created.
class Stores {
    private Stores() {}

    @Produces
    @Singleton
    static AttachmentStore store(AttachmentConfig config, Instance<DiskStore> disk, Instance<BucketStore> bucket) {
        return switch (config.store()) {
            case DISK -> disk.get();
            case S3 -> bucket.get();
        };
    }
}
