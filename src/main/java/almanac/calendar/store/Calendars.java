package almanac.calendar.store;

import almanac.access.account.Account;
import almanac.calendar.model.Calendar;
import almanac.calendar.model.CalendarAccess;
import almanac.calendar.model.CalendarKey;
import almanac.calendar.model.CalendarKey.ByCode;
import almanac.calendar.model.CalendarKey.ById;
import almanac.calendar.model.CalendarKey.ByUid;
import almanac.calendar.model.CalendarReminder;
import almanac.storage.database.Statements;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;
import org.jspecify.annotations.Nullable;

/// Calendars for other packages: finding one, and creating the default one.
@Singleton
public class Calendars {
    private static final long FIRST_ID = 100_000_000_000_000L;
    private static final long LAST_ID = 999_999_999_999_999L;
    private static final String FIND = "select " + CalendarAccess.COLUMNS + " from calendar c where ";
    private static final String[] COLORS = {"#2E7D6B", "#B3541E", "#4A5FC1", "#9C3D6E", "#6B7A1F", "#7A4FB5"};

    private final CalendarRoom room;
    private final Clock clock;
    private final RandomGenerator random = new SecureRandom();

    Calendars(CalendarRoom room, Clock clock) {
        this.room = room;
        this.clock = clock;
    }

    /// The calendar that a client names.
    ///
    /// @param key what the client sent; null for the account's default calendar
    /// @return empty if it does not exist or the account does not see it
    public Uni<Optional<CalendarAccess>> reach(Statements statements, long zuid, @Nullable CalendarKey key) {
        return statements.run(FIND + condition(key), parameters(zuid, key)).map(rows -> {
            for (var row : rows) {
                return Optional.of(CalendarAccess.of(row, 0))
                        .filter(found -> found.privilegeOf(zuid).isPresent());
            }
            return Optional.empty();
        });
    }

    private static String condition(@Nullable CalendarKey key) {
        return switch (key) {
            case null -> "c.owner = $1 and c.is_default";
            case ById _ -> "c.id = $1";
            case ByUid _ -> "c.uid = $1";
            case ByCode _ -> "c.id = $1 and c.code = $2";
        };
    }

    private static Tuple parameters(long zuid, @Nullable CalendarKey key) {
        return switch (key) {
            case null -> Tuple.of(zuid);
            case ById(var id) -> Tuple.of(id);
            case ByUid(var uid) -> Tuple.of(uid);
            case ByCode(var id, var code) -> Tuple.of(id, code);
        };
    }

    /// A calendar by id, regardless of the account.
    ///
    /// @return fails if it does not exist
    public Uni<CalendarAccess> withId(Statements statements, long id) {
        return statements
                .run(FIND + "c.id = $1", Tuple.of(id))
                .map(rows -> CalendarAccess.of(rows.iterator().next(), 0));
    }

    /// Creates the default calendar of a new account.
    public Uni<Calendar> addDefault(StatelessSession session, Account account) {
        var row = blank(account.zuid(), account.timezone());
        row.name = account.name();
        row.isDefault = true;
        row.position = 1;
        return session.insert(row).map(done -> CalendarViews.owners(row));
    }

    /// Fails with 507 if the account has the maximum number of calendars.
    Uni<Void> checkRoom(StatelessSession session, long owner) {
        return room.checkCalendars(session, owner);
    }

    /// A calendar with default values.
    CalendarRow blank(long owner, String timezone) {
        var now = clock.millis();
        var row = new CalendarRow();
        row.id = random.nextLong(FIRST_ID, LAST_ID);
        row.uid = hex(16);
        row.code = hex(4);
        row.owner = owner;
        row.name = "";
        row.description = "";
        row.color = COLORS[random.nextInt(COLORS.length)];
        row.textcolor = "#FFFFFF";
        row.timezone = timezone;
        row.visible = true;
        row.enabled = true;
        row.includeInFreebusy = true;
        row.canSendMail = true;
        row.reminders = CalendarReminder.store(List.of(new CalendarReminder("-15", "email")));
        row.createdAt = now;
        row.modifiedAt = now;
        row.ctag = now;
        row.lastModifiedAt = now;
        row.emptiedAt = now;
        return row;
    }

    private String hex(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
