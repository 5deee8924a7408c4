package almanac.access.ledger;

import almanac.base.limit.Decision;
import almanac.base.limit.Limits;
import almanac.base.limit.QuotaUsage;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;

/// One count for all nodes. Its decisions are those of [almanac.base.limit.Ledgers], by the clock of the
/// server.
interface SharedStore {
    /// How long a stream keeps its place after it was renewed, in ms.
    long STREAM_MILLIS = 45_000;

    /// Counts a request, or refuses it.
    Uni<Decision> take(QuotaKey key, Limits limits);

    /// Removes a counted request that was not served.
    ///
    /// @param at when it was counted
    Uni<Void> giveBack(QuotaKey key, long at);

    /// The usage of calls by a user, in one question. Calls that the user did not use may be left out.
    Uni<Map<String, QuotaUsage>> look(long zuid, Map<String, Limits> calls);

    /// Asks whether the store answers, on a connection that no earlier failure can have left in use.
    Uni<Void> probe();

    /// Takes a place for a stream.
    ///
    /// @param limit the number of places of its user
    /// @return whether there was one
    Uni<Boolean> enter(OpenStream stream, int limit);

    /// Releases the place of a stream.
    Uni<Void> leave(OpenStream stream);

    /// Renews the places of streams. A stream without a place takes one, whatever the limit of its user is.
    Uni<Void> renew(List<OpenStream> streams);
}
