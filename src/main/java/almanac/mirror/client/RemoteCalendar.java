package almanac.mirror.client;

import almanac.calendar.store.MirroredCalendar;
import org.jspecify.annotations.Nullable;

/// A calendar as it was heard.
///
/// @param calendar what it says
/// @param reference its `calendar_id` there; null where none was told
public record RemoteCalendar(
        MirroredCalendar calendar, @Nullable String reference) {}
