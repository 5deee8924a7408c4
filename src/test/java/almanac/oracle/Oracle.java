package almanac.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/// Holds what each account is shown in one way against what it is shown in every other, while nobody writes:
/// the list, the live view, the view that is resumed, the log that is replayed, and the tables.
final class Oracle {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// A moving window is followed once a second, and a busy machine is late.
    private static final long BLUR = 10_000;

    private final World world;
    private final Nodes nodes;
    private final Truth truth;
    private final List<Watch> watches;
    private final Random random;

    Oracle(World world, Nodes nodes, Truth truth, List<Watch> watches, long seed) {
        this.world = world;
        this.nodes = nodes;
        this.truth = truth;
        this.watches = watches;
        this.random = new Random(seed);
    }

    /// Compares everything. All calls have been answered, or will never be.
    ///
    /// @param mark has not been used before
    /// @throws Fault for the first difference
    void check(String mark) {
        Awaitility.await().atMost(PATIENCE).until(() -> !truth.isWriting());
        AtOnce.forEach(watches, watch -> mark(watch.account(), mark));
        var position = truth.position();
        truth.checkSeries();
        AtOnce.forEach(watches, watch -> compare(watch, mark));
        if (!position.equals(truth.position())) {
            throw new Fault("something was written during the check " + mark);
        }
    }

    private void compare(Watch watch, String mark) {
        watch.all().forEach(follower -> follower.await(mark));
        compareLists(watch);
        compareCalendars(watch);
        compareLog(watch);
    }

    /// The calendar first: who has seen the event has seen the calendar.
    private void mark(Account account, String mark) {
        var calendar = "/api/v2/calendars/" + account.marker();
        done(() ->
                Http.send(nodes.any(random), "PUT", calendar, account.token(), Map.of("description", "mark " + mark)));
        var body = world.marker(account.marker(), mark);
        done(() -> Http.send(nodes.any(random), "PUT", "/api/v2/events/" + account.event(), account.token(), body));
    }

    private static void done(Supplier<Http.Answer> call) {
        Awaitility.await().atMost(PATIENCE).until(() -> call.get().isDone());
    }

    private void compareLists(Watch watch) {
        for (var number = 0; number < watch.queries().size(); number++) {
            var view = watch.lists().get(number);
            var before = System.currentTimeMillis();
            var query = watch.queries().get(number).at(before);
            var list = list(watch.account(), query);
            Predicate<JsonNode> isClear =
                    query.isMoving() || watch.queries().get(number).isMoving()
                            ? event -> isClearOf(event, before)
                            : event -> true;
            if (!query.isWhole()) {
                compareWithTables(view.name(), list, truth.events(watch.account(), query), isClear);
            }
            same(view.name() + ", live", list, view.items(), isClear);
            view.resumed(nodes.any(random)).ifPresent(found -> same(view.name() + ", resumed", list, found, isClear));
        }
    }

    private static boolean isClearOf(JsonNode event, long now) {
        return Math.abs(event.get("end_time").asLong() - now) > BLUR
                && Math.abs(event.get("start_time").asLong() - now - ListQuery.WINDOW) > BLUR;
    }

    private Map<String, JsonNode> list(Account account, ListQuery query) {
        return Items.byKey(get(account, query.path()));
    }

    private JsonNode get(Account account, String path) {
        var answer = Http.get(nodes.any(random), path, account.token());
        if (answer.status() != 200) {
            throw new Fault(account.name() + ", " + path + ": " + answer);
        }
        return answer.body().get("data");
    }

    private static void compareWithTables(
            String name, Map<String, JsonNode> list, Map<String, String> rows, Predicate<JsonNode> isClear) {
        var described = new TreeMap<String, String>();
        list.values().stream().filter(isClear).forEach(event -> described.put(Items.key(event), describe(event)));
        list.values().stream().filter(isClear.negate()).forEach(event -> rows.remove(Items.key(event)));
        Differences.between(name + ", list and tables", described, rows, row -> isClear.test(times(row)));
    }

