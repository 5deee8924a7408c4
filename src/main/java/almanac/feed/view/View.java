package almanac.feed.view;

import almanac.feed.clock.ViewClock;
import almanac.feed.message.Live;
import almanac.feed.message.Live.Effect;
import almanac.feed.message.Messages;
import almanac.feed.message.TimeStep;
import almanac.feed.stream.Stream;
import almanac.feed.view.Differences.Cause;
import almanac.feed.view.Scope.Calendars;
import almanac.log.change.Cursor;
import almanac.log.change.ItemId;
import almanac.log.change.ListItem;
import almanac.log.change.LoggedChange;
import almanac.log.change.Window;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A watched list, shared by all streams of an account with the same scope. It keeps the list's members, and
/// so knows whether a change adds, updates or removes an item.
final class View implements Feed {
    /// The maximum size of the changes that wait until the list has been read, in characters.
    static final long HEAVIEST_BACKLOG = 16_000_000;

    private final Scope scope;
    private final ViewReader reader;
    private final Audience audience;
    private final ObjectMapper json;
    private final Clock clock;

    private final ViewContents contents;
    private final List<LoggedChange> backlog = new ArrayList<>();
    private long backlogWeight;
    private Calendars calendars = new Calendars();
    private final List<Consumer<Optional<ListSnapshot>>> arrivals = new ArrayList<>();
    private Runnable onFailure = () -> {};
    private Cursor reached;
    private boolean isReading;
    private Optional<ListSnapshot> justRead = Optional.empty();

    View(Scope scope, ViewReader reader, Audience audience, ObjectMapper json, Clock clock) {
        this.scope = scope;
        this.reader = reader;
        this.audience = audience;
        this.json = json;
        this.clock = clock;
        this.reached = reader.tail().settledCursor();
        this.contents = new ViewContents(scope.watch(), new ViewClock(reader.rules()));
    }

    /// Reads the list for the first time.
    ///
    /// @param isSent whether the stream that opens the view is to be sent the list; one reading then serves
    ///     both
    /// @param failed run when a reading has failed, now or later; the view is unusable after it
    void open(boolean isSent, Runnable failed) {
        onFailure = failed;
        isReading = true;
        if (isSent) {
            reader.open(scope, this::opened, this::failed);
        } else {
            reader.outline(scope, this::opened, this::failed);
        }
    }

    private void opened(ViewReader.Reading reading) {
        var _ = take(reading);
        justRead = reading.snapshot();
        catchUp();
        justRead = Optional.empty();
    }

    @Override
    public void join(Stream stream, Consumer<Optional<ListSnapshot>> joined) {
        audience.join(stream);
        if (isReading) {
            arrivals.add(joined);
        } else {
            joined.accept(Optional.empty());
        }
    }

    @Override
    public boolean leave(Stream stream) {
        return audience.leave(stream);
    }

    @Override
    public void accept(LoggedChange change) {
        // Steps of time come first: the cursor of the change states up to when time was evaluated. That is not after
        // the change, which may take back what it would bring.
        tick(Math.min(clock.millis(), change.committedAt()));
        if (isReading) {
            keep(change);
        } else if (!reached.covers(change.position())) {
            reached = reached.inOrder(change.position(), reached.time());
            apply(change);
        }
    }

    /// Keeps a change until the list has been read. Above the limit the streams are asked to reconnect.
    private void keep(LoggedChange change) {
        backlog.add(change);
        backlogWeight += change.weight();
        if (backlogWeight > HEAVIEST_BACKLOG) {
            failed();
        }
    }

    private void apply(LoggedChange change) {
        if (scope.watch().isReadAgainAfter(change)) {
            readAgain(
                    Cursor.at(reached.log(), change.position() - 1, reached.time()),
                    scope.watch().isOfPeople() ? Cause.ofPeople(scope.kind(), change) : Cause.ofSeries(scope, change));
        } else if (scope.concerns(change)) {
            applyItem(change);
        } else if (scope.watchesEvents()) {
            applyCalendar(change);
        }
    }

