package almanac.feed.view;

import almanac.feed.message.Message;
import almanac.feed.message.Messages;
import almanac.feed.message.TimeStep;
import almanac.feed.view.Listings.Missed;
import almanac.feed.view.Scope.Calendars;
import almanac.log.change.Cursor;
import almanac.log.change.ListItem;
import almanac.log.change.LoggedChange;
import almanac.log.change.Seen;
import almanac.log.change.Window;
import almanac.log.read.LogSnapshot;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What a stream of a list has missed between its cursor and a snapshot, in the order in which it
/// happened.
///
/// First the changes, seen through the window as it stood at the cursor; then what the passing of time
/// has brought and taken since. So the client's list is at every step one that was true.
final class Replay {
    private final Scope scope;
    private final LogSnapshot snapshot;
    private final Calendars calendars;
    private final Listings listings;
    private final Window windowThen;
    private final Map<String, Boolean> shown = new HashMap<>();
    private Cursor reached;
    private long count;

    Replay(Scope scope, LogSnapshot snapshot, Calendars calendars, Listings listings, Cursor from) {
        this.scope = scope;
        this.snapshot = snapshot;
        this.calendars = calendars;
        this.listings = listings;
        this.reached = from;
        this.windowThen = scope.watch().window(from.time());
    }

    /// Whether what was missed can be told from the log: where the calendars that are in the list have changed
    /// meanwhile, the events that came and went with them cannot, and the list has to be sent anew.
    Uni<Boolean> isPossible() {
        if (!scope.watchesEvents()) {
            return Uni.createFrom().item(true);
        }
        return snapshot.missedOfCalendars(reached, scope.viewer().zuid())
                .filter(this::changesInclusion)
                .toUni()
                .map(change -> change == null);
    }

    /// How many messages there were.
    long count() {
        return count;
    }

    /// The messages, one after the other.
    ///
    /// @param missed the changes since the cursor
    Multi<Message> messages(Multi<Missed> missed) {
        var changes = missed.map(this::message).filter(Optional::isPresent).map(Optional::get);
        var times = Multi.createFrom()
                .deferred(() ->
                        scope.watch().isMoving() ? byTime() : Multi.createFrom().<Message>empty());
        return Multi.createBy().concatenating().streams(changes, times).invoke(() -> count++);
    }

    private Optional<Message> message(Missed missed) {
        var change = missed.change();
        reached = reached.plus(change.position(), reached.time(), snapshot.gaps());
        return scope.concerns(change) ? item(change, missed.isReadable()) : Optional.empty();
    }

    private boolean changesInclusion(LoggedChange change) {
        var zuid = scope.viewer().zuid();
        return !listings.inclusion(scope, change.before(zuid)).equals(listings.inclusion(scope, change.after(zuid)));
    }

    /// What the viewer's access has ended to is not shown as it was in between: the client keeps what it has
    /// until the change that ended it, which comes later.
    private Optional<Message> item(LoggedChange change, boolean isReadable) {
        var zuid = scope.viewer().zuid();
        var before = visible(change.before(zuid));
        var after = visible(change.after(zuid));
        var was = shown.getOrDefault(change.subject(), before.isPresent());
        if (after.isPresent() && !isReadable) {
            shown.put(change.subject(), was);
            return Optional.empty();
        }
        shown.put(change.subject(), after.isPresent());
        if (after.isPresent()) {
            return Optional.of(Message.of(
                    was ? "update" : "enter",
                    reached,
                    was
                            ? Messages.update(after.get(), change, reached)
                            : Messages.enter(after.get(), change, reached)));
        }
        if (!was) {
            return Optional.empty();
        }
        var calendarId = before.map(ListItem::calendarId).orElse("");
        var ownAnswer = change.reason().equals("rsvp") && change.actor().equals(Long.toString(zuid));
        var reason = ownAnswer ? "declined" : change.reason();
        return Optional.of(
                Message.of("leave", reached, Messages.leave(change.subject(), calendarId, reason, change, reached)));
    }

    private Optional<ListItem> visible(Optional<Seen> document) {
        return scope.item(document, calendars).filter(item -> windowThen.overlaps(item.start(), item.end()));
    }

    /// What has ended since, and what the far edge of the window has come to.
    private Multi<Message> byTime() {
        var windowNow = scope.watch().window(snapshot.time());
        return ended(windowNow)
                .chain(ended -> come(windowNow)
                        .map(come -> Stream.concat(ended.stream(), come.stream())
                                .sorted(TimeStep.BY_MOMENT)
                                .toList()))
                .onItem()
                .transformToMulti(steps -> Multi.createFrom().iterable(TimeStep.messages(steps, reached)));
    }

    private Uni<List<TimeStep>> ended(Window now) {
        return read(new Window(windowThen.from(), Math.min(now.from(), windowThen.to())))
                .filter(item -> item.end() <= now.from())
                .map(item -> new TimeStep(item.end(), item, false))
                .collect()
                .asList();
    }

    private Uni<List<TimeStep>> come(Window now) {
        var length = now.to() - now.from();
        return read(new Window(Math.max(windowThen.to(), now.from()), now.to()))
                .filter(item -> item.start() >= windowThen.to() && item.end() > now.from())
                .map(item -> new TimeStep(item.start() - length + 1, item, true))
                .collect()
                .asList();
    }

    private Multi<ListItem> read(Window window) {
        return window.from() >= window.to()
                ? Multi.createFrom().empty()
                : scope.watch()
                        .read(snapshot.connection(), scope.viewer(), window)
                        .filter(scope::includes);
    }
}