    /// As [Truth] has it.
    private static String describe(JsonNode event) {
        var answers = new TreeMap<String, String>();
        for (var attendee : event.get("attendees")) {
            answers.put(
                    attendee.get("email").asText().toLowerCase(Locale.ROOT),
                    attendee.get("status").asText());
        }
        var text = new StringBuilder();
        answers.forEach((address, status) -> text.append(text.isEmpty() ? "" : " ")
                .append(address)
                .append('=')
                .append(status));
        return String.join(
                "\t",
                Items.key(event),
                number(event.get("calendar_id").asText()),
                event.get("title").asText(),
                event.get("start_time").asText(),
                event.get("end_time").asText(),
                event.get("edit_tag").asText(),
                text);
    }

    private static String number(String calendarId) {
        var text = new String(Base64.getDecoder().decode(calendarId), StandardCharsets.UTF_8);
        return text.substring(0, text.indexOf('|'));
    }

    private static JsonNode times(String row) {
        var parts = row.split("\t", -1);
        return Http.parse("{\"start_time\":%s,\"end_time\":%s}".formatted(parts[3], parts[4]));
    }

    private void compareCalendars(Watch watch) {
        var name = watch.account().name() + ", calendars";
        var list = Items.byKey(get(watch.account(), "/api/v2/calendars?include_hidden_calendars=true"));
        var described = new TreeMap<String, String>();
        list.forEach((id, calendar) -> described.put(
                id,
                String.join(
                        "\t",
                        id,
                        calendar.get("name").asText(),
                        calendar.get("privilege").asText(),
                        sql(calendar.get("visibility")),
                        sql(calendar.get("status")))));
        Differences.between(name + ", list and tables", described, truth.calendars(watch.account()), row -> true);
        var bare = bare(list);
        same(name + ", live", bare, bare(watch.calendars().items()), item -> true);
        watch.calendars()
                .resumed(nodes.any(random))
                .ifPresent(found -> same(name + ", resumed", bare, bare(found), item -> true));
        same(name + ", log", bare, bare(watch.log().known(LogReplay::calendars)), item -> true);
    }

    private static String sql(JsonNode flag) {
        return flag.asBoolean() ? "t" : "f";
    }

    /// Without what rises with every event, of which the view of calendars says nothing (docs/change-feed.md,
    /// 2.2).
    private static Map<String, JsonNode> bare(Map<String, JsonNode> calendars) {
        var bare = new TreeMap<String, JsonNode>();
        calendars.forEach((id, calendar) -> {
            ObjectNode copy = calendar.deepCopy();
            bare.put(id, copy.without(List.of("ctag", "lastmodifiedtime")));
        });
        return bare;
    }

    private void compareLog(Watch watch) {
        var account = watch.account();
        var all = new TreeMap<String, JsonNode>();
        ListQuery.all(world.from()).forEach(query -> all.putAll(list(account, query)));
        var followed = watch.log();
        Predicate<JsonNode> inWindows = event -> event.get("end_time").asLong() > world.from()
                && event.get("start_time").asLong() < world.to();
        same(followed.name() + ", followed", all, followed.known(this::events), inWindows);
        var whole = LogReplay.whole(account, nodes.any(random));
        followed.known(streamed -> {
            whole.compareWith(streamed, followed.name() + ", pages and stream");
            return true;
        });
        var replayed = events(whole);
        all.forEach((key, event) -> {
            if (whole.hasGained(event.get("calendar_id").asText())) {
                replayed.putIfAbsent(key, event);
            }
        });
        same(followed.name() + ", replayed", all, replayed, inWindows);
    }

    private Map<String, JsonNode> events(LogReplay replay) {
        return replay.events(world.from(), world.to());
    }

    private static void same(
            String name, Map<String, JsonNode> list, Map<String, JsonNode> other, Predicate<JsonNode> isClear) {
        Differences.between(name, list, other, isClear);
    }
}
