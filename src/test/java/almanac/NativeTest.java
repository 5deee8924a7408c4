package almanac;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.StaticState;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.ReferencedClassObject;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What a native image has to be told at build time, and what it cannot carry: nothing fails there that
/// the JVM lets pass.
class NativeTest {
    private static final JavaClasses CODE =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("almanac");

    private static final List<Class<?>> JSON =
            List.of(ObjectMapper.class, ObjectReader.class, ObjectWriter.class, DeserializationContext.class);
    private static final Pattern JSON_METHOD =
            Pattern.compile("write.*|read.*|valueToTree|treeToValue|convertValue|updateValue|treeAsTokens");
    private static final Set<String> ANSWERS = Set.of("ok", "entity", "accepted");

    /// What a method that speaks JSON also works with, and neither reads nor writes.
    private static final Set<String> NOT_SPOKEN = Set.of(
            "almanac.log.change.ListItem",
            "almanac.log.change.ItemId",
            "almanac.log.change.ClockFacts",
            "almanac.log.change.ClockFacts$Invitation",
            "almanac.log.change.ClockFacts$Notice",
            "almanac.event.request.Target",
            "almanac.log.change.Viewer",
            "almanac.feed.view.LogScope",
            "almanac.access.idempotency.IdempotencyKey",
            "almanac.access.token.Caller",
            "almanac.access.token.FeedGrant",
            "almanac.access.token.Secret",
            "almanac.base.http.PacedBody",
            "almanac.event.subscription.Detail",
            "almanac.event.subscription.Subscription",
            "almanac.access.consent.ConsentPage",
            "almanac.access.oauth.OAuthError",
            "almanac.access.oauth.Refusal",
            "almanac.mail.api.AnswerPage",
            "almanac.mail.api.AnswerPage$Choice",
            "almanac.mail.api.GuestAnswers$Invited",
            "almanac.mail.letter.Moments",
            "almanac.base.problem.Problem");

    /// What goes through Jackson by a call of ours, and not by the signature of a resource method
    /// alone, is seen by nobody at build time: it says so itself.
    @Test
    void whatIsReadOrWrittenByNameIsRegistered() {
        var wanted = new TreeMap<String, JavaClass>();
        CODE.stream()
                .flatMap(type -> type.getCodeUnits().stream())
                .filter(NativeTest::speaksJson)
                .flatMap(NativeTest::shapes)
                .forEach(type -> collect(type, wanted));
        assertTrue(wanted.keySet().containsAll(NOT_SPOKEN), "an exception is out of date");
        wanted.keySet().removeAll(NOT_SPOKEN);
        var missing = wanted.values().stream()
                .filter(type -> !isRegistered(type))
                .map(JavaClass::getName)
                .toList();
        assertEquals(List.of(), missing, "@RegisterForReflection is missing");
    }

