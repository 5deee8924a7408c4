package almanac.access.account;

import almanac.base.problem.FieldError;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/// Whether an account may store one thing more of a kind. 507 where it may not (RFC 4918, 11.5).
@Singleton
public class AccountRoom {
    /// Who counts what an account has, to add to it, takes this lock until the transaction ends: so two do not find
    /// room for the same last one. It comes after the locks of calendars.
    private static final String LOCK = "select 1 from (select pg_advisory_xact_lock(1, hashint8(?1))) held";

    AccountRoom() {}

    /// A kind of things.
    ///
    /// @param rows what is counted, as the `from` and `where` of a statement, with the account as `?1`,
    ///     and from `?3` on what a caller gives
    /// @param limit how many there may be
    /// @param code what the refusal is called
    /// @param things what they are called, in the plural
    public record Kind(String rows, int limit, String code, String things) {
        /// That there is no room.
        public ProblemException refusal() {
            return AccountRoom.refusal(code, limit + " " + things + " are stored, and there may not be more");
        }
    }

    /// The refusal of what finds no room.
    public static ProblemException refusal(String code, String why) {
        return ProblemException.of(Problem.INSUFFICIENT_STORAGE, code, List.of(new FieldError("body", why)));
    }

    /// Lets nobody else count what the account has until the transaction ends.
    public Uni<Void> hold(StatelessSession session, long zuid) {
        return session.createNativeQuery(LOCK, Integer.class)
                .setParameter(1, zuid)
                .getSingleResult()
                .replaceWithVoid();
    }

    /// Holds the account and counts; fails where it has as many as it may.
    public Uni<Void> check(StatelessSession session, long zuid, Kind kind, Object... given) {
        return hold(session, zuid)
                .chain(() -> count(session, zuid, kind, given))
                .invoke(count -> {
                    if (count >= kind.limit) {
                        throw kind.refusal();
                    }
                })
                .replaceWithVoid();
    }

    /// How many there are. No more rows are read than the limit allows.
    public Uni<Long> count(StatelessSession session, long zuid, Kind kind, Object... given) {
        var query = session.createNativeQuery(
                        "select count(*) from (select from " + kind.rows + " limit ?2) counted", Long.class)
                .setParameter(1, zuid)
                .setParameter(2, kind.limit);
        for (var index = 0; index < given.length; index++) {
            query = query.setParameter(index + 3, given[index]);
        }
        return query.getSingleResult();
    }
}
