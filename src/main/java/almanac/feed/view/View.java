package almanac.feed.view;

import almanac.feed.message.Live;
import almanac.feed.message.Messages;
import almanac.feed.message.TimeStep;
import almanac.feed.stream.Stream;
import almanac.feed.view.Differences.Cause;
import almanac.feed.view.Scope.Calendars;
import almanac.log.change.Cursor;
import almanac.log.change.ListItem;
import almanac.log.change.LoggedChange;
import almanac.log.change.Window;
import almanac.log.tail.LogTail;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/// A list that is watched, shared by all streams of an account that watch the same: it knows what is in
/// the list, and so whether a change brings something in, alters it or takes it out.
final class View implements Feed {
    /// How far beyond the far edge of a moving window the view has read: so seldom has it to read
    /// again.
    static final long AHEAD = 6L * 60 * 60 * 1000;

    private final Scope scope;
    private final ViewReader reader;
    private final Audience audience;
    private final ObjectMapper json;
    private final Clock clock;
    private final LogTail tail;

    private final Map<String, Member> members = new HashMap<>();
    private final Map<String, ListItem> upcoming = new HashMap<>();
    private final List<LoggedChange> backlog = new ArrayList<>();
    private Calendars calendars = new Calendars();
    private final List<Runnable> arrivals = new ArrayList<>();
    private Runnable onFailure = () -> {};
    private Cursor reached;
    private boolean isReading;
    private long nextStep = Long.MAX_VALUE;
    private long readAgainAt = Long.MAX_VALUE;

    /// What the view keeps of an item.
    record Member(String calendarId, long end, long tag) {}

    View(Scope scope, ViewReader reader, Audience audience, ObjectMapper json, Clock clock, LogTail tail) {
        this.scope = scope;
        this.reader = reader;
        this.audience = audience;
        this.json = json;
        this.clock = clock;
        this.tail = tail;
        this.reached = tail.settledCursor();
    }

    /// Reads the list for the first time.
    ///
    /// @param failed told when the list could not be read, now or later: the view is of no more use
    ///     then
    void open(Runnable failed) {
        onFailure = failed;
        isReading = true;
        reader.open(scope, this::opened, this::failed);
    }

    private void opened(ViewReader.Reading reading) {
        take(reading);
        reading.inWindow().forEach(this::remember);
        catchUp();
    }

    @Override
    public void join(Stream stream, Runnable joined) {
        audience.join(stream);
        if (isReading) {
            arrivals.add(joined);
        } else {
            joined.run();
        }
    }

    @Override
    public boolean leave(Stream stream) {
        return audience.leave(stream);
    }

    @Override
    public void accept(LoggedChange change) {
        // What the time has brought comes first: the cursor of the change says that it was followed up to now.
        tick(clock.millis());
        if (isReading) {
            backlog.add(change);
        } else if (!reached.covers(change.position())) {
            reached = reached.inOrder(change.position(), reached.time());
            apply(change);
        }
    }

    private void apply(LoggedChange change) {
        if (scope.concerns(change)) {
            applyItem(change);
        } else if (scope.watchesEvents()) {
            applyCalendar(change);
        }
    }

    private void applyItem(LoggedChange change) {
        var found = scope.item(change.after(scope.viewer().zuid()), calendars);
        var now = found.filter(item -> window().overlaps(item.start(), item.end()));
        var was = members.get(change.subject());
        upcoming.remove(change.subject());
        if (now.isPresent()) {
            remember(now.get());
            var item = now.get();
            tell(
                    change,
                    was == null ? "enter" : "update",
                    (logged, cursor) ->
                            was == null ? Messages.enter(item, logged, cursor) : Messages.update(item, logged, cursor));
        } else {
            found.ifPresent(this::await);
            if (was != null) {
                members.remove(change.subject());
                var reason = reasonToLeave(change);
                tell(
                        change,
                        "leave",
                        (logged, cursor) -> Messages.leave(logged.subject(), was.calendarId, reason, logged, cursor));
            }
        }
    }

    /// Whoever leaves out what is declined, and declines, sees the event go for that reason.
    private String reasonToLeave(LoggedChange change) {
        var ownAnswer = change.reason().equals("rsvp")
                && change.actor().equals(Long.toString(scope.viewer().zuid()));
        return ownAnswer ? "declined" : change.reason();
    }

