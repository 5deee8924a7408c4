package almanac.contract;

import almanac.testing.InBucket;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/// The same into an object store.
@QuarkusTest
@TestProfile(InBucket.class)
class UploadInBucketTest extends UploadTest {}
