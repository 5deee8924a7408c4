package almanac.mirror.poll;

import almanac.mirror.client.RemoteEvent;
import almanac.mirror.client.RemoteNumber;
import almanac.mirror.state.RemoteFingerprint;
import almanac.mirror.state.SyncState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What has to be done so that the events here are those that were heard of.
///
/// @param puts what is new there, or other than here
/// @param missing what should have been told and was not: deleted, or moved out of the window, or out
///     of sight
record Comparison(List<RemoteEvent> puts, List<SyncState> missing) {

    /// What was heard, and what it is to be compared with.
    ///
    /// @param zuid the account that was asked for
    /// @param askedAt when the asking began, in epoch ms: what was written through since is newer
    /// @param slices what was asked for
    /// @param heard what was told
    /// @param known what is known of the events that were told, and of those that should have been
    /// @param gone what was deleted through here since the asking began
    /// @param invitations the calendar here for events that lie in none that the account sees; 0 for
    ///     none
    record Input(
            long zuid,
            long askedAt,
            List<Slice> slices,
            List<RemoteEvent> heard,
            List<SyncState> known,
            Set<String> gone,
            long invitations) {
        /// Whether an event was written through since the asking began. What is later than a turn can last
        /// was written before the clock went back.
        private boolean isWrittenSince(SyncState known) {
            return known.writtenAt() >= askedAt && known.writtenAt() <= askedAt + LinkQueue.LEASE.toMillis();
        }
    }

    static Comparison of(Input input, Function<RemoteEvent, Long> calendarOf) {
        var known = new HashMap<String, SyncState>();
        input.known.forEach(each -> known.put(each.id(), each));
        var puts = new ArrayList<RemoteEvent>();
        for (var heard : input.heard) {
            if (!input.gone.contains(heard.id()) && isNews(input, heard, known.get(heard.id()), calendarOf)) {
                puts.add(heard);
            }
        }
        return new Comparison(puts, missing(input, known));
    }

    private static boolean isNews(
            Input input, RemoteEvent heard, @Nullable SyncState known, Function<RemoteEvent, Long> calendarOf) {
        if (known == null) {
            return true;
        }
        if (input.isWrittenSince(known)) {
            return false;
        }
        if (known.keeper() != input.zuid) {
            return isNewer(heard, known) || isAtHome(input, heard, known, calendarOf);
        }
        return !heard.tag().equals(known.tag())
                || !RemoteFingerprint.of(heard).equals(known.fingerprint())
                || calendarOf.apply(heard) != known.calendar();
    }

    /// Of what another link answers for, only what is newer counts: its own list may be the later one.
    private static boolean isNewer(RemoteEvent heard, SyncState known) {
        return heard.event().tag() > RemoteNumber.of(known.tag()).orElse(Long.MAX_VALUE);
    }

    /// An event that another link knows from an invitation lies in a calendar that this one sees.
    static boolean isAtHome(Input input, RemoteEvent heard, SyncState known, Function<RemoteEvent, Long> calendarOf) {
        long home = calendarOf.apply(heard);
        return home != input.invitations && home != known.calendar();
    }

    private static List<SyncState> missing(Input input, Map<String, SyncState> known) {
        var told = input.heard.stream().map(RemoteEvent::id).collect(Collectors.toSet());
        return known.values().stream()
                .filter(each -> each.keeper() == input.zuid && !input.isWrittenSince(each))
                .filter(each -> !told.contains(each.id()))
                .filter(each -> input.slices.stream().anyMatch(slice -> slice.holds(each.startsAt(), each.endsAt())))
                .toList();
    }
}
