package almanac.mirror.writethrough;

import almanac.access.token.Caller;
import almanac.calendar.model.CalendarAccess;
import almanac.event.model.Event;
import almanac.event.request.EditScope;
import almanac.mirror.client.RemoteEvent;
import almanac.mirror.state.SyncState;
import org.jspecify.annotations.Nullable;

/// What a caller is doing to a remote event.
///
/// @param current the event as the caller sees it
/// @param calendar where it lies
/// @param target where it is to lie
/// @param known what was heard of it last
/// @param scope which occurrences are meant; null if the event is no occurrence of a series
record RemoteWrite(
        Caller caller,
        Event current,
        CalendarAccess calendar,
        CalendarAccess target,
        SyncState known,
        LinkRoute way,
        @Nullable EditScope scope) {
    /// The event's id, there and here.
    String id() {
        return current.id();
    }

    /// Whether the event here is not what the caller has seen any more, and the tag that is known of there
    /// belongs to something else.
    boolean isOvertaken() {
        return known.editTag() != current.editTag();
    }

    /// Whether it concerns more than the one occurrence that was named.
    boolean isOfSeveral() {
        return scope == EditScope.ALL || scope == EditScope.FOLLOWING;
    }

    boolean isMove() {
        return calendar.id() != target.id();
    }

    /// Whether the event there is still what it was before.
    boolean isAsBefore(RemoteEvent found) {
        return found.tag().equals(known.tag());
    }
}
