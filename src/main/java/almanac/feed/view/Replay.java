package almanac.feed.view;

import almanac.feed.clock.MissedMoments;
import almanac.feed.message.Live.Effect;
import almanac.feed.message.Message;
import almanac.feed.message.TimeStep;
import almanac.feed.view.Listings.Missed;
import almanac.feed.view.Scope.Calendars;
import almanac.log.change.Cursor;
import almanac.log.change.ItemId;
import almanac.log.change.ListItem;
import almanac.log.change.LoggedChange;
import almanac.log.change.Seen;
import almanac.log.change.Window;
import almanac.log.read.LogSnapshot;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The messages that a stream of a list has missed between its cursor and a snapshot, in order.
///
/// First the changes, seen through the window at the cursor; then what time has brought since: items that have
/// entered
/// and left, and messages of the clock. The client's list is consistent after every message.
final class Replay {
    private final Scope scope;
    private final LogSnapshot snapshot;
    private final Calendars calendars;
    private final Listings listings;
    private final Window windowThen;
    private final MissedMoments moments;
    private final Map<ItemId, Boolean> shown = new HashMap<>();

    /// The items that the log has in the list at [#reached] and the client does not, because it may not be shown
    /// what brought them in. A client that resumed here would be told that they leave.
    private final Set<ItemId> withheld = new HashSet<>();

    private Cursor reached;
    private long count;

    Replay(Scope scope, LogSnapshot snapshot, Calendars calendars, Listings listings, Cursor from) {
        this.scope = scope;
        this.snapshot = snapshot;
        this.calendars = calendars;
        this.listings = listings;
        this.reached = from;
        this.windowThen = scope.watch().window(from.time());
        this.moments = listings.moments(calendars, from.time(), snapshot.time());
    }

