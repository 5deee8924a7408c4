package almanac.mail.alarm;

import almanac.access.account.Account;
import almanac.access.account.Accounts;
import almanac.calendar.model.ReminderConfig;
import almanac.event.model.EventDocuments;
import almanac.mail.alarm.AlarmTable.Reminded;
import almanac.mail.outbox.Outbox;
import almanac.mail.outbox.Outbox.Reminder;
import almanac.storage.database.Statements;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Turns alarms that are due into mails: to the owner of the calendar, and to invited accounts that have not declined.
@Singleton
class DueAlarms {
    private static final int STEP = 100;

    private final AlarmTable table;
    private final EventDocuments documents;
    private final Accounts accounts;
    private final Outbox outbox;
    private final ReminderConfig config;

    DueAlarms(AlarmTable table, EventDocuments documents, Accounts accounts, Outbox outbox, ReminderConfig config) {
        this.table = table;
        this.documents = documents;
        this.accounts = accounts;
        this.outbox = outbox;
        this.config = config;
    }

    /// Locks some alarms that are due, writes their mails as the events are now, and moves the alarms on.
    ///
    /// @param statements those of one transaction
    /// @param now epoch ms
    /// @return whether there may be more
    Uni<Boolean> step(Statements statements, long now) {
        return table.due(statements, now, STEP)
                .chain(alarms -> table.events(
                                statements, alarms.stream().map(Alarm::eventId).collect(Collectors.toSet()))
                        .chain(events -> move(statements, alarms, due(alarms, events, now)))
                        .replaceWith(alarms.size() == STEP));
    }

    private List<DueAlarm> due(List<Alarm> alarms, List<Reminded> events, long now) {
        var byId = events.stream().collect(Collectors.toMap(Reminded::id, Function.identity()));
        return alarms.stream()
                .filter(alarm -> byId.containsKey(alarm.eventId()))
                .map(alarm -> due(alarm, Objects.requireNonNull(byId.get(alarm.eventId())), now))
                .toList();
    }

    private DueAlarm due(Alarm alarm, Reminded event, long now) {
        return new DueAlarm(
                alarm,
                documents.read(event.document()),
                event,
                now,
                config.late().toMillis());
    }

    private Uni<Void> move(Statements statements, List<Alarm> alarms, List<DueAlarm> due) {
        var following = due.stream().flatMap(each -> each.following().stream()).toList();
        var ended = alarms.stream()
                .filter(alarm -> following.stream().noneMatch(alarm::isOfSameReminder))
                .toList();
        // Changed in their place: whoever waits for the lock of an alarm that was removed and stored anew finds none.
        return remind(statements, due.stream().filter(DueAlarm::isGiven).toList())
                .chain(() -> table.put(statements, following))
                .chain(() -> table.remove(statements, ended));
    }

    private Uni<Void> remind(Statements statements, List<DueAlarm> given) {
        if (given.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var owners = given.stream().map(DueAlarm::owner).collect(Collectors.toSet());
        var addresses = given.stream().flatMap(DueAlarm::invited).collect(Collectors.toSet());
        return accounts.find(statements, owners, addresses)
                .chain(found -> outbox.remind(statements, reminders(given, found)));
    }

    private static List<Reminder> reminders(List<DueAlarm> given, List<Account> accounts) {
        var byZuid = accounts.stream().collect(Collectors.toMap(Account::zuid, Function.identity()));
        var byAddress = accounts.stream()
                .collect(Collectors.toMap(account -> Accounts.address(account.email()), Function.identity()));
        var reminders = new ArrayList<Reminder>();
        for (var each : given) {
            Stream.concat(
                            Stream.ofNullable(byZuid.get(each.owner())),
                            each.invited().flatMap(address -> Stream.ofNullable(byAddress.get(address))))
                    .distinct()
                    .filter(account -> !each.isDeclinedBy(Accounts.address(account.email())))
                    .forEach(account -> reminders.add(each.to(account.email())));
        }
        return reminders;
    }
}
