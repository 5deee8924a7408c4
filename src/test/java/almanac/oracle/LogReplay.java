package almanac.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What the log of an account says, replayed by a client: the events and calendars that it sees.
///
/// The log names the events of a calendar only when they change. So a client that comes to see a calendar
/// reads the list once, and goes on with the log from there; a replay of what is past cannot do that and has
/// to do without.
final class LogReplay {
    /// What a line ends with that shows nothing.
    private static final String NOTHING = " null";

    private final String email;
    private final Map<String, JsonNode> events = new TreeMap<>();
    private final Map<String, JsonNode> calendars = new TreeMap<>();
    private final Set<String> gained = new HashSet<>();
    private final Map<String, Long> tags = new TreeMap<>();
    private final Map<String, List<String>> told = new TreeMap<>();

    LogReplay(Account account) {
        this.email = account.email();
    }

    /// Reads the whole log in pages.
    static LogReplay whole(Account account, URI node) {
        var replay = new LogReplay(account);
        var since = account.origin();
        for (var more = true; more; ) {
            var answer = Http.get(node, "/api/v2/changes?limit=500&since=" + since, account.token());
            if (answer.status() != 200) {
                throw new Fault(account.name() + ", pages of the log: " + answer);
            }
            answer.body().get("data").forEach(replay::take);
            since = answer.body().get("cursor").asText();
            more = answer.body().get("more").asBoolean();
        }
        return replay;
    }

    /// Takes a change.
    ///
    /// @return the `calendar_id` of a calendar that comes into sight by it; empty for none
    String take(JsonNode change) {
        var subject = change.get("type").asText() + " " + Items.key(change);
        told.computeIfAbsent(subject, key -> new ArrayList<>())
                .add(change.get("reason").asText() + " " + change.path("old_edit_tag") + " "
                        + change.path("new_edit_tag") + " " + change.path("item"));
        if (change.get("type").asText().equals("event")) {
            takeEvent(change);
            return "";
        }
        return takeCalendar(change);
    }

    private void takeEvent(JsonNode change) {
        checkOrder(change);
        if (change.has("recurrence_id") && !isRemoval(change)) {
            events.computeIfPresent(change.get("id").asText(), (id, series) -> without(series, change));
        }
        var item = change.path("item");
        if (item.isObject()) {
            merge(item);
            return;
        }
        events.remove(Items.key(change));
        if (isRemoval(change)) {
            events.keySet()
                    .removeIf(key ->
                            key.startsWith(Items.prefix(change.get("id").asText())) && !change.has("recurrence_id"));
        }
    }

    /// The series without an occurrence that an entry of its own tells of, even if it shows nothing: the series has no
    /// entry for that (docs/recurrence.md, 5.1).
    private static JsonNode without(JsonNode series, JsonNode change) {
        ObjectNode now = series.deepCopy();
        if (Items.isSeries(series)) {
            now.withObject("recurrence").withArray("exceptions").add(change.get("recurrence_id"));
        }
        return now;
    }

    private static boolean isRemoval(JsonNode change) {
        return change.get("reason").asText().equals("deleted");
    }

    /// Checks that the tags of an event rise, and that nothing follows its removal. A change that ended the access
    /// names no tag, and others follow it once the account sees the event again. An exception may be removed, and
    /// another be made of the same occurrence. A series from which one occurrence is taken keeps its tag.
    private void checkOrder(JsonNode change) {
        var tag = change.path("new_edit_tag").asLong(Long.MAX_VALUE);
        if (tag == Long.MAX_VALUE && !isRemoval(change)) {
            return;
        }
        var before = tag == Long.MAX_VALUE && change.has("recurrence_id")
                ? tags.remove(Items.key(change))
                : tags.put(Items.key(change), tag);
        var isSame = before != null
                && before == tag
                && change.get("changed").toString().equals("[\"exdates\"]");
        if (before != null && before >= tag && tag != Long.MAX_VALUE && !isSame) {
            throw new Fault("the log goes back from " + before + ": " + change);
        }
    }

