package almanac.mail.letter;

import almanac.event.ical.IcalEvent;
import almanac.event.ical.IcalWriter;
import almanac.event.ical.IcalWriter.Head;
import almanac.event.model.Event;
import almanac.event.series.SeriesTimes;
import almanac.mail.outbox.MailKind;
import java.util.List;
import java.util.Map;

/// The calendar object of a mail to a guest, by which the guest's own calendar takes the event (RFC 5546, RFC 6047).
///
/// @param kind whether it asks or cancels
/// @param uid what names the event in all calendars
/// @param event the event, the series, or one occurrence of a series
record GuestCalendar(MailKind kind, String uid, Event event) {
    /// 2020-01-01T00:00:00Z. A `SEQUENCE` is the time of the change in seconds since then: it rises with each, and
    /// fits.
    private static final long FIRST = 1_577_836_800_000L;

    private static final int SECOND = 1_000;
    private static final String NAME = "Almanac";

    /// What the object is for.
    String method() {
        return kind == MailKind.CANCELLATION ? "CANCEL" : "REQUEST";
    }

    /// Its text. The reminders of the event are those of the owner, and left out.
    String text() {
        var isCancelled = kind == MailKind.CANCELLATION;
        var told = event.but().reminders(List.of()).build();
        var sequence = (int) ((event.editTag() - FIRST) / SECOND) + (isCancelled ? 1 : 0);
        var status = isCancelled ? "STATUS:CANCELLED\r\n" : "STATUS:CONFIRMED\r\n";
        var entry = new IcalEvent(uid, 0, sequence, event.editTag(), told, List.of(), status);
        return IcalWriter.write(new Head(NAME, SeriesTimes.zone(event), Map.of("METHOD", method())), List.of(entry));
    }
}
