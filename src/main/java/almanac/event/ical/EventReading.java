package almanac.event.ical;

import almanac.base.request.Millis;
import almanac.base.request.Texts;
import almanac.base.request.Zone;
import almanac.event.ical.Remarks.Unreadable;
import almanac.event.model.Event;
import almanac.event.model.EventBuilder;
import almanac.event.model.Person;
import almanac.event.model.Transparency;
import almanac.event.model.WholeDays;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/// Reads what a VEVENT says of one event (RFC 5545, section 3.6.1), without its recurrence.
final class EventReading {
    /// The title of an event without one.
    static final String UNTITLED = "(no title)";

    private static final Person NOBODY = new Person("", "", "");
    private static final UUID NO_ID = new UUID(0, 0);
    private static final int LONGEST_TITLE = 255;
    private static final int LONGEST_TEXT = 10_000;
    private static final int LONGEST_LINK = 2_000;
    private static final long MINUTE = 60_000;

    /// The lines that an event here has fields for, or that are made anew for each file.
    private static final Set<String> KNOWN = Set.of(
            "UID",
            "DTSTAMP",
            "DTSTART",
            "DTEND",
            "DURATION",
            "SUMMARY",
            "DESCRIPTION",
            "LOCATION",
            "TRANSP",
            "SEQUENCE",
            "LAST-MODIFIED",
            "RECURRENCE-ID",
            "RRULE",
            "RDATE",
            "EXDATE",
            "ATTENDEE",
            "CONFERENCE",
            IcalWriter.TYPE,
            IcalWriter.ZONE);

    /// The lines with the link of a meeting, best first.
    private static final List<String> LINKS = List.of(
            "CONFERENCE",
            "X-GOOGLE-CONFERENCE",
            "X-MICROSOFT-SKYPETEAMSMEETINGURL",
            "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK",
            "X-MICROSOFT-ONLINEMEETINGCONFLINK",
            "X-ZOOM-JOIN-URL",
            "X-ZOHO-MEETING-URL");

    private final Zones zones;
    private final Remarks remarks;

    EventReading(Zones zones, Remarks remarks) {
        this.zones = zones;
        this.remarks = remarks;
    }

    /// An event.
    ///
    /// @param start its start as the file has it
    /// @param event its fields; people and ids are empty
    /// @param rest the lines and components that it has no fields for
    record Read(IcalTime start, Event event, Block rest) {}

    /// Reads one event.
    ///
    /// @throws Unreadable if it has no time
    Read read(Block block) {
        if (!block.isWhole()) {
            throw new Unreadable("is incomplete, or has too many lines");
        }
        var start = start(block);
        var end = end(block, start);
        var isAllDay = start.isDate() || isDeclaredAllDay(block, start, end);
        var guests = Guests.read(block, remarks);
        var link = link(block);
        var bare = new EventBuilder("", NO_ID, NOBODY, NOBODY)
                .type(type(block, link.isPresent()))
                .texts(title(block), text(block, "DESCRIPTION", LONGEST_TEXT), text(block, "LOCATION", LONGEST_TITLE))
                .times(start.millis(), end, zoneName(block, start), isAllDay)
                .attendees(guests.attendees())
                .transparency(transparency(block))
                .build();
        var alarms = Alarms.read(block, bare, remarks);
        var event = bare.but()
                .reminders(alarms.reminders())
                .meetingLink(bare.type().isConference() ? link.orElse(null) : null)
                .build();
        return new Read(start, event, rest(block, guests.others(), alarms.others(), event));
    }

    /// The start; that of whole days in the zone which the file names for them.
    private IcalTime start(Block block) {
        var start = zones.time(block.first("DTSTART").orElseThrow(() -> new Unreadable("has no DTSTART")));
        return start.isDate()
                ? new IcalTime(start.local(), ZoneId.of(zoneName(block, start), ZoneId.SHORT_IDS), true)
                : start;
    }

    private static String zoneName(Block block, IcalTime start) {
        return block.value(IcalWriter.ZONE)
                .filter(Zone.Names::isKnown)
                .orElse(start.zone().getId());
    }

    /// The end, epoch ms: a minute or a day after the start where the file has none after it.
    private long end(Block block, IcalTime start) {
        var given = block.first("DTEND")
                .map(line -> end(line, start))
                .or(() -> block.value("DURATION").flatMap(value -> end(value, start)));
        var least = start.isDate()
                ? start.day().plusDays(1).atStartOfDay(start.zone()).toInstant().toEpochMilli()
                : start.millis() + MINUTE;
        var end = given.filter(each -> each > start.millis()).orElse(least);
        if (start.millis() < Millis.FIRST || end > Millis.LAST) {
            throw new Unreadable("is outside of the years 1 to 9999");
        }
        return end;
    }

