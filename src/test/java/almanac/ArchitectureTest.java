package almanac;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.metaAnnotatedWith;
import static com.tngtech.archunit.lang.conditions.ArchConditions.beAnnotatedWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.identity.Administrator;
import almanac.identity.Scopes;
import almanac.quota.Quota;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchCondition;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.Response;
import java.text.SimpleDateFormat;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The plan of the rooms, and the habits that every room keeps. A room looks only at rooms that stand
/// above it, so that no two of them can ever depend on each other.
class ArchitectureTest {
    private static final List<Room> PLAN = List.of(
            room("problem"),
            room("request", "problem"),
            room("clock"),
            room("threshold"),
            room("database", "problem"),
            room("change", "database", "problem"),
            room("identity", "database", "problem", "request", "threshold"),
            room("quota", "identity", "problem", "request", "threshold"),
            room("idempotency", "database", "problem", "request"),
            room("calendar", "change", "database", "idempotency", "identity", "problem", "quota", "request"),
            room("admin", "calendar", "database", "idempotency", "identity", "problem", "quota", "request"),
            room("attachment", "database", "idempotency", "identity", "problem", "quota", "request"),
            room(
                    "event",
                    "attachment",
                    "calendar",
                    "change",
                    "database",
                    "idempotency",
                    "identity",
                    "problem",
                    "quota",
                    "request"),
            room("rsvp", "event", "identity", "problem", "quota", "request"),
            room("feed", "calendar", "change", "database", "identity", "problem", "quota", "request"),
            room("upstream", "calendar", "database", "event", "identity", "problem", "request"),
            room(
                    "mirror",
                    "attachment",
                    "calendar",
                    "change",
                    "database",
                    "event",
                    "feed",
                    "idempotency",
                    "identity",
                    "problem",
                    "quota",
                    "request",
                    "upstream"),
            room("page"),
            room("demo", "admin", "database", "event", "idempotency", "identity", "problem"));

    /// Where a pipeline ends outside of Quarkus: writes that outlive their request, the doors of a
    /// request, and what follows the log.
    private static final Set<String> SUBSCRIBERS = Set.of(
            "almanac.change.LogTail",
            "almanac.change.Turns",
            "almanac.database.Transactions",
            "almanac.database.Watchdog",
            "almanac.event.EventResource",
            "almanac.feed.ChangesResource",
            "almanac.feed.FeedStart",
            "almanac.feed.Streams",
            "almanac.feed.ViewReader",
            "almanac.identity.CallerDoor",
            "almanac.identity.Lookups",
            "almanac.mirror.Linking",
            "almanac.mirror.Mirror",
            "almanac.upstream.Links",
            "almanac.attachment.UploadFilter",
            "almanac.quota.QuotaDoor");

    private static final JavaClasses CODE =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("almanac");

    /// A package, and those it may look at beside itself.
    record Room(String name, Set<String> others) {
        String[] packages() {
            return Stream.concat(Stream.of(name), others.stream())
                    .map(each -> "almanac." + each + "..")
                    .toArray(String[]::new);
        }
    }

    private static Room room(String name, String... others) {
        return new Room(name, Set.of(others));
    }

    static List<Room> plan() {
        return PLAN;
    }

    @Test
    void everyRoomStandsBelowThoseItLooksAt() {
        var above = new TreeSet<String>();
        for (var room : PLAN) {
            assertTrue(above.containsAll(room.others()), room + " looks down, or at what is not there");
            assertTrue(above.add(room.name()), room + " stands twice");
        }
    }

