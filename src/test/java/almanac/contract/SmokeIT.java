package almanac.contract;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/// The same against the packaged service, which starts its own database in a fresh directory.
@QuarkusIntegrationTest
class SmokeIT extends SmokeTest {}