    private void applyCalendar(LoggedChange change) {
        var after = change.after(scope.viewer().zuid());
        var calendar = after.or(() -> change.before(scope.viewer().zuid()));
        if (calendar.isEmpty()) {
            return;
        }
        var id = calendar.get().tree(json).get("calendar_id").asText();
        if (calendars.change(id, scope.inclusion(after, json))) {
            var before = Cursor.at(reached.log(), change.position() - 1, reached.time());
            readAgain(before, Cause.of(scope.kind(), change));
        }
    }

    @Override
    public void tick(long now) {
        if (isReading || now <= reached.time()) {
            return;
        }
        reached = reached.at(now);
        if (now >= nextStep) {
            step(now);
        }
        if (now >= readAgainAt) {
            readAgain(
                    Cursor.at(reached.log(), Math.max(reached.top(), tail.settled()), now),
                    Cause.time(scope.kind(), now));
        }
    }

    private void step(long now) {
        nextStep = readAgainAt;
        var steps = new ArrayList<TimeStep>();
        collectLeaving(now, steps);
        collectEntering(now, steps);
        if (!steps.isEmpty()) {
            steps.sort(TimeStep.BY_MOMENT);
            audience.tell(new Live.OfTime(steps));
        }
    }

    private void collectLeaving(long now, List<TimeStep> steps) {
        members.entrySet().removeIf(entry -> {
            var member = entry.getValue();
            if (member.end > now) {
                nextStep = Math.min(nextStep, member.end);
                return false;
            }
            var gone = new ListItem(entry.getKey(), member.calendarId, 0, member.end, member.tag, "");
            steps.add(new TimeStep(member.end, gone, false));
            return true;
        });
    }

    private void collectEntering(long now, List<TimeStep> steps) {
        var edge = scope.watch().window(now).to();
        for (var item : List.copyOf(upcoming.values())) {
            var moment = now + item.start() - edge + 1;
            if (moment > now) {
                nextStep = Math.min(nextStep, moment);
            } else {
                upcoming.remove(item.id());
                enter(item, moment, now, steps);
            }
        }
    }

    /// What came and went while nobody looked was never in the list.
    private void enter(ListItem item, long moment, long now, List<TimeStep> steps) {
        if (item.end() > now) {
            remember(item);
            steps.add(new TimeStep(moment, item, true));
        }
    }

    /// Reads the list anew where what is in it cannot be told from a change, and tells the difference.
    ///
    /// @param from where the members stand
    private void readAgain(Cursor from, Cause cause) {
        isReading = true;
        reader.read(scope, reading -> tellDifference(from, reading, cause), this::failed);
    }

    private void tellDifference(Cursor from, ViewReader.Reading reading, Cause cause) {
        var before = Map.copyOf(members);
        take(reading);
        reading.inWindow().forEach(this::remember);
        var differences = Differences.between(before, reading, cause);
        if (!differences.isEmpty()) {
            audience.tell(new Live.OfReading(from, reached, differences));
        }
        catchUp();
    }

    private void take(ViewReader.Reading reading) {
        members.clear();
        upcoming.clear();
        calendars = reading.calendars();
        reached = reading.cursor();
        readAgainAt = scope.watch().isMoving() ? reached.time() + AHEAD : Long.MAX_VALUE;
        nextStep = readAgainAt;
        reading.beyond().forEach(this::await);
    }

    private void catchUp() {
        isReading = false;
        var waiting = List.copyOf(backlog);
        backlog.clear();
        waiting.forEach(this::accept);
        if (!isReading) {
            var arrived = List.copyOf(arrivals);
            arrivals.clear();
            arrived.forEach(Runnable::run);
        }
    }

    @Override
    public void end() {
        failed();
    }

    /// The streams connect again, and find another view, which can be read.
    private void failed() {
        onFailure.run();
        audience.end();
    }

    private void remember(ListItem item) {
        members.put(item.id(), new Member(item.calendarId(), item.end(), item.tag()));
        if (scope.watch().isMoving()) {
            nextStep = Math.min(nextStep, item.end());
        }
    }

    /// Keeps an item that a moving window will come to.
    private void await(ListItem item) {
        var edge = window().to();
        if (scope.watch().isMoving() && item.start() >= edge && item.start() < edge + AHEAD) {
            upcoming.put(item.id(), item);
            nextStep = Math.min(nextStep, reached.time() + item.start() - edge + 1);
        }
    }

    private Window window() {
        return scope.watch().window(reached.time());
    }

    private void tell(LoggedChange change, String name, BiFunction<LoggedChange, Cursor, String> data) {
        audience.tell(new Live.OfChange(name, change, reached.time(), data), change);
    }
}
