package almanac.contract;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/// The same against what is packaged.
@QuarkusIntegrationTest
class BadTargetIT extends BadTargetTest {}
