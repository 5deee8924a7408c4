package almanac.contract;

import almanac.testing.InBucket;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/// The same from an object store.
@QuarkusTest
@TestProfile(InBucket.class)
class FileRangeInBucketTest extends FileRangeTest {}