    private long end(Line line, IcalTime start) {
        var end = zones.time(line);
        if (start.isDate()) {
            // A time as the end of whole days means the days that it touches.
            var day = end.in(start.zone()).toLocalDate();
            return day.atStartOfDay(start.zone()).toInstant().toEpochMilli();
        }
        return end.isDate() ? end.day().atStartOfDay(start.zone()).toInstant().toEpochMilli() : end.millis();
    }

    private static Optional<Long> end(String length, IcalTime start) {
        return IcalTime.length(length).map(duration -> {
            if (start.isDate() || IcalTime.isOfDays(length)) {
                var end = new IcalTime(start.local().plusDays(duration.toDays()), start.zone(), start.isDate());
                return end.millis();
            }
            return start.millis() + time(duration);
        });
    }

    private static long time(Duration duration) {
        return duration.toMillis();
    }

    /// Outlook writes whole days as times from midnight to midnight, and says so.
    private static boolean isDeclaredAllDay(Block block, IcalTime start, long end) {
        return block.value("X-MICROSOFT-CDO-ALLDAYEVENT")
                        .filter("TRUE"::equalsIgnoreCase)
                        .isPresent()
                && WholeDays.isOf(start.millis(), end, start.zone().getId());
    }

    private String title(Block block) {
        var title = text(block, "SUMMARY", LONGEST_TITLE);
        return title.codePoints().anyMatch(Texts::isVisible) ? title : UNTITLED;
    }

    private String text(Block block, String property, int most) {
        var text =
                block.first(property).map(line -> IcalText.plain(line.value())).orElse("");
        var cut = IcalText.cut(text, most);
        if (cut.length() < text.length()) {
            remarks.add(
                    block, "has a " + property + " of more than " + most + " characters, of which the first are shown");
        }
        return cut;
    }

    private static Transparency transparency(Block block) {
        return block.value("TRANSP").filter("TRANSPARENT"::equalsIgnoreCase).isPresent()
                ? Transparency.TRANSPARENT
                : Transparency.OPAQUE;
    }

    private static Event.Type type(Block block, boolean hasLink) {
        return block.value(IcalWriter.TYPE)
                .flatMap(IcalWriter::type)
                .filter(type -> hasLink || !type.isConference())
                .orElse(hasLink ? Event.Type.VIDEO_CONFERENCE : Event.Type.NORMAL_EVENT);
    }

    private static Optional<String> link(Block block) {
        return LINKS.stream()
                .flatMap(block::all)
                .map(line -> IcalText.storable(line.value().strip()))
                .filter(value -> value.length() <= LONGEST_LINK)
                .filter(value -> value.startsWith("https://") || value.startsWith("http://"))
                .findFirst();
    }

    private static Block rest(Block block, List<Line> guests, List<Block> alarms, Event event) {
        var lines = new ArrayList<Line>();
        block.lines().stream()
                .filter(line -> !KNOWN.contains(line.name()) || isCut(line, event))
                .forEach(lines::add);
        conferences(block, event).forEach(lines::add);
        lines.addAll(guests);
        return new Block(block.name(), block.number(), lines, alarms, true);
    }

    /// The conferences beside the one that is the link of the event.
    private static Stream<Line> conferences(Block block, Event event) {
        return block.all("CONFERENCE")
                .filter(line -> !line.parameters().keySet().equals(Set.of("VALUE", "FEATURE"))
                        || !line.value().strip().equals(event.meetingLink()));
    }

    /// Whether an event has only the beginning of a text.
    private static boolean isCut(Line line, Event event) {
        return switch (line.name()) {
            case "SUMMARY" -> isLonger(line, event.title(), LONGEST_TITLE);
            case "DESCRIPTION" -> isLonger(line, event.description(), LONGEST_TEXT);
            case "LOCATION" -> isLonger(line, event.location(), LONGEST_TITLE);
            default -> false;
        };
    }

    private static boolean isLonger(Line line, String text, int most) {
        var whole = IcalText.plain(line.value());
        return whole.length() > text.length() && IcalText.cut(whole, most).equals(text);
    }

    /// The zone of an event.
    static ZoneId zone(Event event) {
        return ZoneId.of(event.timezone(), ZoneId.SHORT_IDS);
    }
}
