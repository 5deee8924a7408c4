package almanac.event.ical;

import almanac.event.model.Event;
import java.util.List;

/// An event of a file: a single one, or a series with its exceptions.
///
/// Of the people only attendees are read: ids, creator, organizer, calendar and tags are empty until the event is
/// stored.
///
/// @param uid what names it in all files (RFC 5545, section 3.8.4.7)
/// @param line the number of its first line in the file, from 1
/// @param sequence its revision, at least 0 (section 3.8.7.4)
/// @param modified when it was last changed, epoch ms; 0 if the file does not say
/// @param event the event or the series
/// @param exceptions the occurrences that differ, by their recurrence ids
/// @param rest the content lines that an event here has no fields for, those of exceptions in blocks of their own
public record IcalEvent(
        String uid, int line, int sequence, long modified, Event event, List<Event> exceptions, String rest) {
    /// Copies the list.
    public IcalEvent {
        exceptions = List.copyOf(exceptions);
    }

    /// A fingerprint of what was read, wherever in its file it is: by it an import knows what it has imported before.
    public String fingerprint() {
        return IcalText.digest(String.join(
                "\n",
                Integer.toString(sequence),
                Long.toString(modified),
                event.toString(),
                exceptions.toString(),
                rest));
    }
}
