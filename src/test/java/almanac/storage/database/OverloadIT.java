package almanac.storage.database;

import static almanac.testing.Workload.acknowledged;
import static almanac.testing.Workload.count;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.ExternalDatabase;
import almanac.testing.PackagedService;
import almanac.testing.Swarm;
import almanac.testing.Swarm.Answer;
import almanac.testing.Workload;
import io.restassured.RestAssured;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The packaged service under more load than the machine carries.
class OverloadIT {
    private static final int CARRIED = 40;
    private static final int TOO_MANY = 10 * CARRIED + 240;
    private static final int CONNECTIONS = 33;
    private static final Duration WARM_UP = Duration.ofSeconds(40);
    private static final Duration WARM_STEP = Duration.ofMillis(1200);
    private static final Duration CAPACITY = Duration.ofSeconds(3);
    private static final Duration OVERLOAD = Duration.ofSeconds(30);
    private static final long GROWTH = 64L << 20;
    private static final int GUESSES = 300;
    private static final String WORK = "ft_bulkhead_calls_total";
    private static final Pattern REFUSED = Pattern.compile("answered \\S+ \\S+ /api/\\S+ (?:503|429) (\\d+)");

    private static ExternalDatabase database;
    private static PackagedService service;
    private static Workload work;

    @BeforeAll
    static void start() {
        database = ExternalDatabase.start("overload-");
        var settings = database.settings();
        settings.put("almanac.quota.limit", "1000000");
        settings.put("almanac.quota.at-once", "1000");
        service = PackagedService.start("overload", settings);
        work = Workload.on(service, 50);
        warmUp();
    }

    /// A few clients first, then more, each for as long as the code is still slow: the time limit of a
    /// request is meant for a service that has been running for a while.
    private static void warmUp() {
        for (var clients = 1; clients <= CARRIED; clients = 3 * clients + 1) {
            var those = clients;
            Awaitility.await().atMost(WARM_UP).until(() -> sustained(those, WARM_STEP), OverloadIT::areAllServed);
        }
    }

    @AfterAll
    static void stop() {
        RestAssured.reset();
        if (service != null) {
            service.close();
        }
        if (database != null) {
            database.close();
        }
    }

    @Test
    void whatIsTooMuchIsShedAndTheRestIsServed() {
        var capacity = carried();
        var heapBefore = service.heapAfterCollection();
        var logBefore = service.log().length();
        var shedBefore = work.metrics().sum("almanac_requests_shed_total");

        var gauges = new Gauges();
        // Each client comes back after a while, such that all of them together ask for ten times what was carried.
        var pause = Duration.ofMillis(TOO_MANY * 1_000L / (10 * capacity));
        var began = System.nanoTime();
        var load = work.inBackground(TOO_MANY, Swarm.lasting(OVERLOAD), pause);
        Awaitility.await()
                .atMost(OVERLOAD.plus(pause).plus(Swarm.PATIENCE).plusSeconds(10))
                .pollInterval(Duration.ofMillis(300))
                .until(() -> gauges.look() && load.isDone());
        var answers = load.join();
        var backAfter = millisUntilServed();
        var heapAfter = service.heapAfterCollection();

        var served = count(answers, 200) / OVERLOAD.toSeconds();
        var refused = refusedMillis(service.log().substring(logBefore));
        var median = refused.isEmpty() ? -1 : refused.get(refused.size() / 2);
        System.out.printf(
                "Carried %d/s for %d clients. For %d: %d/s served, %d/s refused in %d ms (median), %s; %s; heap %d ->"
                        + " %d MB; back after %d ms%n",
                capacity,
                CARRIED,
                TOO_MANY,
                served,
                refused.size() / OVERLOAD.toSeconds(),
                median,
                answers.stream().collect(Collectors.groupingBy(Answer::status, Collectors.counting())),
                gauges,
                heapBefore >> 20,
                heapAfter >> 20,
                backAfter);
        assertEquals(
                List.of(),
                answers.stream()
                        .filter(answer -> !isServedOrShed(answer))
                        .limit(3)
                        .toList());
        assertTrue(answers.size() > 2 * capacity * OVERLOAD.toSeconds(), "far more is asked for than is carried");
        assertTrue(count(answers, 503) > 0, "something is shed");
        assertTrue(4 * served > capacity, "what was carried before is not lost to refusing");
        // How many is a matter of the machine, which the clients share; it never stops answering.
        var third = OVERLOAD.toNanos() / 3;
        for (var since : List.of(began, began + third, began + 2 * third)) {
            var within = answers.stream()
                    .filter(answer -> answer.sentAt() >= since && answer.sentAt() < since + third)
                    .toList();
            assertTrue(count(within, 200) > 0, "admitted requests go on being answered");
        }
        assertTrue(!refused.isEmpty() && median < 50, "a refusal is quick");
        // 20 and 4 of long work, and what has lost its caller to the time limit but still holds its connection.
        assertTrue(gauges.running > 0 && gauges.running <= CONNECTIONS, gauges::toString);
        // The 20 whose turn has come wait a moment more, each for its own thread; so do those who are being refused.
        assertTrue(gauges.queue > 0 && gauges.queue <= 260, gauges::toString);
        assertTrue(work.metrics().sum("almanac_requests_shed_total") > shedBefore);
        assertTrue(heapAfter < heapBefore + GROWTH, "the heap does not grow without bound");
        assertTrue(database.ask("select id from event").containsAll(acknowledged(answers)), "nothing is lost");
        assertEquals(0, work.metrics().sum("almanac_database_running"));
        assertEquals(0, work.metrics().sum("almanac_database_queue"));
    }

