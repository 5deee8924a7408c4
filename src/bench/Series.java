import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What series, files, subscriptions and free times cost beside single events. Started by feeds.sh; needs wrk and pgbench.
/// ROUNDS (10) and SECONDS_EACH (4) say how long.
public class Series {
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final long DAY = 86_400_000;
    private static final int WARM = 3;
    private static final int ROUNDS = number("ROUNDS", 10);
    private static final int SECONDS = number("SECONDS_EACH", 4);
    private static final int WRITES = 400;
    private static final int STREAMS = 1_000;
    private static final int STREAMS_A_USER = 20;
    private static final int EDITS = 40;
    private static final int IMPORTED = 5_000;

    private final Service service;
    private final long now = System.currentTimeMillis() / 60_000 * 60_000;

    private Series(String... arguments) {
        service = Service.of(arguments[0], arguments[1], arguments[2]);
    }

    public static void main(String... arguments) throws Exception {
        var series = new Series(arguments);
        for (var part : System.getenv().getOrDefault("PARTS", "lists writes deliveries openings files busy subscriptions").split(" ")) {
            System.out.println("== " + part + "; load " + Files.readString(Path.of("/proc/loadavg")).substring(0, 14));
            switch (part) {
                case "lists" -> series.lists();
                case "writes" -> series.writes();
                case "deliveries" -> series.deliveries();
                case "openings" -> series.openings();
                case "files" -> series.files();
                case "busy" -> series.freeBusy();
                case "subscriptions" -> series.subscriptions();
                default -> throw new IllegalArgumentException(part);
            }
        }
        System.exit(0);
    }

    private static int number(String name, int otherwise) {
        return Integer.parseInt(System.getenv().getOrDefault(name, Integer.toString(otherwise)));
    }

    private static String event(String title, long start, String more) {
        return "{\"title\":\"" + title + "\",\"start_time\":" + start + ",\"end_time\":" + (start + 1_800_000)
                + ",\"timezone\":\"Europe/Berlin\"" + more + "}";
    }

    private String post(Service.Account owner, String body) throws Exception {
        return service.call("POST", "/api/v2/events", owner.token(), body);
    }

    // --- lists

    private void lists() throws Exception {
        var people = new ArrayList<String>();
        for (var i = 0; i < 2; i++) {
            people.add(service.account("guest" + i + "@bench.example").email());
        }
        var guests = people.stream().collect(Collectors.joining("\",\"", ",\"attendees\":[\"", "\"]"));
        var single = service.account("single@bench.example");
        var crowded = service.account("crowded@bench.example");
        for (var i = 1; i <= 50; i++) {
            post(single, event("Planning " + i, now + i * DAY / 2, guests));
            post(crowded, event("Planning " + i, now + i * DAY / 2, guests));
        }
        var repeating = service.account("repeating@bench.example");
        for (var i = 1; i <= 10; i++) {
            post(repeating, event("Planning " + i, now + i * DAY / 2, guests + rule("FREQ=DAILY;INTERVAL=5;COUNT=5")));
        }
        together(10_000, i -> post(crowded, event("Far " + i, now + (60 + i % 200) * DAY, rule("FREQ=YEARLY"))));
        var old = service.account("old@bench.example");
        var fresh = service.account("fresh@bench.example");
        post(old, event("Daily", now - 20 * 365 * DAY, guests + rule("FREQ=DAILY")));
        post(fresh, event("Daily", now, guests + rule("FREQ=DAILY")));
        for (var account : List.of(single, repeating, crowded)) {
            has(account, 50);
        }
        ratio("50 occurrences of 10 series over 50 single events", repeating, single);
        ratio("50 single events beside 10,000 series outside the window over 50 alone", crowded, single);
        ratio("a daily series begun 20 years ago over one begun today", old, fresh);
    }

    private static String rule(String rule) {
        return ",\"recurrence_rule\":\"" + rule + "\"";
    }

