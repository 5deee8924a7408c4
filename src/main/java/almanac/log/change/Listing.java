package almanac.log.change;

import almanac.storage.database.Statements;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A list that can be watched. The room that serves the list over JSON implements it; the feed needs no
/// knowledge of the items.
public interface Listing {
    /// The kind of changes that concern the list: `event`, `calendar` or `freebusy`.
    String kind();

    /// Parses the query of a request for the list, as the JSON call does.
    ///
    /// @param query the parameters
    /// @param also the names of parameters of the feed
    /// @param now epoch ms
    Watch watch(Map<String, List<String>> query, Set<String> also, long now);

    /// The whole list, including what the viewer has hidden.
    Watch everything();

    /// Filters ids by what the viewer may still read in the log: things that the viewer sees now, and removed
    /// things that the viewer saw until they were removed (docs/change-feed.md, 4.6).
    ///
    /// @param ids the subjects in the log
    Uni<Set<String>> readable(SqlConnection connection, Viewer viewer, Set<String> ids);

    /// A query of the list. Two equal ones of one viewer are the same view.
    interface Watch {
        /// The scopes that are required in addition to those of the call.
        List<String> scopes();

        /// Whether the window moves with time.
        boolean isMoving();

        /// The window at a time, in epoch ms.
        Window window(long now);

        /// When the list has to be read again since its window has moved, in epoch ms; never for a window that
        /// stands still, and for one that moves with its items.
        ///
        /// @param time when it was read, epoch ms
        default long readAgainAt(long time) {
            return Long.MAX_VALUE;
        }

        /// Whether time brings messages of the items, as [ListItem#clock] says (docs/recurrence.md, 7.1).
        default boolean hasClock() {
            return false;
        }

        /// Whether the items are people, of whom no change says what they are after it: the list is read again
        /// with each change that concerns one of [#people].
        default boolean isOfPeople() {
            return false;
        }

        /// Whether the items are series as a whole, in place of their occurrences.
        default boolean isOfSeries() {
            return false;
        }

        /// Whether a change does not say what the list is after it, so that the list is read again.
        default boolean isReadAgainAfter(LoggedChange change) {
            return isOfPeople();
        }

        /// The accounts whose changes concern the list, besides the viewer.
        default Uni<Set<Long>> people(Statements statements) {
            return Uni.createFrom().item(Set.of());
        }

        /// Whether the list includes a calendar, by the viewer's flags of that calendar.
        boolean includes(boolean visible, boolean enabled);

        /// The items in a window, in the order of the list.
        Multi<ListItem> read(SqlConnection connection, Viewer viewer, Window window);

        /// The same items for a reader that does not use their JSON, which may be empty.
        default Multi<ListItem> outline(SqlConnection connection, Viewer viewer, Window window) {
            return read(connection, viewer, window);
        }

        /// The items of a document of the log. A document of a series stands for its occurrences in a window,
        /// without exceptions; another one for one item, at whatever time. Empty where the list never includes
        /// them.
        List<ListItem> items(Seen document, Viewer viewer, Window window);

        /// The recurrence ids of the exceptions of a series, of which the log has documents of their own. Those
        /// that are removed together with their series are not among them.
        default Set<String> exceptions(Seen document) {
            return Set.of();
        }
    }
}
