package almanac.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.OpenApiDocument;
import almanac.testing.OpenApiDocument.Call;
import almanac.testing.Storage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every status that the document declares for a call is given by it: the document promises no refusal that
/// cannot come. The answers themselves are held against it by `testing.DocumentedAnswers`.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class StatusesTest {
    private static final OpenApiDocument DOCUMENT = OpenApiDocument.read();
    private static final int SLOW = 408;

    /// The statuses that no request brings about by itself, and where they are seen.
    private static final Map<Integer, String> OF_CIRCUMSTANCES = Map.of(
            500, "a failure nobody foresaw, of which there is none to show",
            503, "the database is away or overloaded: OutageIT, OverloadIT",
            507, "the disk or the room of an account is full: UploadSemaphoreTest; or the other service says so");

    /// The same for some calls alone.
    private static final Map<String, String> OF_OTHER_CIRCUMSTANCES = Map.of(
            "downloadAttachment 302", "only with almanac.attachment.redirect: ObjectStoreIT",
            "uploadAttachments 408", "may take ten minutes, by the check that all bodies have: SlowBodyTest",
            "answerEvent 409", "a series has 1,000 exceptions: SeriesEditsTest",
            "authorize 429", "is asked for by one address too often: OAuthLimitsTest",
            "approve 429", "the same",
            "revokeToken 429", "an address guesses: OAuthLimitsTest",
            "getQuota 429", "costs nothing, so that only too many at once are refused: UserBulkheadTest");

    /// What whoever guesses the administrator's token gets, to every call: AdministratorBrakeTest.
    private static final int OF_GUESSING = 429;

    static Stream<Call> calls() {
        return DOCUMENT.calls();
    }

    @Inject
    Storage storage;

    /// A link to a service that is away would keep the breaker of the mirror open for the tests that follow.
    @AfterEach
    void nothingIsLinked() {
        storage.run("delete from upstream_link");
    }

    @Test
    void thereIsASuccessForEveryCall() {
        assertEquals(calls().map(Call::id).collect(Collectors.toSet()), Successes.ALL.keySet());
    }

    @Test
    void nothingIsExcusedThatIsNotDeclared() {
        var declared = calls().flatMap(call -> call.statuses().stream().map(status -> call.id() + " " + status))
                .collect(Collectors.toSet());
        var named = new TreeSet<>(OF_OTHER_CIRCUMSTANCES.keySet());
        named.addAll(Provocations.OF_ONE.keySet());
        named.removeAll(declared);
        assertEquals(Set.of(), named);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void isCarriedOut(Call call) {
        var answer = Successes.ALL.get(call.id()).of(Api.user());
        assertTrue(answer.statusCode() < 300 && call.statuses().contains(answer.statusCode()), answer::asString);
        assertEquals(
                Set.of(answer.statusCode()),
                call.statuses().stream().filter(status -> status < 206).collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void isRefusedAsDeclared(Call call) {
        var seen = new TreeMap<Integer, Integer>();
        var expected = new TreeMap<Integer, Integer>();
        for (var status : call.statuses()) {
            if (status >= 206 && status != SLOW && !isExcused(call, status)) {
                expected.put(status, status);
                seen.put(status, provoked(call, status));
            }
        }
        assertEquals(expected, seen);
    }

    /// All at once, since each of them takes as long as the service waits.
    @Test
    void isRefusedWhereItsBodyIsTooSlow() {
        var user = Api.user();
        var answers = new ConcurrentHashMap<String, Integer>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            slow().forEach(call -> threads.execute(
                    () -> answers.put(call.id(), Provocations.OF_ALL.get(SLOW).status(call, user))));
        }
        var expected = slow().collect(Collectors.toMap(Call::id, call -> SLOW));
        assertEquals(new TreeMap<>(expected), new TreeMap<>(answers));
    }

    private static Stream<Call> slow() {
        return calls().filter(call -> call.statuses().contains(SLOW) && !isExcused(call, SLOW));
    }

    private static int provoked(Call call, int status) {
        var own = Provocations.OF_ONE.get(call.id() + " " + status);
        var provocation = own != null ? own : Provocations.OF_ALL.get(status);
        return provocation == null ? 0 : provocation.status(call, Api.user());
    }

    private static boolean isExcused(Call call, int status) {
        return OF_CIRCUMSTANCES.containsKey(status)
                || OF_OTHER_CIRCUMSTANCES.containsKey(call.id() + " " + status)
                || (call.isOfAdministrator() && status == OF_GUESSING);
    }
}
