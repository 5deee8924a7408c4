package almanac.testing;

import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.HttpServer;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.net.URI;

/// The port of health and metrics of the service that a test runs in its own process.
public final class Management {
    private Management() {}

    /// Where it answers.
    public static URI address() {
        return URI.create("http://localhost:" + port());
    }

    /// A request to it.
    public static RequestSpecification call() {
        return RestAssured.given().baseUri("http://localhost").port(port());
    }

    /// Its number, which each run chooses anew.
    public static int port() {
        return Arc.container().instance(HttpServer.class).get().getManagementPort();
    }
}