    private String takeCalendar(JsonNode change) {
        var id = change.get("id").asText();
        var item = change.path("item");
        if (!item.isObject()) {
            calendars.remove(id);
            events.values().removeIf(event -> isIn(event, change) && !invites(event));
            return "";
        }
        var calendarId = item.get("calendar_id").asText();
        var isNew = calendars.put(id, item) == null;
        if (isNew) {
            gained.add(calendarId);
        }
        return isNew ? calendarId : "";
    }

    /// Takes an event of a list, unless it is known as it was later.
    void merge(JsonNode event) {
        events.merge(
                Items.key(event),
                event,
                (known, now) ->
                        known.get("edit_tag").asLong() > now.get("edit_tag").asLong() ? known : now);
    }

    private static boolean isIn(JsonNode event, JsonNode change) {
        return event.get("calendar_id").equals(change.get("calendar_id"));
    }

    private boolean invites(JsonNode event) {
        for (var attendee : event.get("attendees")) {
            if (attendee.get("email").asText().equalsIgnoreCase(email)) {
                return true;
            }
        }
        return false;
    }

    /// An event that is known; missing where it is not.
    JsonNode event(String id) {
        return events.getOrDefault(id, MissingNode.getInstance());
    }

    /// The items of a list of all events, and those outside of the window that are no occurrences.
    ///
    /// @param from epoch ms
    /// @param to epoch ms, excluded
    Map<String, JsonNode> events(long from, long to) {
        var items = new TreeMap<String, JsonNode>();
        events.values().stream()
                .flatMap(event -> Items.isSeries(event) ? Expansion.within(event, from, to).stream() : Stream.of(event))
                .forEach(item -> items.put(Items.key(item), item));
        return items;
    }

    Map<String, JsonNode> calendars() {
        return new TreeMap<>(calendars);
    }

    /// Whether the event's calendar came into sight in the log: of what was in it then, the log knows nothing.
    boolean hasGained(String calendarId) {
        return gained.contains(calendarId);
    }

    /// Compares what the pages of the log tell now, of each event and each calendar in order, with what a
    /// stream told as it came.
    ///
    /// They tell the same of what the account has seen all the time. Of what it did not see for a while
    /// (because it, or its calendar, had gone) the ends are the same; in between, the pages may tell nothing
    /// that the stream did not tell before or skip, and tell all or nothing of it (docs/change-feed.md, 4.6).
    void compareWith(LogReplay streamed, String name) {
        Differences.between(name, lines(streamed), streamed.lines(this), lines -> true);
        told.forEach((subject, lines) -> {
            var before = streamed.told.getOrDefault(subject, List.of());
            if (!isSubsequence(shown(before), shown(lines)) && !shown(lines).isEmpty()) {
                throw new Fault(name + ", " + subject + ": " + lines + " and " + before);
            }
        });
    }

    /// What is to be the same here and there.
    private Map<String, List<String>> lines(LogReplay other) {
        var same = new TreeMap<String, List<String>>();
        told.forEach((subject, lines) -> {
            var kept = hasGone(subject) || other.hasGone(subject) ? ends(lines) : List.copyOf(lines);
            if (!kept.isEmpty()) {
                same.put(subject, kept);
            }
        });
        return same;
    }

    /// Whether the account has lost sight of a thing at some time, or of its series, or of any calendar that it may
    /// have lain in.
    private boolean hasGone(String subject) {
        var series = subject.split(" ", 3);
        return !ends(told.getOrDefault(subject, List.of())).isEmpty()
                || !ends(told.getOrDefault(series[0] + " " + series[1], List.of()))
                        .isEmpty()
                || (subject.startsWith("event")
                        && told.entrySet().stream()
                                .anyMatch(entry -> entry.getKey().startsWith("calendar")
                                        && !ends(entry.getValue()).isEmpty()));
    }

    private static List<String> ends(List<String> lines) {
        return lines.stream().filter(line -> line.endsWith(NOTHING)).toList();
    }

    private static List<String> shown(List<String> lines) {
        return lines.stream().filter(line -> !line.endsWith(NOTHING)).toList();
    }

    private static boolean isSubsequence(List<String> few, List<String> many) {
        var next = 0;
        for (var line : many) {
            if (next < few.size() && few.get(next).equals(line)) {
                next++;
            }
        }
        return next == few.size();
    }
}
