package almanac.event.store;

import almanac.event.model.EventVersion;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A version to store, and what it is based on.
///
/// @param version the event
/// @param people the accounts found for its ids and addresses; null if it names no new ones
/// @param named the addresses that these accounts were looked up by, in the form used for comparison
/// @param files its attachments; null to keep the current ones
/// @param cause the reason and the actor
/// @param writer the account that needs write access to both calendars; null to skip the check
public record Draft(
        EventVersion version,
        @Nullable People people,
        Collection<String> named,
        @Nullable List<Long> files,
        Cause cause,
        @Nullable Long writer) {
    String @Nullable [] facts() {
        return people == null ? null : people.facts(named);
    }

    String actor() {
        return cause.actor() == 0 ? "system" : Long.toString(cause.actor());
    }

    /// The account whose number of events is checked, if this adds one; null to skip the check.
    ///
    /// @param before the owner of the event's current calendar; null if the event is new
    @Nullable
    Long counted(@Nullable Long before) {
        var calendar = version.calendar();
        return writer == null || calendar.isMirrored() || Objects.equals(before, calendar.owner())
                ? null
                : calendar.owner();
    }

    String reason() {
        return cause.reason().name().toLowerCase(Locale.ROOT);
    }
}
