package almanac.oracle;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/// What the writers of one episode share: the accounts, and what each slot holds now.
final class World {
    static final int ACCOUNTS = 4;
    static final int EVENTS = 40;
    static final int CALENDARS = 10;

    private static final long HOUR = 60 * 60 * 1000;
    private static final long DAY = 24 * HOUR;
    private static final String[] WORDS = {"Tea", "Coffee", "STEAK", "Lunch", "Team"};
    private static final String[] TYPES = {"normal_event", "event_management", "audio_conference", "video_conference"};

    private final long base;
    private final List<Account> accounts;
    private final AtomicReferenceArray<Optional<Slot>> events = new AtomicReferenceArray<>(EVENTS);
    private final AtomicReferenceArray<Optional<Slot>> calendars = new AtomicReferenceArray<>(CALENDARS);
    private final AtomicReferenceArray<String> uploads = new AtomicReferenceArray<>(ACCOUNTS);

    /// What a slot holds.
    ///
    /// @param id the `id` of the event or calendar
    /// @param owner the account that made it
    /// @param calendarId the `calendar_id` of an event; empty for a calendar
    /// @param tag the `edit_tag` of an event that was seen last; empty for a calendar
    /// @param repeats whether it is a series
    record Slot(String id, int owner, String calendarId, String tag, boolean repeats) {
        /// A calendar.
        static Slot ofCalendar(String id, int owner) {
            return new Slot(id, owner, "", "", false);
        }
    }

    /// Makes the accounts of a new world; each of the first calendar slots holds the default calendar of one.
    World(Nodes nodes) {
        // The whole hour before now: far enough from every edge that the clock moves.
        base = System.currentTimeMillis() / HOUR * HOUR;
        IntStream.range(0, EVENTS).forEach(slot -> events.set(slot, Optional.empty()));
        IntStream.range(0, CALENDARS).forEach(slot -> calendars.set(slot, Optional.empty()));
        IntStream.range(0, ACCOUNTS).forEach(account -> uploads.set(account, ""));
        var made = new ArrayList<Account>();
        var random = new Random(base);
        for (var number = 0; number < ACCOUNTS; number++) {
            made.add(Account.make(nodes.any(random), number, this));
            calendars.set(number, Optional.of(Slot.ofCalendar(made.getLast().calendar(), number)));
        }
        accounts = List.copyOf(made);
        IntStream.range(0, ACCOUNTS).forEach(number -> share(number, nodes.any(random)));
    }

    /// Each shares its default calendar with the next one to begin with.
    private void share(int number, URI node) {
        var owner = accounts.get(number);
        var next = accounts.get((number + 1) % ACCOUNTS);
        var path = "/api/v2/calendars/" + owner.calendar() + "/shares/" + next.email();
        Http.send(node, "PUT", path, owner.token(), Map.of("privilege", number % 2 == 0 ? "edit" : "view"));
    }

    List<Account> accounts() {
        return accounts;
    }

    Account account(int number) {
        return accounts.get(number);
    }

    /// The start of the fixed windows, in epoch ms.
    long from() {
        return base - HOUR;
    }

    /// The end of the windows that hold all events which writers make, in epoch ms.
    long to() {
        return from() + 2 * ListQuery.WINDOW;
    }

    Optional<Slot> event(int slot) {
        return events.get(slot);
    }

    Optional<Slot> calendar(int slot) {
        return calendars.get(slot);
    }

    void event(int slot, Optional<Slot> now) {
        events.set(slot, now);
    }

    void calendar(int slot, Optional<Slot> now) {
        calendars.set(slot, now);
    }

    /// The last upload of an account; empty for none.
    String upload(int account) {
        return uploads.get(account);
    }

    void upload(int account, String fileId) {
        uploads.set(account, fileId);
    }

    /// The body of the event that marks a check.
    Map<String, Object> marker(String calendar, String text) {
        var body = body("Marker tea " + text, base + 3 * DAY);
        body.put("calendar_id", calendar);
        return body;
    }

    /// The body of an event that a writer makes or changes, without its calendar and its attendees.
    Map<String, Object> body(Op op) {
        var body = body(title(op), 0);
        place(body, op);
        if (op.bit(20)) {
            body.put("location", "Room " + op.choose(3, 50));
        }
        if (op.bit(21) && op.bit(22)) {
            body.put("type", TYPES[op.choose(5, TYPES.length)]);
        }
        return body;
    }

    /// A title.
    String title(Op op) {
        return WORDS[op.choose(0, WORDS.length)] + " " + op.variant();
    }

    private static Map<String, Object> body(String title, long start) {
        var body = new LinkedHashMap<String, Object>();
        body.put("title", title);
        body.put("start_time", start);
        body.put("end_time", start + HOUR);
        body.put("timezone", "UTC");
        return body;
    }

    /// Mostly in the windows; now and then beyond them, in the past, or so that a moving window loses it or comes to
    /// it within seconds.
    private void place(Map<String, Object> body, Op op) {
        var now = System.currentTimeMillis();
        var seconds = 1000L * (1 + op.choose(8, 12));
        switch (op.choose(4, 16)) {
            case 0 -> times(body, base + 45 * DAY, base + 45 * DAY + HOUR);
            case 1 -> times(body, base - 5 * DAY, base - 5 * DAY + HOUR);
            case 2 -> times(body, now - HOUR, now + seconds);
            case 3 -> times(body, now + ListQuery.WINDOW + seconds, now + ListQuery.WINDOW + 2 * HOUR);
            default -> {
                var start = base + (1 + op.choose(9, 28)) * DAY + op.choose(13, 24) * HOUR;
                times(body, start, start + HOUR);
            }
        }
    }

    private static void times(Map<String, Object> body, long start, long end) {
        body.put("start_time", start);
        body.put("end_time", end);
    }
}