    private void has(Service.Account account, int count) throws Exception {
        var found = service.call("GET", "/api/v2/events", account.token(), "").split("\"entity_id\"").length - 1;
        if (found != count) {
            throw new IllegalStateException("a list has " + found + " items, not " + count);
        }
    }

    private interface Work {
        Object run(int number) throws Exception;
    }

    private static void together(int count, Work work) throws InterruptedException {
        try (var pool = Executors.newFixedThreadPool(8)) {
            var calls = IntStream.range(0, count).<Callable<Object>>mapToObj(i -> () -> work.run(i)).toList();
            for (var each : pool.invokeAll(calls)) {
                if (each.state() == Future.State.FAILED) {
                    throw new IllegalStateException(each.exceptionNow());
                }
            }
        }
    }

    private void ratio(String what, Service.Account one, Service.Account other) throws Exception {
        for (var i = 0; i < WARM; i++) {
            rate(one);
            rate(other);
        }
        var ratios = new double[ROUNDS];
        for (var round = 0; round < ROUNDS; round++) {
            ratios[round] = rate(one) / rate(other);
        }
        print(what, ratios, "%.2f");
    }

    private static void print(String what, double[] values, String form) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        var middle = (sorted[sorted.length / 2] + sorted[(sorted.length - 1) / 2]) / 2;
        System.out.printf("%s: %s  (%s to %s)%n", what, form.formatted(middle), form.formatted(sorted[0]),
                form.formatted(sorted[sorted.length - 1]));
    }

    /// Lists a second, of 16 connections.
    private double rate(Service.Account account) throws Exception {
        return rate("wrk", "-t2", "-c16", "--timeout", "10s", "-d" + SECONDS + "s", "-H", "Authorization: Bearer " + account.token(),
                service.base() + "/api/v2/events");
    }

    private static double rate(String... command) throws Exception {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var found = Pattern.compile("(?:Requests/sec:|tps =) *([0-9.]+)").matcher(out);
        if (process.waitFor() != 0 || !found.find() || out.contains("Non-2xx") || out.contains("Socket errors")) {
            throw new IllegalStateException(out);
        }
        return Double.parseDouble(found.group(1));
    }

    // --- writes

    private void writes() throws Exception {
        var owner = service.account("writer@bench.example");
        var guest = service.account("answerer@bench.example");
        var invited = ",\"attendees\":[\"" + guest.email() + "\"]";
        var thousand = rule("FREQ=DAILY;COUNT=1000");
        var single = new Edited(owner, event("Single", now, invited));
        var title = new Edited(owner, event("Title", now, invited + thousand));
        var time = new Edited(owner, event("Time", now, invited + thousand));
        var cut = new Edited(owner, event("Cut", now, invited + thousand));
        var answered = new Edited(owner, event("Answered", now, invited + thousand));
        var kinds = new LinkedHashMap<String, Work>();
        kinds.put("POST of a single event", i -> post(owner, event("New " + i, now + DAY, "")));
        kinds.put("POST of an endless daily series", i -> post(owner, event("New " + i, now + DAY, rule("FREQ=DAILY"))));
        kinds.put("PUT of the title of a single event", i -> single.put("Single " + i, now, invited));
        kinds.put("PUT of the title of 1,000 occurrences", i -> title.put("Title " + i, now, invited + thousand));
        kinds.put("PUT of the time of 1,000 occurrences",
                i -> time.put("Time", now + (i % 2) * 3_600_000, invited + thousand));
        kinds.put("DELETE of one of 1,000 occurrences", i -> cut.cut(i));
        kinds.put("answer to one of 1,000 occurrences",
                i -> service.call("PUT", "/api/v2/events/" + answered.id + "/statuses/" + (i % 2 == 0 ? "accepted" : "declined")
                        + "?recurrence_id=" + occurrence((i / 2) % 900), guest.token(), ""));
        var millis = new LinkedHashMap<String, List<Double>>();
        for (var i = 0; i < WRITES; i++) {
            for (var kind : kinds.entrySet()) {
                var began = System.nanoTime();
                kind.getValue().run(i);
                if (i >= WRITES / 2) {
                    millis.computeIfAbsent(kind.getKey(), _ -> new ArrayList<>()).add((System.nanoTime() - began) / 1e6);
                }
            }
        }
        var post = median(millis.get("POST of a single event"));
        var put = median(millis.get("PUT of the title of a single event"));
        millis.forEach((kind, values) -> System.out.printf("%s: %.2f ms, %.2f times the single event's%n", kind, median(values),
                median(values) / (kind.startsWith("POST") ? post : put)));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    /// An event that is changed again and again.
    private final class Edited {
        private final Service.Account owner;
        private final String id;
        private String tag;

        Edited(Service.Account owner, String body) throws Exception {
            this.owner = owner;
            var made = post(owner, body);
            id = Service.field(made, "id");
            tag = tag(made);
        }

        private static String tag(String json) {
            var match = Pattern.compile("\"edit_tag\":\"?([0-9]+)").matcher(json);
            if (!match.find()) {
                throw new IllegalStateException(json);
            }
            return match.group(1);
        }

        String put(String title, long start, String more) throws Exception {
            var changed = service.call("PUT", "/api/v2/events/" + id, owner.token(),
                    event(title, start, more + ",\"calendar_id\":\"" + owner.calendar() + "\",\"edit_tag\":\"" + tag + "\""));
            tag = tag(changed);
            return changed;
        }

        String cut(int number) throws Exception {
            return service.call("DELETE", "/api/v2/events/" + id + "?calendar_id=" + owner.calendar() + "&edit_tag=" + tag
                    + "&recurrence_id=" + occurrence(number + 1), owner.token(), "");
        }
    }

    /// The recurrence id of an occurrence of a daily series that begins now. Occurrences keep to the wall clock.
    private String occurrence(int day) {
        return UTC.format(Instant.ofEpochMilli(now).atZone(ZoneId.of("Europe/Berlin")).plusDays(day));
    }

    // --- deliveries

    private void deliveries() throws Exception {
        var owner = service.account("shown@bench.example");
        var series = new Edited(owner, event("Shown", now + 3_600_000, rule("FREQ=DAILY")));
        var arrivals = new ConcurrentLinkedQueue<Long>();
        var ready = new CountDownLatch(STREAMS);
        var arrived = new Semaphore(0);
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            for (var i = 0; i < STREAMS / STREAMS_A_USER; i++) {
                var reader = service.account("shownto" + i + "@bench.example");
                service.share(owner, reader);
                for (var k = 0; k < STREAMS_A_USER; k++) {
                    threads.submit(() -> follow(reader, ready, arrivals, arrived));
                }
            }
            ready.await();
            var late = new ArrayList<Double>();
            var cpu = service.cpu();
            for (var i = 0; i < EDITS; i++) {
                if (i == EDITS / 2) {
                    late.clear();
                    cpu = service.cpu();
                }
                arrivals.clear();
                series.put("Shown " + i, now + 3_600_000, rule("FREQ=DAILY"));
                var committed = System.nanoTime();
                if (!arrived.tryAcquire(STREAMS, 60, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("not every stream was told");
                }
                arrivals.forEach(at -> late.add((at - committed) / 1e6));
                Thread.sleep(500);
            }
            late.sort(null);
            var used = service.cpu().since(cpu);
            System.out.printf("a change of 31 occurrences, %d streams, %d changes: p50 %.0f ms, p99 %.0f ms after the answer; %.1f us of CPU"
                            + " for each of 31 messages a stream%n", STREAMS, EDITS / 2, late.get(late.size() / 2),
                    late.get(late.size() * 99 / 100), used.total() * 1e6 / (EDITS / 2) / STREAMS / 31);
        } finally {
            threads.shutdownNow();
        }
    }

    /// Reads a stream; notes when each message with an id has come, which is the last of a change.
    private Void follow(Service.Account reader, CountDownLatch ready, ConcurrentLinkedQueue<Long> arrivals, Semaphore arrived)
            throws Exception {
        try (var lines = lines(reader)) {
            var isReady = false;
            var event = "";
            var hasId = false;
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id:")) {
                    hasId = true;
                } else if (line.startsWith("event: ")) {
                    event = line.substring("event: ".length());
                } else if (line.isEmpty()) {
                    if (event.equals("ready")) {
                        isReady = true;
                        ready.countDown();
                    } else if (isReady && hasId && event.equals("update")) {
                        arrivals.add(System.nanoTime());
                        arrived.release();
                    }
                    hasId = false;
                    event = "";
                }
            }
        } catch (IOException ended) {
            // The measurement is over.
        }
        return null;
    }

    private BufferedReader lines(Service.Account reader) throws Exception {
        var request = HttpRequest.newBuilder(service.base().resolve("/api/v2/events"))
                .header("Accept", "text/event-stream")
                .header("Authorization", "Bearer " + reader.token())
                .build();
        var answer = service.http().send(request, BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("status " + answer.statusCode());
        }
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8), 1 << 15);
    }

    // --- openings

    private void openings() throws Exception {
        var owner = service.account("many@bench.example");
        together(323, i -> post(owner, event("Daily " + i, now + i * 60_000L, rule("FREQ=DAILY"))));
        var millis = new double[ROUNDS];
        var items = 0;
        for (var round = -WARM; round < ROUNDS; round++) {
            var began = System.nanoTime();
            items = 0;
            try (var lines = lines(owner)) {
                for (var line = lines.readLine(); !line.equals("event: ready"); line = lines.readLine()) {
                    items += line.equals("event: snapshot") ? 1 : 0;
                }
            }
            if (round >= 0) {
                millis[round] = (System.nanoTime() - began) / 1e6;
            }
        }
        print("a view of " + items + " occurrences of 323 series, to ready, ms", millis, "%.0f");
    }

    // --- files

    private void files() throws Exception {
        var single = service.account("lister@bench.example");
        for (var i = 1; i <= 50; i++) {
            post(single, event("Planning " + i, now + i * DAY / 2, ""));
        }
        listing(single, new AtomicBoolean(true), 4_000);
        for (var round = 0; round < 3; round++) {
            var importer = service.account("importer" + round + "@bench.example");
            var before = listing(single, new AtomicBoolean(true), 5_000);
            var goesOn = new AtomicBoolean(true);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var during = threads.submit(() -> listing(single, goesOn, 60_000));
                var began = System.nanoTime();
                imports(importer);
                var seconds = (System.nanoTime() - began) / 1e9;
                goesOn.set(false);
                System.out.printf("import of %d events: %.1f s; p99 of a list %.1f ms before, %.1f ms during%n", IMPORTED, seconds, before,
                        during.get());
            }
        }
    }

    private void imports(Service.Account importer) throws Exception {
        var file = IntStream.range(0, IMPORTED)
                .mapToObj(i -> "BEGIN:VEVENT\r\nUID:" + i + "@bench\r\nSUMMARY:Imported " + i + "\r\nDTSTART:"
                        + UTC.format(Instant.ofEpochMilli(now + i * 3_600_000L)) + "\r\nDURATION:PT1H\r\nEND:VEVENT\r\n")
                .collect(Collectors.joining("", "BEGIN:VCALENDAR\r\n", "END:VCALENDAR\r\n"));
        var request = HttpRequest.newBuilder(service.base().resolve("/api/v2/calendars/" + importer.calendar() + "/import"))
                .header("Content-Type", "text/calendar")
                .header("Authorization", "Bearer " + importer.token())
                .POST(BodyPublishers.ofString(file))
                .build();
        var answer = service.http().send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200 || !answer.body().contains("\"created\":" + IMPORTED)) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
    }

    /// The 99th percentile of lists that are asked for 50 times a second, in ms.
    private double listing(Service.Account account, AtomicBoolean goesOn, long most) throws Exception {
        var request = HttpRequest.newBuilder(service.base().resolve("/api/v2/events"))
                .header("Authorization", "Bearer " + account.token())
                .build();
        var millis = new ConcurrentLinkedQueue<Double>();
        var began = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            while (goesOn.get() && System.nanoTime() - began < most * 1_000_000) {
                threads.submit(() -> {
                    var sent = System.nanoTime();
                    service.http().send(request, BodyHandlers.discarding());
                    return millis.add((System.nanoTime() - sent) / 1e6);
                });
                Thread.sleep(20);
            }
        }
        return millis.stream().sorted().toList().get(millis.size() * 99 / 100);
    }

    private void freeBusy() throws Exception {
        var addresses = new ArrayList<String>();
        for (var i = 0; i < 50; i++) {
            var person = service.account("busy" + i + "@bench.example");
            addresses.add(person.email());
            for (var k = 0; k < 40; k++) {
                post(person, event("Busy", now + k * DAY * 3 / 4, k % 10 == 0 ? rule("FREQ=DAILY") : ""));
            }
        }
        var asker = service.account("asker@bench.example");
        var body = "{\"from\":" + now + ",\"to\":" + (now + 31 * DAY) + ",\"emails\":[\"" + String.join("\",\"", addresses) + "\"]}";
        var millis = new double[20 * ROUNDS];
        for (var i = -100; i < millis.length; i++) {
            var began = System.nanoTime();
            service.call("POST", "/api/v2/freebusy", asker.token(), body);
            if (i >= 0) {
                millis[i] = (System.nanoTime() - began) / 1e6;
            }
        }
        print("free/busy of 50 people over 31 days, ms", millis, "%.1f");
    }

    // --- free times, and subscriptions

    /// Each address may be read 60 times a minute, so there are many.
    private void subscriptions() throws Exception {
        var paths = new ConcurrentLinkedQueue<String>();
        var calendar = "";
        for (var i = 0; i < 15; i++) {
            var owner = service.account("subscriber" + i + "@bench.example");
            post(owner, event("Tea", now, ""));
            calendar = owner.calendar();
            together(200, _ -> paths.add(Service.field(service.call("POST", "/api/v2/calendars/" + owner.calendar() + "/ics_links",
                    owner.token(), "{}"), "url").replaceAll(".*(/ics/)", "$1")));
        }
        var file = Files.createTempFile("bench", ".paths");
        try {
            var lines = new ConcurrentLinkedQueue<String>();
            var all = List.copyOf(paths);
            together(all.size(), i -> lines.add(all.get(i) + " " + tag(all.get(i))));
            Files.write(file, lines);
            var here = Path.of(System.getProperty("bench.home", "."));
            var sql = Files.createTempFile("bench", ".sql");
            Files.writeString(sql, "select ctag from calendar where id = " + calendar + ";\n");
            var ratios = new double[5];
            for (var round = -1; round < ratios.length; round++) {
                var read = rate("wrk", "-t2", "-c16", "--timeout", "10s", "-d" + SECONDS + "s", "-s", here.resolve("links.lua").toString(),
                        service.base().toString(), "--", file.toString());
                var bare = rate("pgbench", "-n", "-M", "prepared", "-c", "16", "-j", "2", "-T", Integer.toString(SECONDS), "-f",
                        sql.toString());
                if (round >= 0) {
                    ratios[round] = read / bare;
                }
            }
            print("304 of a subscription over the least SQL for one row", ratios, "%.2f");
            Files.delete(sql);
        } finally {
            Files.delete(file);
        }
    }

    private String tag(String path) throws Exception {
        var request = HttpRequest.newBuilder(service.base().resolve(path)).build();
        var answer = service.http().send(request, BodyHandlers.discarding());
        return answer.headers().firstValue("ETag").orElseThrow();
    }
}
