package almanac.feed.clock;

import almanac.calendar.model.ReminderConfig;
import almanac.feed.clock.ItemClock.Due;
import almanac.feed.message.TimeStep;
import almanac.feed.message.TimeStep.Kind;
import almanac.feed.stream.FeedConfig;
import almanac.log.change.ClockFacts;
import almanac.log.change.ClockFacts.Invitation;
import almanac.log.change.ListItem;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Predicate;

/// Which moments an item has for its viewer, and which of them are told late.
@Singleton
public class ClockRules {
    /// The longest time from a reminder to the start of its event, in ms: 40,320 minutes.
    private static final long LONGEST = Duration.ofDays(28).toMillis();

    private final long lead;
    private final long late;

    ClockRules(FeedConfig config, ReminderConfig reminders) {
        this.lead = config.startingLead().toMillis();
        this.late = reminders.late().toMillis();
    }

    /// How long before the start of an item its first moment may be, in ms.
    public long reach() {
        return Math.max(lead, LONGEST);
    }

    /// The moments of an item. An item that its viewer has declined has none.
    ///
    /// @param owns whether the viewer owns a calendar
    List<Moment> of(ListItem item, ClockFacts facts, Predicate<String> owns) {
        var moments = new ArrayList<Moment>();
        if (facts.invitation() == Invitation.DECLINED) {
            return moments;
        }
        if (facts.invitation() == Invitation.OPEN || owns.test(item.calendarId())) {
            for (var notice : new LinkedHashSet<>(facts.notices())) {
                var before = Duration.ofMinutes(notice.minutes()).toMillis();
                moments.add(new Moment(item.start() - before, Kind.REMINDER, notice));
            }
        }
        moments.add(new Moment(item.start() - lead, Kind.STARTING, null));
        moments.add(new Moment(item.start(), Kind.STARTED, null));
        moments.add(new Moment(item.end(), Kind.ENDED, null));
        return moments;
    }

    /// The steps of the moments of an item that are told now. Of those that are late the starts and the ends are
    /// told, the latest reminder alone, and what announces a start only before that start.
    ///
    /// @param now epoch ms
    /// @param prompt up to how many ms after its moment a step is not late
    List<TimeStep> steps(ItemClock clock, long now, long prompt) {
        var due = clock.until(now);
        var latest = due.stream()
                .filter(each -> each.moment().kind() == Kind.REMINDER)
                .mapToLong(each -> each.moment().at())
                .max()
                .orElse(now);
        return due.stream()
                .filter(each -> isTold(each.moment(), clock.item(), latest, now, prompt))
                .map(each -> step(each, clock.item(), now, prompt))
                .toList();
    }

    private boolean isTold(Moment moment, ListItem item, long latest, long now, long prompt) {
        var isAnnounced = moment.kind() == Kind.REMINDER || moment.kind() == Kind.STARTING;
        if (!isAnnounced || now - moment.at() <= prompt) {
            return true;
        }
        return now < item.start()
                && (moment.kind() == Kind.STARTING || (moment.at() == latest && now - moment.at() <= late));
    }

    private static TimeStep step(Due due, ListItem item, long now, long prompt) {
        var moment = due.moment();
        return TimeStep.clock(
                due.at(),
                moment.kind(),
                item,
                moment.notice(),
                moment.kind() == Kind.REMINDER && now - moment.at() > prompt);
    }
}