    @Test
    void twoHundredWritesAtOnceEachStayOnTheirOwnThread() {
        var answers = work.swarm()
                .together(IntStream.range(0, 200).mapToObj(work::write).toList());
        // How many are served in time is a matter of the machine; what is served is right, and the rest is told.
        assertTrue(answers.stream().allMatch(OverloadIT::isServedOrShed));
        assertTrue(count(answers, 200) >= 20, () -> count(answers, 200) + " of 200 were served");
        assertTrue(database.ask("select id from event").containsAll(acknowledged(answers)));
        assertFalse(service.log().contains("HR0000"), "Hibernate Reactive complains about threads");
        assertFalse(service.log().contains("Unexpected failure"));
    }

    @Test
    void expectedOutcomesNeverOpenTheBreaker() {
        var user = work.users().getFirst();
        assertTrue(millisUntilServed() < 2_000);
        var event = Api.create(user, Api.event("Coffee"));
        var narrow = Api.token(user.zuid(), List.of("ZohoCalendar.search.READ"));
        var stale = "{\"edit_tag\":1,\"calendar_id\":\"" + user.calendarId() + "\"," + Workload.EVENT.substring(1);
        var opened = work.metrics().sum("ft_circuitbreaker_opened_total");
        var swarm = work.swarm();
        for (var round = 0; round < 60; round++) {
            expect(404, swarm.get("/api/v2/events/1@x?calendar_id=" + user.calendarNumber(), user.token()));
            expect(403, swarm.get("/api/v2/calendars", narrow));
            expect(400, swarm.post("/api/v2/events", user.token(), "{}"));
            expect(
                    412,
                    swarm.request("/api/v2/events/" + event.get("id"), user.token())
                            .header("Content-Type", "application/json")
                            .PUT(HttpRequest.BodyPublishers.ofString(stale))
                            .build());
        }
        assertEquals(0, work.metrics().sum("almanac_database_breaker"));
        assertEquals(opened, work.metrics().sum("ft_circuitbreaker_opened_total"));
    }

