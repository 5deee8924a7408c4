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

import almanac.access.auth.Administrator;
import almanac.access.auth.Everybody;
import almanac.access.auth.Scopes;
import almanac.access.auth.SecretAddress;
import almanac.access.quota.Quota;
import almanac.access.quota.UserBulkhead;
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
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.text.SimpleDateFormat;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The plan of floors and rooms, and the habits that every room keeps. A room looks only at rooms of the
/// floors that its own floor names, and of its own floor only at rooms that stand before it, so no two rooms
/// can depend on each other.
class ArchitectureTest {
    private static final List<Floor> PLAN = List.of(
            floor("base").of("clock", "problem", "http", "request", "limit", "recurrence"),
            floor("storage", "base").of("postgres", "database", "node"),
            floor("log", "base", "storage").of("change", "tail", "append", "read"),
            floor("access", "base", "storage", "log")
                    .of(
                            "account",
                            "signature",
                            "token",
                            "auth",
                            "ledger",
                            "quota",
                            "idempotency",
                            "grant",
                            "oauth",
                            "consent"),
            floor("calendar", "base", "storage", "log", "access").of("model", "store", "api"),
            floor("event", "base", "storage", "log", "access", "calendar")
                    .of(
                            "objectstore",
                            "attachment",
                            "upload",
                            "model",
                            "request",
                            "series",
                            "ical",
                            "store",
                            "write",
                            "upkeep",
                            "agenda",
                            "freebusy",
                            "api",
                            "rsvp",
                            "transfer",
                            "subscription"),
            floor("feed", "base", "storage", "log", "access", "calendar")
                    .of("message", "stream", "clock", "view", "api"),
            floor("mirror", "base", "storage", "log", "access", "calendar", "event", "feed")
                    .of("link", "client", "state", "poll", "writethrough", "api"),
            floor("mail", "base", "storage", "log", "access", "calendar", "event")
                    .of("outbox", "alarm", "invitation", "journal", "link", "letter", "delivery", "api"),
            floor("page", "base").of(),
            floor("admin", "base", "storage", "access", "calendar").of(),
            floor("demo", "base", "storage", "access", "event", "admin").of());

    /// Where a pipeline ends outside of Quarkus: writes that outlive their request, the doors of a
    /// request, and what follows the log.
    private static final Set<String> SUBSCRIBERS = Set.of(
            "almanac.log.tail.LogTail",
            "almanac.log.read.FairSemaphore",
            "almanac.storage.database.Transactions",
            "almanac.storage.database.WarmUpReady",
            "almanac.storage.database.Watchdog",
            "almanac.storage.node.Nodes",
            "almanac.log.tail.WriteAnnouncer",
            "almanac.access.token.Revocations",
            "almanac.event.api.EventResource",
            "almanac.base.http.PacedBodyWriter",
            "almanac.feed.api.ChangesResource",
            "almanac.feed.api.FeedStart",
            "almanac.feed.stream.StreamRights",
            "almanac.feed.view.ViewReader",
            "almanac.access.auth.AuthenticationFilter",
            "almanac.access.token.TokenLookups",
            "almanac.mirror.api.Unlinking",
            "almanac.mirror.poll.Mirror",
            "almanac.mirror.link.LinkSecrets",
            "almanac.event.upload.UploadFilter",
            "almanac.access.ledger.OpenStreams",
            "almanac.access.ledger.StoreState",
            "almanac.access.quota.QuotaFilter");

    private static final JavaClasses CODE =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("almanac");

    /// A floor: its rooms in their order, and the floors that they may look at. A floor without rooms is a
    /// room itself.
    record Floor(String name, List<String> below, List<String> rooms) {
        Floor of(String... names) {
            return new Floor(name, below, List.of(names));
        }

        /// The packages of its rooms.
        List<String> packages() {
            return rooms.isEmpty()
                    ? List.of("almanac." + name)
                    : rooms.stream().map(room -> "almanac." + name + "." + room).toList();
        }
    }

    /// A package, and those it may look at beside itself.
    record Room(String name, List<String> others) {
        /// It and the others, as patterns.
        String[] patterns() {
            return Stream.concat(Stream.of(name), others.stream())
                    .map(each -> each + "..")
                    .toArray(String[]::new);
        }
    }

    private static Floor floor(String name, String... below) {
        return new Floor(name, List.of(below), List.of());
    }

