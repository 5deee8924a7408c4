package almanac.event.ical;

import almanac.access.account.Accounts;
import almanac.base.request.Address;
import almanac.event.model.Attendee;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Attendees as ATTENDEE lines (RFC 5545, section 3.8.4.1).
final class Guests {
    private static final String MAILTO = "mailto:";
    private static final int LONGEST = 254;
    private static final int MOST = 500;

    /// The parameters that an attendee here has fields for.
    private static final Set<String> KNOWN = Set.of("PARTSTAT");

    private Guests() {}

    /// The attendees of an event.
    ///
    /// @param attendees those with an address, each address once
    /// @param others the lines of the others, and those with more than an attendee here has
    record Read(List<Attendee> attendees, List<Line> others) {}

    /// Reads the attendees of an event.
    static Read read(Block event, Remarks remarks) {
        var byAddress = new LinkedHashMap<String, Attendee>();
        var others = new ArrayList<Line>();
        event.all("ATTENDEE").forEach(line -> {
            var address = address(line);
            if (address.isPresent() && byAddress.size() < MOST) {
                byAddress.putIfAbsent(
                        Accounts.address(address.get()),
                        new Attendee(status(line), address.get(), address.get(), null));
            } else if (address.isPresent() && others.size() < MOST) {
                remarks.add(event.value("UID").orElse(null), line.number(), "has more than 500 attendees");
            }
            if (address.isEmpty() || !KNOWN.containsAll(line.parameters().keySet())) {
                others.add(line);
            }
        });
        return new Read(List.copyOf(byAddress.values()), others);
    }

    private static Optional<String> address(Line line) {
        var value = line.value().strip();
        var bare = value.regionMatches(true, 0, MAILTO, 0, MAILTO.length()) ? value.substring(MAILTO.length()) : value;
        return isAddress(bare)
                ? Optional.of(bare)
                : Optional.ofNullable(line.parameter("EMAIL")).filter(Guests::isAddress);
    }

    private static boolean isAddress(String text) {
        return text.length() >= 3 && text.length() <= LONGEST && Address.Validator.isAddress(text);
    }

    private static Attendee.Status status(Line line) {
        var status = line.parameter("PARTSTAT");
        return switch (status == null ? "" : Line.upper(status)) {
            case "ACCEPTED" -> Attendee.Status.ACCEPTED;
            case "TENTATIVE" -> Attendee.Status.TENTATIVE;
            case "DECLINED" -> Attendee.Status.DECLINED;
            default -> Attendee.Status.YET_TO_RESPOND;
        };
    }

    /// Writes attendees, each with what its line had when it was read, and the lines that are nobody's.
    ///
    /// @param lines the ATTENDEE lines that were kept
    static void write(List<Attendee> attendees, List<Line> lines, StringBuilder to) {
        var known = new LinkedHashMap<String, Line>();
        for (var line : lines) {
            var address = address(line);
            address.ifPresent(each -> known.putIfAbsent(Accounts.address(each), line));
            if (address.isEmpty()) {
                line.write(to);
            }
        }
        attendees.forEach(attendee -> line(attendee, known).write(to));
    }

    private static Line line(Attendee attendee, Map<String, Line> known) {
        var line = known.get(Accounts.address(attendee.email()));
        var bare = line == null ? Line.of("ATTENDEE", MAILTO + attendee.email()) : line;
        if (attendee.status() == status(bare)) {
            return named(bare, attendee);
        }
        return named(bare.without("PARTSTAT").with("PARTSTAT", partstat(attendee.status())), attendee);
    }

    private static Line named(Line line, Attendee attendee) {
        return line.parameter("CN") != null || attendee.name().equals(attendee.email())
                ? line
                : line.with("CN", attendee.name());
    }

    private static String partstat(Attendee.Status status) {
        return status == Attendee.Status.YET_TO_RESPOND
                ? "NEEDS-ACTION"
                : status.text().toUpperCase(Locale.ROOT);
    }
}
