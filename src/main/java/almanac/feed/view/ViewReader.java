package almanac.feed.view;

import almanac.feed.view.Scope.Calendars;
import almanac.log.change.Cursor;
import almanac.log.change.ListItem;
import almanac.log.change.Viewer;
import almanac.log.change.Window;
import almanac.log.read.LogReader;
import almanac.log.read.LogSnapshot;
import almanac.log.tail.LogTail;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Consumer;
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
    record Reading(Cursor cursor, Calendars calendars, List<ListItem> inWindow, List<ListItem> beyond) {}

    /// Reads for the first time, and answers on the thread of the log: nobody asks yet what the items
    /// in the window say.
    void open(Scope scope, Consumer<Reading> then, Runnable otherwise) {
        atOneMoment(scope, scope.watch()::outline, then, otherwise);
    }

    /// Reads, and answers on the thread of the log.
    void read(Scope scope, Consumer<Reading> then, Runnable otherwise) {
        atOneMoment(scope, scope.watch()::read, then, otherwise);
    }

    /// How the items in the window are read.
    private interface Way {
        Multi<ListItem> read(SqlConnection connection, Viewer viewer, Window window);
    }

    private void atOneMoment(Scope scope, Way way, Consumer<Reading> then, Runnable otherwise) {
        log.atOneMoment(snapshot -> read(scope, way, snapshot))
                .subscribe()
                .with(reading -> tail.context().runOnContext(_ -> then.accept(reading)), failure -> {
                    LOG.warn("A view could not be read", failure);
                    tail.context().runOnContext(_ -> otherwise.run());
                });
    }

    private Uni<Reading> read(Scope scope, Way way, LogSnapshot snapshot) {
        var window = scope.watch().window(snapshot.time());
        return flags.of(scope, snapshot)
                .chain(calendars -> items(scope, way, snapshot, window)
                        .chain(inWindow -> beyond(scope, snapshot, window)
                                .map(beyond -> new Reading(snapshot.cursor(), calendars, inWindow, beyond))));
    }

    private static Uni<List<ListItem>> items(Scope scope, Way way, LogSnapshot snapshot, Window window) {
        return way.read(snapshot.connection(), scope.viewer(), window)
                .filter(item -> scope.only().isEmpty() || scope.only().contains(item.calendarId()))
                .collect()
                .asList();
    }

    private static Uni<List<ListItem>> beyond(Scope scope, LogSnapshot snapshot, Window window) {
        if (!scope.watch().isMoving()) {
            return Uni.createFrom().item(List.of());
        }
        return items(scope, scope.watch()::read, snapshot, new Window(window.to(), window.to() + View.AHEAD))
                .map(items -> items.stream()
                        .filter(item -> item.start() >= window.to())
                        .toList());
    }
}
