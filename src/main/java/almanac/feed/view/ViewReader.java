package almanac.feed.view;

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

/// Reads for a view what is in its list, at one moment of the log.
@Singleton
class ViewReader {
    private static final Logger LOG = Logger.getLogger(ViewReader.class);

    private final LogReader log;
    private final LogTail tail;
    private final Listings flags;

    ViewReader(LogReader log, LogTail tail, Listings flags) {
        this.log = log;
        this.tail = tail;
        this.flags = flags;
    }

    /// What was read.
    ///
    /// @param cursor the moment
    /// @param calendars the calendars that the viewer reaches
    /// @param inWindow what is in the list
    /// @param beyond what a moving window will come to
    /// @param snapshot the list as a stream is sent it; empty where nobody asked for it or it is too large to
    ///     be kept
    record Reading(
            Cursor cursor,
            Calendars calendars,
            List<ListItem> inWindow,
            List<ListItem> beyond,
            Optional<ListSnapshot> snapshot) {}

    /// Follows the log that is read.
    LogTail tail() {
        return tail;
    }

    /// Reads the list and what a stream is sent of it, and answers on the thread of the log.
    void open(Scope scope, Consumer<Reading> then, Runnable otherwise) {
        atOneMoment(Lane.NEW, scope, snapshot -> opening(scope, snapshot), then, otherwise);
    }

    /// Reads what is in the list, without what the items say, and answers on the thread of the log.
    void outline(Scope scope, Consumer<Reading> then, Runnable otherwise) {
        atOneMoment(Lane.RESUMED, scope, snapshot -> reading(scope, scope.watch()::outline, snapshot), then, otherwise);
    }

    /// Reads what is in the list, and answers on the thread of the log.
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

    /// A view that cannot take in what was read, by whatever error, would wait for it for ever.
    private static void take(Reading reading, Consumer<Reading> then, Runnable otherwise) {
        try {
            then.accept(reading);
        } catch (Throwable failure) {
            LOG.error("A view could not take in what was read", failure);
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

    /// What is in the window.
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