    /// Why the log does not suffice for a replay; empty where it does. If the set of included calendars has
    /// changed, it
    /// does not name the events that came or went with them. In a list of series it does not say where all
    /// exceptions of
    /// a changed series are. The list has to be sent again then.
    Uni<Optional<String>> refusal() {
        if (!scope.watchesEvents()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return isAny(snapshot.missedOfCalendars(reached, scope.viewer().zuid()).filter(this::changesInclusion))
                .chain(changes -> changes
                        ? Uni.createFrom().item(Optional.of("calendars"))
                        : changesSeries().map(does -> does ? Optional.of("series") : Optional.empty()));
    }

    private Uni<Boolean> changesSeries() {
        return scope.watch().isOfSeries()
                ? isAny(snapshot.missed(reached, scope.viewer().zuid()).filter(scope.watch()::isReadAgainAfter))
                : Uni.createFrom().item(false);
    }

    private static Uni<Boolean> isAny(Multi<LoggedChange> changes) {
        return changes.toUni().map(change -> change != null);
    }

    /// The number of messages sent.
    long count() {
        return count;
    }

    /// The messages, in order.
    ///
    /// @param missed the changes since the cursor
    Multi<Message> messages(Multi<Missed> missed) {
        var changes = missed.map(this::message).onItem().<Message>disjoint();
        var times = Multi.createFrom().deferred(this::byTime);
        return Multi.createBy().concatenating().streams(changes, times).invoke(() -> count++);
    }

    private List<Message> message(Missed missed) {
        var change = missed.change();
        reached = reached.plus(change.position(), reached.time(), snapshot.gaps());
        if (!scope.concerns(change)) {
            return List.of();
        }
        var effects = effects(change, missed.isReadable());
        return Effect.messages(effects, change, reached, withheld.isEmpty());
    }

    private boolean changesInclusion(LoggedChange change) {
        var zuid = scope.viewer().zuid();
        return !listings.inclusion(scope, change.before(zuid)).equals(listings.inclusion(scope, change.after(zuid)));
    }

    /// The effects of a change: what leaves, and what enters or changes. An intermediate state of a subject
    /// that the viewer no longer reaches is not shown: the client keeps its state until the change that ended
    /// the access, which comes later. Until then no message is a point to resume from if the client lacks an
    /// item that the log has.
    private List<Effect> effects(LoggedChange change, boolean isReadable) {
        var zuid = scope.viewer().zuid();
        var before = visible(change.before(zuid));
        var after = visible(change.after(zuid));
        var ids = new TreeSet<>(before.keySet());
        ids.addAll(after.keySet());
        var leaving = new ArrayList<Effect>();
        var rest = new ArrayList<Effect>();
        for (var id : ids.isEmpty() ? Set.of(change.item()) : ids) {
            effect(change, id, before.get(id), after.get(id), isReadable)
                    .ifPresent(effect -> (effect.name().equals("leave") ? leaving : rest).add(effect));
        }
        leaving.addAll(rest);
        return leaving;
    }

    private Optional<Effect> effect(
            LoggedChange change, ItemId id, @Nullable ListItem before, @Nullable ListItem after, boolean isReadable) {
        var was = shown.getOrDefault(id, before != null);
        if (after != null && !isReadable) {
            shown.put(id, was);
            if (!was) {
                withheld.add(id);
            }
            return Optional.empty();
        }
        withheld.remove(id);
        shown.put(id, after != null);
        moments.change(id, before, after, change.committedAt());
        if (after == null) {
            return was
                    ? Optional.of(View.leaving(id, calendar(before), scope.reasonToLeave(change)))
                    : Optional.empty();
        }
        if (!was) {
            return Optional.of(View.entering(after));
        }
        return before == null || View.isChanged(after, before.tag())
                ? Optional.of(View.changing(after))
                : Optional.empty();
    }

    private static String calendar(@Nullable ListItem before) {
        return before == null ? "" : before.calendarId();
    }

    private Map<ItemId, ListItem> visible(Optional<Seen> document) {
        return scope.items(document, calendars, windowThen).stream()
                .filter(item -> windowThen.overlaps(item.start(), item.end()))
                .collect(Collectors.toMap(ListItem::id, item -> item));
    }

    /// What time has brought since: of the items as they are now.
    private Multi<Message> byTime() {
        var isMoving = scope.watch().isMoving();
        if (isMoving && scope.watch().isOfSeries()) {
            return seriesByTime(scope.watch().window(snapshot.time()));
        }
        var windowNow = scope.watch().window(snapshot.time());
        return Multi.createBy()
                .concatenating()
                .streams(
                        isMoving ? ended(windowNow) : Multi.createFrom().empty(),
                        isMoving ? come(windowNow) : Multi.createFrom().empty(),
                        scope.watch().hasClock()
                                ? told(windowNow)
                                : Multi.createFrom().empty())
                .collect()
                .asList()
                .onItem()
                .transformToMulti(steps -> Multi.createFrom().iterable(inOrder(steps)));
    }

    private List<Message> inOrder(List<TimeStep> steps) {
        return TimeStep.messages(steps.stream().sorted(TimeStep.BY_MOMENT).toList(), reached);
    }

    /// Of a series the occurrences of both windows count: it has left if none of them is in the window now.
    private Multi<Message> seriesByTime(Window now) {
        return byId(windowThen)
                .chain(then -> byId(now).map(items -> {
                    var steps = new ArrayList<TimeStep>();
                    then.forEach((id, item) -> {
                        if (!items.containsKey(id)) {
                            steps.add(TimeStep.leave(item.end(), id, item.calendarId()));
                        }
                    });
                    items.forEach((id, item) -> {
                        if (!then.containsKey(id)) {
                            steps.add(TimeStep.enter(item.start() - (now.to() - now.from()) + 1, item));
                        }
                    });
                    return inOrder(steps);
                }))
                .onItem()
                .transformToMulti(messages -> Multi.createFrom().iterable(messages));
    }

    private Uni<Map<ItemId, ListItem>> byId(Window window) {
        return read(window).collect().asMap(ListItem::id);
    }

    /// The items that have ended since.
    private Multi<TimeStep> ended(Window now) {
        return read(new Window(windowThen.from(), Math.min(now.from(), windowThen.to())))
                .filter(item -> item.end() <= now.from())
                .map(item -> TimeStep.leave(item.end(), item.id(), item.calendarId()));
    }

    /// The items that the far edge of the window has reached since.
    private Multi<TimeStep> come(Window now) {
        var length = now.to() - now.from();
        return read(new Window(Math.max(windowThen.to(), now.from()), now.to()))
                .filter(item -> item.start() >= windowThen.to() && item.end() > now.from())
                .map(item -> TimeStep.enter(item.start() - length + 1, item));
    }

    /// What the clock tells of the items that have been in the list since.
    private Multi<TimeStep> told(Window now) {
        var from = Math.max(windowThen.from(), reached.time());
        return read(new Window(from, Math.min(now.to(), snapshot.time() + moments.reach() + 1)))
                .onItem()
                .transformToIterable(moments::of);
    }

    private Multi<ListItem> read(Window window) {
        return window.from() >= window.to()
                ? Multi.createFrom().empty()
                : scope.watch()
                        .read(snapshot.connection(), scope.viewer(), window)
                        .filter(scope::includes);
    }
}