    @Test
    void whoGuessesTokensIsRefusedForAMinuteAndWhoHasOneIsNot() {
        // Another address than that of the other tests, who would wait with it.
        var swarm = work.swarm().from("127.0.0.2");
        var user = work.users().get(1);
        for (var guess = 0; guess < 30; guess++) {
            expect(swarm, 401, swarm.get("/api/v2/calendars", "alm_nobody" + guess));
        }
        var refused = swarm.send(swarm.get("/api/v2/calendars", "alm_nobody"));
        assertEquals(429, refused.status());
        assertEquals("60", refused.header("Retry-After"));
        assertTrue(refused.body().contains("Too many requests within a certain time frame."));
        // Nobody here is trusted to name another address.
        expect(
                swarm,
                429,
                swarm.request("/api/v2/calendars", "alm_nobody")
                        .header("X-Forwarded-For", "198.51.100.7")
                        .GET()
                        .build());
        expect(swarm, 429, swarm.get("/admin/accounts", "nobody"));
        var before = work.metrics().sum(WORK);
        var guesses = IntStream.range(0, GUESSES)
                .mapToObj(guess -> swarm.get("/api/v2/calendars", "alm_another" + guess))
                .toList();
        assertEquals(GUESSES, count(swarm.together(guesses), 429));
        var asked = work.metrics().sum(WORK) - before;
        assertTrue(asked < GUESSES / 10, () -> asked + " questions to the database");
        expect(swarm, 200, swarm.get("/api/v2/calendars", user.token()));
        expect(swarm, 200, swarm.get("/api/v2/calendars", Api.token(user.zuid(), Api.ALL_SCOPES)));
        // What a person may have chosen, and what stands in URLs, is not even looked at.
        expect(swarm, 429, swarm.get("/admin/accounts", Api.ADMIN_TOKEN));
        expect(work.swarm(), 200, work.swarm().get("/admin/accounts", Api.ADMIN_TOKEN));
    }

    /// The highest values that the gauges had.
    private static final class Gauges {
        private double running;
        private double queue;

        boolean look() {
            var metrics = work.metrics();
            running = Math.max(running, metrics.sum("almanac_database_running"));
            queue = Math.max(queue, metrics.sum("almanac_database_queue"));
            return true;
        }

        @Override
        public String toString() {
            return "at most " + running + " running, " + queue + " waiting";
        }
    }

    /// How many requests a second are carried where none is turned away.
    ///
    /// Not what is served in any three seconds: had the breaker just opened, it would be next to nothing,
    /// and ten times that no load.
    private static long carried() {
        var answers =
                Awaitility.await().atMost(WARM_UP).until(() -> sustained(CARRIED, CAPACITY), OverloadIT::areAllServed);
        return answers.size() / CAPACITY.toSeconds();
    }

    private static boolean areAllServed(List<Answer> answers) {
        return answers.stream().allMatch(answer -> answer.status() == 200);
    }

    private static List<Answer> sustained(int clients, Duration time) {
        return work.swarm().sustained(clients, Swarm.lasting(time), Duration.ZERO, work::request);
    }

    private static long millisUntilServed() {
        var since = System.nanoTime();
        Awaitility.await()
                .atMost(Duration.ofSeconds(2))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> count(work.swarm().together(List.of(work.request(0), work.request(1))), 200) == 2);
        return (System.nanoTime() - since) / 1_000_000;
    }

    private static void expect(int status, HttpRequest request) {
        expect(work.swarm(), status, request);
    }

    private static void expect(Swarm swarm, int status, HttpRequest request) {
        var answer = swarm.send(request);
        assertEquals(status, answer.status(), answer::body);
    }

    private static boolean isServedOrShed(Answer answer) {
        return answer.status() == 200
                || (answer.status() == 503 && answer.header("Retry-After").equals("1"));
    }

    private static List<Long> refusedMillis(String log) {
        var millis = new ArrayList<Long>();
        var refused = REFUSED.matcher(log);
        while (refused.find()) {
            millis.add(Long.parseLong(refused.group(1)));
        }
        return millis.stream().sorted().toList();
    }
}
