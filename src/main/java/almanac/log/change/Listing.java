package almanac.log.change;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A list that can be watched: the room that answers it over JSON says here what is in it, and the feed
/// does the rest without knowing what the items are.
public interface Listing {
    /// What changes concern it: `event` or `calendar`.
    String kind();

    /// Reads the query of a request for the list, as the JSON call does.
    ///
    /// @param query the parameters
    /// @param also parameters that belong to the feed
    /// @param now epoch ms
    Watch watch(Map<String, List<String>> query, Set<String> also, long now);

    /// The list without anything left out, whatever a viewer has hidden.
    Watch everything();

    /// Which of some things the viewer may still read about in the log: those that the viewer sees now, and
    /// those that are gone and that the viewer saw until their end (docs/change-feed.md, 4.6).
    ///
    /// @param ids as they stand in the log
    Uni<Set<String>> readable(SqlConnection connection, Viewer viewer, Set<String> ids);

    /// What somebody watches: two that are equal, for one viewer, are the same view.
    interface Watch {
        /// The scopes that are needed beyond those of the call.
        List<String> scopes();

        /// Whether the window goes along with the time.
        boolean isMoving();

        /// The window at a moment, in epoch ms.
        Window window(long now);

        /// Whether the items of a calendar are in the list, by how the viewer has the calendar shown.
        boolean includes(boolean visible, boolean enabled);

        /// The items of a window, in the order of the list.
        Multi<ListItem> read(SqlConnection connection, Viewer viewer, Window window);

        /// The same items for whoever does not look at their documents, which may be empty.
        default Multi<ListItem> outline(SqlConnection connection, Viewer viewer, Window window) {
            return read(connection, viewer, window);
        }

        /// The item that a document of the log holds; empty where the list does not have it at any
        /// time.
        Optional<ListItem> item(Seen document, Viewer viewer);
    }
}