    @Test
    void thePlanIsComplete() {
        var there = CODE.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith("almanac."))
                .map(name -> name.substring("almanac.".length()).replaceFirst("\\..*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(PLAN.stream().map(Room::name).collect(Collectors.toCollection(TreeSet::new)), there);
    }

    @ParameterizedTest
    @MethodSource("plan")
    void looksOnlyAtWhatItLists(Room room) {
        var foreign = resideInAPackage("almanac..").and(not(resideInAnyPackage(room.packages())));
        noClasses()
                .that()
                .resideInAPackage("almanac." + room.name() + "..")
                .should()
                .dependOnClassesThat(foreign)
                .check(CODE);
    }

    @Test
    void endpointsArePublicAndGuardedAndHaveAQuota() {
        ArchCondition<JavaMethod> guarded = beAnnotatedWith(Scopes.class)
                .or(beAnnotatedWith(Administrator.class))
                .forSubtype();
        methods()
                .that(metaAnnotatedWith(HttpMethod.class))
                .should()
                .bePublic()
                .andShould(guarded)
                .andShould()
                .beAnnotatedWith(Quota.class)
                .because("Quarkus REST passes over a method that is not public, none is open to everybody, and what a"
                        + " call costs is said where it is declared")
                .check(CODE);
    }

    @Test
    void nothingWaits() {
        noClasses()
                .should()
                .callMethod(Uni.class, "await")
                .orShould()
                .callMethodWhere(named("await", "io.smallrye.mutiny"))
                .because("an event loop that waits stops everybody")
                .check(CODE);
    }

    /// Hibernate Reactive keeps what a removal of an entity waits for in one field, for all threads: two
    /// at once may end each other's, and then one of them never ends, nor its transaction.
    @Test
    void rowsAreRemovedByStatements() {
        noClasses()
                .should()
                .callMethodWhere(named("delete", "org.hibernate.reactive.mutiny.Mutiny"))
                .orShould()
                .callMethodWhere(named("deleteAll", "org.hibernate.reactive.mutiny.Mutiny"))
                .orShould()
                .callMethodWhere(named("remove", "org.hibernate.reactive.mutiny.Mutiny"))
                .because("two threads that remove rows of one kind by their entities may hang")
                .check(CODE);
    }

    @Test
    void onlyTheClockRoomReadsTheTime() {
        noClasses()
                .that()
                .resideOutsideOfPackage("almanac.clock..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(Clock.class, "systemDefaultZone")
                .because("a test moves the clock")
                .check(CODE);
    }

    @Test
    void onlyTheNamedOnesSubscribe() {
        var others = describe("not named", (JavaClass type) -> !SUBSCRIBERS.contains(type.getName()));
        noClasses()
                .that(others)
                .should()
                .callMethodWhere(named("with", "io.smallrye.mutiny.groups.UniSubscribe"))
                .orShould()
                .callMethodWhere(named("with", "io.smallrye.mutiny.groups.MultiSubscribe"))
                .because("whoever subscribes has to know what becomes of a failure")
                .check(CODE);
    }

    @Test
    void collaboratorsComeThroughTheConstructor() {
        noFields().should().beAnnotatedWith(Inject.class).check(CODE);
    }

    @Test
    void stateIsNotPublic() {
        fields().that()
                .areNotStatic()
                .should()
                .notBePublic()
                .because("a record has accessors, and a row stays in its room")
                .check(CODE);
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should()
                .haveNameMatching(".*\\b\\w*(Impl|Utils?|Helper|Manager|Dto|DTO)")
                .because("such a name says nothing")
                .check(CODE);
    }

    @Test
    void datesAreThoseOfJavaTime() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Date.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(SimpleDateFormat.class)
                .check(CODE);
    }

    @Test
    void resourcesAloneSpeakHttp() {
        classes()
                .that()
                .resideInAnyPackage(
                        "almanac.change..", "almanac.clock..", "almanac.database..", "almanac.idempotency..")
                .should()
                .onlyDependOnClassesThat(not(resideInAPackage(Response.class.getPackageName() + "..")))
                .check(CODE);
    }

    private static DescribedPredicate<JavaMethodCall> named(String method, String type) {
        return describe(
                "calls " + type + "#" + method,
                call -> call.getTarget().getName().equals(method)
                        && call.getTarget().getOwner().getName().startsWith(type));
    }
}
