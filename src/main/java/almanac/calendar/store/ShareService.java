package almanac.calendar.store;

import almanac.access.account.Account;
import almanac.access.account.Accounts;
import almanac.access.token.Caller;
import almanac.base.request.Texts;
import almanac.calendar.model.Calendar;
import almanac.calendar.model.CalendarKey;
import almanac.calendar.model.CalendarOutcome;
import almanac.calendar.model.CalendarOutcome.Absent;
import almanac.calendar.model.CalendarOutcome.Forbidden;
import almanac.calendar.model.CalendarOutcome.Gone;
import almanac.calendar.model.CalendarOutcome.IsOwner;
import almanac.calendar.model.CalendarOutcome.NobodyThere;
import almanac.calendar.model.CalendarOutcome.ReadOnly;
import almanac.calendar.model.CalendarOutcome.Share;
import almanac.calendar.model.CalendarOutcome.Shared;
import almanac.calendar.model.Privilege;
import almanac.calendar.model.SentBack;
import almanac.storage.database.Transactions;
import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;
import org.jspecify.annotations.Nullable;

/// Adds, changes and removes shares of calendars.
@Singleton
public class ShareService {
    private final Transactions transactions;
    private final CalendarRepository repository;
    private final CalendarWrites writes;
    private final Accounts accounts;
    private final CalendarRoom room;

    ShareService(
            Transactions transactions,
            CalendarRepository repository,
            CalendarWrites writes,
            Accounts accounts,
            CalendarRoom room) {
        this.room = room;
        this.transactions = transactions;
        this.repository = repository;
        this.writes = writes;
        this.accounts = accounts;
    }

    /// Shares the calendar with an account, or changes the privilege of its share.
    ///
    /// @param others the read-only fields of the share that were sent
    public Uni<CalendarOutcome> share(
            Caller caller, CalendarKey key, String email, Privilege privilege, Map<String, JsonNode> others) {
        return withBoth(caller, key, email, (session, row, account) -> {
            if (row.calendar().owner != caller.zuid()) {
                return Uni.createFrom().item(new Forbidden());
            }
            if (account == null) {
                return Uni.createFrom().item(new NobodyThere());
            }
            if (account.zuid() == caller.zuid()) {
                return Uni.createFrom().item(new IsOwner());
            }
            var share = new Share(Long.toString(account.zuid()), account.email(), privilege);
            var readOnly = SentBack.changed(others, share);
            return readOnly.isEmpty()
                    ? open(session, row, account, share, caller)
                    : Uni.createFrom().item(new ReadOnly(readOnly));
        });
    }

    /// Removes the share of an account. The owner and the holder of the share may do so.
    public Uni<CalendarOutcome> unshare(Caller caller, CalendarKey key, String email) {
        return withBoth(caller, key, email, (session, row, account) -> {
            var holder = account == null ? 0 : account.zuid();
            if (row.calendar().owner != caller.zuid() && holder != caller.zuid()) {
                return Uni.createFrom().item(new Forbidden());
            }
            return row.shareOf(holder)
                    .map(share ->
                            writes.unshare(session, row, share, caller.zuid()).<CalendarOutcome>replaceWith(new Gone()))
                    .orElseGet(() -> Uni.createFrom().item(new Absent()));
        });
    }

    private Uni<CalendarOutcome> open(
            StatelessSession session, SharedRow row, Account account, Share asked, Caller caller) {
        var known = row.shareOf(account.zuid());
        var share = known.orElseGet(() -> fresh(row, account));
        var before = known.isPresent() ? CalendarWrites.seenBy(row, share) : Map.<Long, Calendar>of();
        share.privilege = asked.privilege().name().toLowerCase(Locale.ROOT);
        var saved = known.isPresent()
                ? writes.reshare(session, row, share, before, caller.zuid())
                : room.checkShares(session, row).chain(() -> writes.share(session, row, share, caller.zuid()));
        return saved.replaceWith(new Shared(asked));
    }

    private static ShareRow fresh(SharedRow row, Account account) {
        var share = new ShareRow();
        share.calendarId = row.calendar().id;
        share.zuid = account.zuid();
        share.visible = true;
        share.enabled = true;
        share.position = row.calendar().position;
        return share;
    }

    private Uni<CalendarOutcome> withBoth(Caller caller, CalendarKey key, String email, ShareWork work) {
        return transactions.write(session -> repository.hold(session, key).chain(rows -> {
            if (rows.isEmpty() || !rows.getFirst().viewers().contains(caller.zuid())) {
                return Uni.createFrom().item(new Absent());
            }
            return accountOf(session, email).chain(account -> work.run(session, rows.getFirst(), account));
        }));
    }

    /// The account of an address. A text that PostgreSQL cannot store is no account's address and is not
    /// looked up.
    private Uni<@Nullable Account> accountOf(StatelessSession session, String email) {
        return Texts.isStorable(email)
                ? accounts.withEmail(session, email)
                : Uni.createFrom().nullItem();
    }

    private interface ShareWork {
        Uni<CalendarOutcome> run(StatelessSession session, SharedRow row, @Nullable Account account);
    }
}