    private void applyItem(LoggedChange change) {
        var window = window();
        var items = scope.items(change.after(scope.viewer().zuid()), calendars, contents.reach(window));
        var before = contents.forget(change.item(), scope.exceptions(change));
        var effects = new ArrayList<Effect>();
        for (var item : items) {
            if (window.overlaps(item.start(), item.end())) {
                var was = before.remove(item.id());
                contents.remember(item, change.committedAt(), reached.time());
                if (was == null) {
                    effects.add(entering(item));
                } else if (isChanged(item, was.tag())) {
                    effects.add(changing(item));
                }
            } else {
                contents.await(item, reached.time());
            }
        }
        before.keySet().forEach(contents::leave);
        var reason = scope.reasonToLeave(change);
        var leaving = before.entrySet().stream()
                .map(entry -> leaving(entry.getKey(), entry.getValue().calendarId(), reason));
        effects.addAll(0, leaving.toList());
        if (!effects.isEmpty()) {
            audience.tell(new Live.OfChange(effects, change, reached.time()), change);
        }
    }

    /// Whether a change that names an item has changed it. One that names a series may concern a few of its
    /// occurrences.
    static boolean isChanged(ListItem item, long before) {
        return item.id().recurrenceId() == null || item.tag() != before;
    }

    static Effect entering(ListItem item) {
        return new Effect("enter", item.json().length(), (change, cursor) -> Messages.enter(item, change, cursor));
    }

    static Effect changing(ListItem item) {
        return new Effect("update", item.json().length(), (change, cursor) -> Messages.update(item, change, cursor));
    }

    static Effect leaving(ItemId id, String calendarId, String reason) {
        return new Effect("leave", 0, (change, cursor) -> Messages.leave(id, calendarId, reason, change, cursor));
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
        var known = contents.knownUntil(now);
        reached = reached.at(known);
        var steps = contents.stepTo(known);
        if (!steps.isEmpty()) {
            audience.tell(new Live.OfTime(steps));
        }
        if (contents.isReadAgainAt(now)) {
            readAgain(
                    Cursor.at(
                            reached.log(), Math.max(reached.top(), reader.tail().settled()), known),
                    Cause.time(scope.kind(), now));
        }
    }

    @Override
    public long time() {
        return reached.time();
    }

    @Override
    public long nextMoment() {
        return isReading ? Long.MAX_VALUE : contents.nextMoment();
    }

    /// Reads the list again, when a change does not determine its contents, and sends the differences.
    ///
    /// @param from the cursor of the current members
    private void readAgain(Cursor from, Cause cause) {
        isReading = true;
        reader.read(scope, reading -> tellDifference(from, reading, cause), this::failed);
    }

    private void tellDifference(Cursor from, ViewReader.Reading reading, Cause cause) {
        var before = contents.members();
        var told = take(reading);
        var differences = Differences.between(before, reading, cause, told);
        if (!differences.isEmpty()) {
            audience.tell(new Live.OfReading(from, reached, differences));
        }
        catchUp();
    }

    /// @return what the clock had to tell up to the moment of the reading
    private List<TimeStep> take(ViewReader.Reading reading) {
        calendars = reading.calendars();
        reached = reading.cursor();
        return contents.replace(reading);
    }

    private void catchUp() {
        isReading = false;
        var waiting = List.copyOf(backlog);
        backlog.clear();
        backlogWeight = 0;
        waiting.forEach(this::accept);
        if (!isReading) {
            var arrived = List.copyOf(arrivals);
            arrivals.clear();
            arrived.forEach(joined -> joined.accept(justRead));
        }
    }

    @Override
    public void end() {
        failed();
    }

    /// Drops the view. The streams reconnect to a new one.
    private void failed() {
        onFailure.run();
        audience.end();
    }

    private Window window() {
        return scope.watch().window(reached.time());
    }
}
