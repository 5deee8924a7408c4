package almanac.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.CodeText;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.OpenApiDocument;
import almanac.testing.OpenApiDocument.Call;
import almanac.testing.ResourceMethods;
import almanac.testing.ValidRequests;
import com.tngtech.archunit.core.domain.JavaMethod;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The parameters of each call: the document names all that the code takes, and no others.
///
/// Queries are read by `base.request.Query`, which names each parameter that it does not know: each call is sent
/// every name that stands anywhere in the code.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class ParametersTest {
    private static final OpenApiDocument DOCUMENT = OpenApiDocument.read();
    private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z_]{1,39}");
    private static final Pattern FIELD =
            Pattern.compile("(If|Last|Idempotency)-[A-Za-z-]+|Accept-Language|Range|Prefer|Expect");
    private static final Map<String, List<JavaMethod>> METHODS = ResourceMethods.byCall();
    private static final String STRANGER = "nobody_knows_this";

    /// Takes the place of the header Authorization, so that it is sent by itself.
    private static final String FEED_TOKEN = "feed_token";

    /// The calls that ignore parameters which they do not know (RFC 6749, section 3.1), and what they know of and
    /// ignore.
    private static final Set<String> LENIENT = Set.of("authorize", "issueToken", "revokeToken");

    private static final Set<String> IGNORED = Set.of("prompt", "token_type_hint");

    /// A request line has 4096 bytes at most.
    private static final int LONGEST_QUERY = 3500;

    /// What stands around a name: `&name=x`.
    private static final int SEPARATORS = 3;

    static Stream<Call> calls() {
        return DOCUMENT.calls();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void theVariablesOfAPathAreDescribed(Call call) {
        var variables = Pattern.compile("\\{([^}]+)}").matcher(call.path()).results();
        assertEquals(
                variables.map(found -> found.group(1)).collect(Collectors.toCollection(TreeSet::new)),
                call.parameters("path"));
    }

    static Stream<Call> strict() {
        return calls().filter(call -> !LENIENT.contains(call.id()));
    }

    static Stream<Call> lenient() {
        return calls().filter(call -> LENIENT.contains(call.id()));
    }

    @ParameterizedTest
    @MethodSource("lenient")
    void whatIsDescribedIsRead(Call call) {
        var described = new TreeSet<>(call.parameters("query"));
        described.removeAll(IGNORED);
        described.removeAll(texts(call));
        assertEquals(Set.of(), described);
    }

    private static Set<String> texts(Call call) {
        return METHODS.get(call.toString()).stream()
                .flatMap(method ->
                        CodeText.within(method.getOwner().getName(), method.getName(), method.getDescriptor()).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @MethodSource("strict")
    void aQueryIsDescribedAsItIsRead(Call call) {
        var user = Api.user();
        var known = new TreeSet<String>();
        for (var type : call.answerTypes()) {
            for (var names : queries()) {
                var refused = refused(ValidRequests.of(call, user).accept(type), call, names);
                names.stream().filter(name -> !refused.contains(name)).forEach(known::add);
            }
            if (!refused(ValidRequests.of(call, user).accept(type), call, List.of(FEED_TOKEN))
                    .contains(FEED_TOKEN)) {
                known.add(FEED_TOKEN);
            }
        }
        assertEquals(call.parameters("query"), known);
    }

    /// The fields that the code of a call knows of, as far as they are conditions or the service's own.
    @ParameterizedTest
    @MethodSource("calls")
    void theFieldsThatAreReadAreDescribed(Call call) {
        var read = texts(call).stream().filter(FIELD.asMatchPredicate()).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(call.parameters("header"), read);
    }

    /// Which of the parameters, and of one that no call has, are refused as unknown.
    private static Set<String> refused(RequestSpecification request, Call call, Collection<String> names) {
        names.forEach(name -> request.queryParam(name, "x"));
        var answer = request.queryParam(STRANGER, "x").request(call.method(), ValidRequests.path(call));
        if (answer.statusCode() == 401 && names.contains(FEED_TOKEN)) {
            return Set.of(STRANGER);
        }
        assertEquals("extra_param_found", answer.path("code"), answer::asString);
        var fields = Set.copyOf(answer.<List<String>>path("errors.field"));
        assertTrue(fields.contains(STRANGER), answer::asString);
        return fields;
    }

    /// Every name in the code that may be one of a parameter, in lots that fit into a request. Names that differ in
    /// case alone are kept apart: together they are reported as one.
    private static List<Set<String>> queries() {
        var lots = new ArrayList<Set<String>>();
        for (var name : names()) {
            var lot = lots.stream().filter(begun -> hasRoom(begun, name)).findFirst();
            lot.orElseGet(() -> {
                        lots.add(new TreeSet<>(String.CASE_INSENSITIVE_ORDER));
                        return lots.getLast();
                    })
                    .add(name);
        }
        return lots;
    }

    private static boolean hasRoom(Set<String> lot, String name) {
        var length = lot.stream().mapToInt(other -> other.length() + SEPARATORS).sum();
        return length + name.length() + SEPARATORS <= LONGEST_QUERY && !lot.contains(name);
    }

    private static Set<String> names() {
        var names = CodeText.constants().filter(NAME.asMatchPredicate()).collect(Collectors.toCollection(TreeSet::new));
        assertTrue(names.containsAll(Set.of("calendar_id", "keep_data", FEED_TOKEN)), names::toString);
        names.removeAll(Set.of(FEED_TOKEN, STRANGER));
        return names;
    }
}