    @Test
    void nobodyHandsJacksonAnObjectWithoutAType() {
        var without = CODE.stream()
                .flatMap(type -> type.getCodeUnits().stream())
                .filter(NativeTest::speaksJson)
                .filter(unit ->
                        unit.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Object.class)))
                .map(JavaCodeUnit::getFullName)
                .toList();
        assertEquals(List.of(), without, "the type has to be told");
    }

    @Test
    void nothingIsFoundByItsNameAtRunTime() {
        noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "looks for a class",
                        call -> isCall(call, Class.class, "forName", "getMethod", "getDeclaredMethod")))
                .orShould()
                .callMethodWhere(DescribedPredicate.describe(
                        "looks for a service",
                        call -> isCall(call, ServiceLoader.class, "load")
                                || isCall(call, RandomGenerator.class, "of", "getDefault")
                                || isCall(call, java.sql.DriverManager.class, "getConnection")))
                .check(CODE);
    }

    /// Classes are initialised when the image is built: chance, threads and the time would be those of
    /// the build, and a buffer ends the build.
    @Test
    void nothingOfTheBuildIsKept() {
        var classes = CODE.stream().<Class<?>>map(NativeTest::initialised);
        assertEquals(Set.of(), StaticState.unfit("almanac", classes), "a native image cannot keep this");
    }

    /// What a class reads of its surroundings while it is initialised would be those of the build.
    @Test
    void noClassLooksAroundWhileItIsInitialised() {
        var looking = CODE.stream()
                .flatMap(type -> type.getStaticInitializer().stream())
                .flatMap(begin -> reached(begin)
                        .flatMap(unit -> unit.getMethodCallsFromSelf().stream())
                        .filter(NativeTest::looksAround)
                        .map(call -> begin.getOwner().getName() + " calls "
                                + call.getTarget().getFullName()))
                .toList();
        assertEquals(List.of(), looking);
    }

    private static Class<?> initialised(JavaClass type) {
        try {
            return Class.forName(type.getName(), true, NativeTest.class.getClassLoader());
        } catch (ClassNotFoundException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// A method, and those of ours that it calls, and so on.
    private static Stream<JavaCodeUnit> reached(JavaCodeUnit begin) {
        var reached = new LinkedHashSet<JavaCodeUnit>();
        var next = new ArrayDeque<>(List.of(begin));
        while (!next.isEmpty()) {
            var unit = next.pop();
            if (reached.add(unit)) {
                unit.getCallsFromSelf().stream()
                        .filter(call -> call.getTargetOwner().getPackageName().startsWith("almanac"))
                        .flatMap(call -> call.getTarget().resolveMember().stream())
                        .map(JavaCodeUnit.class::cast)
                        .forEach(next::push);
            }
        }
        return reached.stream();
    }

    private static boolean looksAround(JavaMethodCall call) {
        return isCall(call, System.class, "nanoTime", "currentTimeMillis", "getenv", "getProperty")
                || isCall(call, Instant.class, "now")
                || isCall(call, ZoneId.class, "systemDefault")
                || isCall(call, TimeZone.class, "getDefault")
                || isCall(call, Locale.class, "getDefault")
                || isCall(call, UUID.class, "randomUUID")
                || isCall(call, InetAddress.class, "getLocalHost")
                || isCall(call, ProcessHandle.class, "current")
                || isCall(call, Runtime.class, "availableProcessors", "maxMemory")
                || isCall(call, Path.class, "toAbsolutePath");
    }

    /// But for the archives of PostgreSQL, whose names are put together: the binary wants an external
    /// one.
    @Test
    void everyResourceThatIsReadIsInTheImage() throws IOException {
        var properties = new Properties();
        try (var file = Files.newBufferedReader(Path.of("src", "main", "resources", "application.properties"))) {
            properties.load(file);
        }
        var included = Set.of(
                properties.getProperty("quarkus.native.resources.includes", "").split(","));
        var read = new TreeSet<String>();
        try (var sources = Files.walk(Path.of("src", "main", "java"))) {
            for (var source : sources.filter(Files::isRegularFile).toList()) {
                var text = Files.readString(source);
                if (text.contains("getResource")) {
                    Pattern.compile("\"/([\\w./-]+)\"")
                            .matcher(text)
                            .results()
                            .map(each -> each.group(1))
                            .filter(name -> name.contains("."))
                            .forEach(read::add);
                }
            }
        }
        assertEquals(new TreeSet<>(included), read);
    }

    /// By itself, or with the type that it stands in.
    private static boolean isRegistered(JavaClass type) {
        return type.isAnnotatedWith(RegisterForReflection.class)
                || type.getEnclosingClass().filter(NativeTest::isRegistered).isPresent();
    }

    private static boolean speaksJson(JavaCodeUnit unit) {
        return unit.getMethodCallsFromSelf().stream()
                .anyMatch(call -> isJson(call)
                        || isCall(call, Response.class, ANSWERS)
                        || isCall(call, Response.ResponseBuilder.class, ANSWERS));
    }

    private static boolean isJson(JavaMethodCall call) {
        return JSON_METHOD.matcher(call.getTarget().getName()).matches()
                && !call.getTarget().getName().toLowerCase(Locale.ROOT).contains("tree")
                && JSON.stream().anyMatch(type -> call.getTargetOwner().isAssignableTo(type));
    }

    private static boolean isCall(JavaMethodCall call, Class<?> owner, String... names) {
        return isCall(call, owner, Set.of(names));
    }

    private static boolean isCall(JavaMethodCall call, Class<?> owner, Set<String> names) {
        return call.getTargetOwner().isEquivalentTo(owner)
                && names.contains(call.getTarget().getName());
    }

    /// The records and enums that a method works with: those it is given, makes, gets or names.
    private static Stream<JavaClass> shapes(JavaCodeUnit unit) {
        return Stream.of(
                        unit.getParameterTypes().stream().flatMap(NativeTest::parts),
                        unit.getConstructorCallsFromSelf().stream().map(call -> call.getTargetOwner()),
                        unit.getMethodCallsFromSelf().stream()
                                .flatMap(call -> call.getTarget().resolveMember().stream())
                                .flatMap(member -> parts(member.getReturnType())),
                        unit.getReferencedClassObjects().stream().map(ReferencedClassObject::getValue))
                .flatMap(each -> each)
                .map(JavaClass::getBaseComponentType);
    }

    private static Stream<JavaClass> parts(JavaType type) {
        return type.getAllInvolvedRawTypes().stream();
    }

    /// A shape, and those that it is made of.
    private static void collect(JavaClass type, TreeMap<String, JavaClass> into) {
        var base = type.getBaseComponentType();
        var ours = base.getPackageName().startsWith("almanac") && (base.isRecord() || base.isEnum());
        if (ours && into.putIfAbsent(base.getName(), base) == null) {
            base.getFields().stream()
                    .filter(field ->
                            !field.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.STATIC))
                    .flatMap(field -> parts(field.getType()))
                    .collect(Collectors.toSet())
                    .forEach(part -> collect(part, into));
        }
    }
}