    static List<Room> plan() {
        return PLAN.stream().flatMap(ArchitectureTest::rooms).toList();
    }

    private static Stream<Room> rooms(Floor floor) {
        var below = PLAN.stream()
                .filter(other -> floor.below().contains(other.name()))
                .flatMap(other -> other.packages().stream())
                .toList();
        var own = floor.packages();
        return IntStream.range(0, own.size())
                .mapToObj(place -> new Room(
                        own.get(place),
                        Stream.concat(below.stream(), own.stream().limit(place)).toList()));
    }

    @Test
    void everyFloorStandsOnThoseItLooksAt() {
        var below = new TreeSet<String>();
        for (var floor : PLAN) {
            assertTrue(below.containsAll(floor.below()), floor + " looks up, or at what is not there");
            assertTrue(below.add(floor.name()), floor + " stands twice");
        }
    }

    @Test
    void thePlanIsComplete() {
        var there = CODE.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith("almanac."))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(plan().stream().map(Room::name).collect(Collectors.toCollection(TreeSet::new)), there);
    }

    @ParameterizedTest
    @MethodSource("plan")
    void looksOnlyAtWhatStandsBelowIt(Room room) {
        var foreign = resideInAPackage("almanac..").and(not(resideInAnyPackage(room.patterns())));
        noClasses()
                .that()
                .resideInAPackage(room.name())
                .should()
                .dependOnClassesThat(foreign)
                .check(CODE);
    }

    /// It is last of its floor, but what a rule gives depends on nothing around it.
    @Test
    void recurrenceKnowsErrorsAndRequestsAlone() {
        noClasses()
                .that()
                .resideInAPackage("almanac.base.recurrence")
                .should()
                .dependOnClassesThat(resideInAPackage("almanac..")
                        .and(not(resideInAnyPackage(
                                "almanac.base.recurrence", "almanac.base.problem", "almanac.base.request"))))
                .check(CODE);
    }

    @Test
    void oneClassKnowsTheLibraryOfRules() {
        noClasses()
                .that()
                .haveNameNotMatching("almanac\\.base\\.recurrence\\.RuleExpander(\\$.*)?")
                .should()
                .dependOnClassesThat(resideInAPackage("org.dmfs.."))
                .because("what it gets wrong is mended in one place")
                .check(CODE);
    }

    @Test
    void endpointsArePublicAndGuardedAndHaveAQuota() {
        ArchCondition<JavaMethod> guarded = beAnnotatedWith(Scopes.class)
                .or(beAnnotatedWith(Administrator.class))
                .or(beAnnotatedWith(SecretAddress.class))
                .or(beAnnotatedWith(Everybody.class))
                .forSubtype();
        methods()
                .that(metaAnnotatedWith(HttpMethod.class))
                .should()
                .bePublic()
                .andShould(guarded)
                .andShould()
                .beAnnotatedWith(Quota.class)
                .because(
                        "Quarkus REST passes over a method that is not public, none is open to everybody unless it says"
                                + " so, and what a call costs is said where it is declared")
                .check(CODE);
    }

    @Test
    void whatUsersAskForIsBoundedForEachOfThem() {
        methods()
                .that()
                .areAnnotatedWith(Scopes.class)
                .and(not(producing(MediaType.SERVER_SENT_EVENTS)))
                .should()
                .beAnnotatedWith(UserBulkhead.class)
                .because(
                        "a user who waits for many requests at once holds up the others; streams are counted elsewhere")
                .check(CODE);
    }

    private static DescribedPredicate<JavaMethod> producing(String type) {
        return describe(
                "answering with " + type,
                method -> method.isAnnotatedWith(Produces.class)
                        && List.of(method.getAnnotationOfType(Produces.class).value())
                                .contains(type));
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
                .resideOutsideOfPackage("almanac.base.clock..")
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

    /// A class that needs more than five others does more than one thing.
    @Test
    void aConstructorTakesFiveThingsAtMost() {
        var many = CODE.stream()
                .filter(type -> !type.isAssignableTo(Record.class) && !type.isEnum() && !type.isAnonymousClass())
                .filter(type -> type.getConstructors().stream()
                        .anyMatch(constructor ->
                                constructor.getRawParameterTypes().size() > 5))
                .filter(type -> !type.getSimpleName().endsWith("_ClientProxy"))
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), many);
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
                        "almanac.base.clock..", "almanac.storage..", "almanac.log..", "almanac.access.idempotency..")
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
