package almanac.storage.database;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.Storage;
import almanac.testing.WithMail;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ClientProxy;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/// What the service asks the database by itself, without a caller, reads no large table from its beginning to its
/// end: each statement is taken from the server's own log and shown with its plan.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@TestProfile(WithMail.class)
class BackgroundPlansTest {
    private static final Set<String> LARGE = Set.of(
            "event",
            "invitation",
            "change",
            "attachment",
            "attachment_link",
            "idempotency_key",
            "access_token",
            "upstream_intent",
            "feed_token",
            "alarm",
            "mail",
            "oauth_grant",
            "oauth_code");
    private static final Pattern STATEMENT = Pattern.compile("(?s) execute [^:]+: (.*)");

    /// What was in the log before.
    private int begin;

    @Inject
    Pool pool;

    @Inject
    Storage storage;

    @Inject
    Scheduler scheduler;

    @Inject
    Vertx vertx;

    @ConfigProperty(name = "almanac.data")
    Path data;

    @Test
    void noBackgroundStatementReadsALargeTableWhole() throws Exception {
        Api.create(Api.user(), Api.event("Tea"));
        begin = log().length();
        logging("all");
        try {
            for (var job : jobs()) {
                job.run(vertx);
            }
            // The tail of the log asks by itself.
            var statements = await().until(
                            this::statements,
                            found -> found.stream()
                                    .anyMatch(statement ->
                                            statement.contains("from change where position > $1 order by")));
            assertTrue(statements.size() >= 5, statements.toString());
            for (var statement : statements) {
                check(statement);
            }
        } finally {
            logging("none");
        }
    }

    /// A method that the scheduler calls.
    private record Job(Object bean, Method method) {
        /// On a context of its own, as the scheduler does.
        void run(Vertx vertx) {
            method.setAccessible(true);
            var ended = new CompletableFuture<Object>();
            VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext()).runOnContext(_ -> {
                VertxContextSafetyToggle.setContextSafe(Vertx.currentContext(), true);
                try {
                    var work = (Uni<?>) method.invoke(bean);
                    work.subscribe().with(ended::complete, ended::completeExceptionally);
                } catch (ReflectiveOperationException failure) {
                    ended.completeExceptionally(failure);
                }
            });
            assertDoesNotThrow(() -> ended.get(30, TimeUnit.SECONDS), method::toString);
        }
    }

    private List<Job> jobs() throws ReflectiveOperationException {
        var jobs = new ArrayList<Job>();
        for (var scheduled : scheduler.getScheduledJobs()) {
            var described = scheduled.getMethodDescription().split("#", 2);
            var type = Class.forName(described[0]);
            var method = type.getDeclaredMethod(described[1].replaceAll("\\W.*", ""));
            if (!method.getReturnType().equals(Uni.class)) {
                // It asks no database.
                continue;
            }
            jobs.add(new Job(ClientProxy.unwrap(Arc.container().instance(type).get()), method));
        }
        assertTrue(jobs.size() >= 4, jobs.toString());
        return jobs;
    }

    /// What asks for catalogues of the database alone is left out; the tail asks for its history, too.
    private Set<String> statements() {
        var found = new TreeSet<String>();
        for (var entry : log().split("\n(?=\\d{4}-\\d\\d-\\d\\d )")) {
            var matcher = STATEMENT.matcher(entry);
            if (matcher.find()
                    && (!matcher.group(1).contains("pg_") || matcher.group(1).contains("from change where"))) {
                found.add(matcher.group(1).replaceAll("(?m)^\\t", "").strip());
            }
        }
        found.removeIf(statement -> !statement.matches("(?is)(select|with|update|delete|insert).*"));
        return found;
    }

    private String log() {
        try {
            return Files.readString(data.resolve("postgres.log")).substring(begin);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// By the simple protocol, in which a parameter needs no value; on a connection of the service, with its settings.
    private void check(String statement) {
        var rows = pool.query("explain (generic_plan, format json) " + statement)
                .execute()
                .await()
                .atMost(Duration.ofSeconds(10));
        var plan = (JsonArray) rows.iterator().next().getValue(0);
        check(plan.getJsonObject(0).getJsonObject("Plan"), false, statement);
    }

    /// @param isLimited whether only so many rows of it are read
    private void check(JsonObject node, boolean isLimited, String statement) {
        var type = node.getString("Node Type");
        if (LARGE.contains(node.getString("Relation Name", ""))) {
            if (type.equals("Seq Scan")) {
                fail("reads " + node.getString("Relation Name") + " whole: " + statement + "\n"
                        + node.encodePrettily());
            }
            if (type.startsWith("Index") && !node.containsKey("Index Cond") && !isLimited) {
                fail("reads an index whole: " + statement + "\n" + node.encodePrettily());
            }
        }
        for (var child : node.getJsonArray("Plans", new JsonArray())) {
            check((JsonObject) child, isLimited || type.equals("Limit"), statement);
        }
    }

    private void logging(String statements) {
        storage.run("alter system set log_statement = '" + statements + "'");
        storage.run("select pg_reload_conf()");
    }
}
