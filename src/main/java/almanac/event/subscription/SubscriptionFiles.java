package almanac.event.subscription;

import almanac.base.http.PacedBody;
import almanac.event.ical.IcalEvent;
import almanac.event.store.IcalStore.Named;
import almanac.event.transfer.CalendarFiles;
import almanac.event.transfer.CalendarFiles.Chosen;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/// The files of subscriptions: what ended at most 90 days ago, and all that comes.
@Singleton
class SubscriptionFiles {
    private static final Duration BACK = Duration.ofDays(90);

    /// How often programs are to ask: ISO 8601.
    private static final String INTERVAL = "PT15M";

    private final CalendarFiles files;
    private final Clock clock;

    SubscriptionFiles(CalendarFiles files, Clock clock) {
        this.files = files;
        this.clock = clock;
    }

    /// The file of a subscription.
    Uni<PacedBody> of(Subscription subscription) {
        var since = clock.millis() - BACK.toMillis();
        return files.of(
                new Chosen(subscription.calendar(), since, SubscriptionFiles::head, each -> shown(each, subscription)));
    }

    private static Stream<IcalEvent> shown(IcalEvent event, Subscription subscription) {
        return subscription.detail() == Detail.FULL ? Stream.of(event) : BusyTimes.of(event);
    }

    /// RFC 7986, sections 5.7 and 5.9, and what Outlook and Apple read in their place.
    private static Map<String, String> head(Named calendar) {
        var head = new LinkedHashMap<String, String>();
        head.put("COLOR", ColorNames.nearest(calendar.color()));
        head.put("X-APPLE-CALENDAR-COLOR", calendar.color());
        head.put("REFRESH-INTERVAL;VALUE=DURATION", INTERVAL);
        head.put("X-PUBLISHED-TTL", INTERVAL);
        return head;
    }
}
