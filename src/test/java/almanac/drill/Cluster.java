package almanac.drill;

import almanac.testing.ExternalDatabase;
import almanac.testing.PackagedService;
import io.restassured.RestAssured;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/// Three processes on one database, behind a load balancer, on this machine.
final class Cluster implements AutoCloseable {
    static final int NODES = 3;

    private final ExternalDatabase database;
    private final List<PackagedService> nodes = new ArrayList<>();
    private final Nginx balancer;
    private final Map<String, String> settings;

    /// What stands before the command of node 0.
    private final List<String> first;

    private Cluster(ExternalDatabase database, List<String> first, Map<String, String> more) {
        this.database = database;
        this.first = first;
        settings = new HashMap<>(database.settings());
        settings.put("almanac.quota.limit", "1000000");
        settings.put("quarkus.shutdown.delay", "1s");
        settings.putAll(more);
        for (var number = 0; number < NODES; number++) {
            nodes.add(start(number));
        }
        balancer = Nginx.before(nodes);
        RestAssured.baseURI = "http://127.0.0.1";
        RestAssured.port = balancer.address().getPort();
    }

    /// Starts it.
    ///
    /// @param more settings of every node
    static Cluster start(Map<String, String> more) {
        return start(List.of(), more);
    }

    /// Starts it, with node 0 under another program.
    ///
    /// @param first what stands before the command of node 0
    /// @param more settings of every node
    static Cluster start(List<String> first, Map<String, String> more) {
        return new Cluster(ExternalDatabase.start("drill-"), first, more);
    }

    /// Starts it on a database, which it ends, too.
    static Cluster on(ExternalDatabase database) {
        return new Cluster(database, List.of(), Map.of());
    }

    private PackagedService start(int number) {
        return PackagedService.start(number == 0 ? first : List.of(), "drill-" + number, settings);
    }

    /// Where clients find the service.
    URI address() {
        return balancer.address();
    }

    ExternalDatabase database() {
        return database;
    }

    /// All nodes that run now.
    List<PackagedService> nodes() {
        return List.copyOf(nodes);
    }

    PackagedService node(int number) {
        return nodes.get(number);
    }

    /// Stops a node in good order and starts another in its place.
    void restart(int number) {
        nodes.get(number).close();
        replace(number);
    }

    /// Kills a node and starts another in its place.
    void kill(int number) {
        nodes.get(number).kill();
        replace(number);
    }

    private void replace(int number) {
        nodes.set(number, start(number));
        balancer.leadTo(nodes);
        awaitReady();
    }

    /// Waits until every node is ready.
    void awaitReady() {
        for (var node : nodes) {
            Awaitility.await().atMost(Witnesses.PATIENCE).ignoreExceptions().until(() -> isReady(node));
        }
    }

    private static boolean isReady(PackagedService node) {
        return RestAssured.given()
                        .baseUri("http://127.0.0.1")
                        .port(node.management().getPort())
                        .get("/q/health/ready")
                        .statusCode()
                == 200;
    }

    @Override
    public void close() {
        RestAssured.reset();
        balancer.close();
        nodes.forEach(PackagedService::close);
        database.close();
    }
}
