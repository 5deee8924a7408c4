package almanac.feed.view;

import almanac.feed.clock.ClockRules;
import almanac.feed.view.Scope.Calendars;
import almanac.log.change.Cursor;
import almanac.log.change.ListItem;
import almanac.log.change.Viewer;
import almanac.log.change.Window;
import almanac.log.read.LogReader;
import almanac.log.read.LogReader.Lane;
import almanac.log.read.LogSnapshot;
import almanac.log.tail.LogTail;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/// Reads the contents of a view's list at one moment of the log.
@Singleton
class ViewReader {
    private static final Logger LOG = Logger.getLogger(ViewReader.class);

    private final LogReader log;
    private final LogTail tail;
    private final Listings flags;
    private final ClockRules rules;

    ViewReader(LogReader log, LogTail tail, Listings flags, ClockRules rules) {
        this.log = log;
        this.tail = tail;
        this.flags = flags;
        this.rules = rules;
    }

    /// The result of a reading.
    ///
    /// @param cursor the cursor of the moment
    /// @param calendars the calendars that the viewer reaches
    /// @param inWindow the items of the list
    /// @param beyond the items that a moving window will reach
    /// @param snapshot the list encoded for sending; empty if not requested or too large to be kept
    record Reading(
            Cursor cursor,
            Calendars calendars,
            List<ListItem> inWindow,
            List<ListItem> beyond,
            Optional<ListSnapshot> snapshot) {}

    /// The tail of the log that is read.
    LogTail tail() {
        return tail;
    }

    /// The moments that an item has.
    ClockRules rules() {
        return rules;
    }

    /// Reads the list and its snapshot. Calls back on the thread of the log.
    void open(Scope scope, Consumer<Reading> then, Runnable otherwise) {
        atOneMoment(Lane.NEW, scope, snapshot -> opening(scope, snapshot), then, otherwise);
    }

    /// Reads the items of the list without their JSON. Calls back on the thread of the log.
    void outline(Scope scope, Consumer<Reading> then, Runnable otherwise) {
        atOneMoment(Lane.RESUMED, scope, snapshot -> reading(scope, scope.watch()::outline, snapshot), then, otherwise);
    }

    /// Reads the items of the list. Calls back on the thread of the log.
    void read(Scope scope, Consumer<Reading> then, Runnable otherwise) {
        atOneMoment(Lane.RESUMED, scope, snapshot -> reading(scope, scope.watch()::read, snapshot), then, otherwise);
    }

    /// How the items in the window are read.
    private interface Way {
        Multi<ListItem> read(SqlConnection connection, Viewer viewer, Window window);
    }

    private void atOneMoment(
            Lane lane,
            Scope scope,
            Function<LogSnapshot, Uni<Reading>> work,
            Consumer<Reading> then,
            Runnable otherwise) {
        log.atOneMoment(lane, scope.viewer().zuid(), () -> {}, work)
                .subscribe()
                .with(reading -> tail.context().runOnContext(_ -> take(reading, then, otherwise)), failure -> {
                    LOG.warn("A view could not be read", failure);
                    tail.context().runOnContext(_ -> otherwise.run());
                });
    }

    /// Passes on a reading. If the view fails to take it, for any error, the failure is reported; the view
    /// would otherwise wait forever.
    private static void take(Reading reading, Consumer<Reading> then, Runnable otherwise) {
        try {
            then.accept(reading);
        } catch (Throwable failure) {
            LOG.error("A view could not take its reading", failure);
            otherwise.run();
        }
    }

    private Uni<Reading> opening(Scope scope, LogSnapshot snapshot) {
        var window = scope.watch().window(snapshot.time());
        return reading(
                scope,
                snapshot,
                items(scope, scope.watch()::read, snapshot, window)
                        .collect()
                        .in(SentItems::new, SentItems::add)
                        .map(items -> new Items(items.outlines(), items.snapshot(snapshot.cursor(), window))));
    }

    private Uni<Reading> reading(Scope scope, Way way, LogSnapshot snapshot) {
        return reading(
                scope,
                snapshot,
                items(scope, way, snapshot, scope.watch().window(snapshot.time()))
                        .collect()
                        .asList()
                        .map(items -> new Items(items, Optional.empty())));
    }

    /// The items in the window.
    private record Items(List<ListItem> inWindow, Optional<ListSnapshot> snapshot) {}

    private Uni<Reading> reading(Scope scope, LogSnapshot snapshot, Uni<Items> items) {
        return flags.of(scope, snapshot)
                .chain(calendars -> items.chain(found -> beyond(scope, snapshot)
                        .map(beyond -> new Reading(
                                snapshot.cursor(), calendars, found.inWindow(), beyond, found.snapshot()))));
    }

    private static Multi<ListItem> items(Scope scope, Way way, LogSnapshot snapshot, Window window) {
        return way.read(snapshot.connection(), scope.viewer(), window).filter(scope::includes);
    }

    private static Uni<List<ListItem>> beyond(Scope scope, LogSnapshot snapshot) {
        if (!scope.watch().isMoving()) {
            return Uni.createFrom().item(List.of());
        }
        var edge = scope.watch().window(snapshot.time()).to();
        return items(scope, scope.watch()::read, snapshot, new Window(edge, edge + ViewContents.AHEAD))
                .filter(item -> item.start() >= edge)
                .collect()
                .asList();
    }
}
