package almanac.calendar;

import almanac.identity.Account;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;
import org.jspecify.annotations.Nullable;

/// What other rooms need of calendars: to reach one, to mark it as changed, and to make the first.
@Singleton
public class Calendars {
    private static final long FIRST_ID = 100_000_000_000_000L;
    private static final long LAST_ID = 999_999_999_999_999L;
    private static final String[] COLORS = {"#2E7D6B", "#B3541E", "#4A5FC1", "#9C3D6E", "#6B7A1F", "#7A4FB5"};

    private final CalendarRepository repository;
    private final Clock clock;
    private final RandomGenerator random = new SecureRandom();

    Calendars(CalendarRepository repository, Clock clock) {
        this.repository = repository;
        this.clock = clock;
    }

    /// The calendar that an account means.
    ///
    /// @param key what the client sent; null for the account's default calendar
    /// @return empty where there is none that the account may see
    public Uni<Optional<CalendarAccess>> reach(StatelessSession session, long zuid, @Nullable CalendarKey key) {
        var found = key == null ? repository.findDefault(session, zuid) : repository.find(session, key);
        return found.map(rows -> rows.stream()
                .map(SharedRow::access)
                .filter(calendar -> calendar.privilegeOf(zuid).isPresent())
                .findFirst());
    }

    /// A calendar, whoever asks.
    public Uni<CalendarAccess> withId(StatelessSession session, long id) {
        return repository
                .find(session, new CalendarKey.ById(id))
                .map(rows -> rows.getFirst().access());
    }

    /// Marks a calendar as changed: its `ctag` rises, and the row stays locked until the transaction
    /// ends.
    public Uni<Void> touch(StatelessSession session, long id) {
        return session.createMutationQuery("update Calendar set ctag = ctag + 1, lastModifiedAt = :now where id = :id")
                .setParameter("now", clock.millis())
                .setParameter("id", id)
                .executeUpdate()
                .replaceWithVoid();
    }

    /// Makes the default calendar of a new account.
    public Uni<Calendar> addDefault(StatelessSession session, Account account) {
        var row = blank(account.zuid(), account.timezone());
        row.name = account.name();
        row.isDefault = true;
        row.position = 1;
        return session.insert(row).map(done -> Calendar.ownersView(row));
    }

    /// A calendar with the defaults of a new one.
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
