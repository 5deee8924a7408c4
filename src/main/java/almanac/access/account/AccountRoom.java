package almanac.access.account;

import almanac.base.problem.FieldError;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/// The storage limits of an account: 507 for an object over the limit (RFC 4918, 11.5).
@Singleton
public class AccountRoom {
    /// A transaction that counts objects of an account, to add one, holds this lock until it ends, so that
    /// two of them do not both add the last one. It is taken after the locks of calendars.
    private static final String LOCK = "select 1 from (select pg_advisory_xact_lock(1, hashint8(?1))) held";

    AccountRoom() {}

    /// A kind of objects.
    ///
    /// @param rows the counted rows, as `from` and `where` of a statement, with the account as `?1` and
    ///     arguments of the caller from `?3`
    /// @param limit the largest number
    /// @param code the code of the refusal
    /// @param things the name of the objects in the plural
    public record Kind(String rows, int limit, String code, String things) {
        /// The failure for an object over the limit.
        public ProblemException refusal() {
            return AccountRoom.refusal(code, limit + " " + things + " are stored, and there may not be more");
        }
    }

    /// The failure for an object over a limit, with the reason.
    public static ProblemException refusal(String code, String why) {
        return ProblemException.of(Problem.INSUFFICIENT_STORAGE, code, List.of(new FieldError("body", why)));
    }

    /// Takes the lock of the account until the transaction ends.
    public Uni<Void> hold(StatelessSession session, long zuid) {
        return session.createNativeQuery(LOCK, Integer.class)
                .setParameter(1, zuid)
                .getSingleResult()
                .replaceWithVoid();
    }

    /// Takes the lock of the account and counts; fails if the limit is reached.
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

    /// The number of objects. It reads no more rows than the limit.
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
