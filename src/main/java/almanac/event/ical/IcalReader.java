package almanac.event.ical;

import almanac.event.ical.Remarks.Unreadable;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Reads a file (RFC 5545). What cannot be taken is named and passed over; an event that is broken does not
/// lose the others. Memory is bounded by the size of the file.
public final class IcalReader {
    /// The largest number of events of a file, exceptions included.
    public static final int MOST_EVENTS = 5_000;

    private static final Set<String> OTHERS = Set.of("VTODO", "VJOURNAL", "VFREEBUSY");
    private static final int LONGEST_UID = 1_000;
    private static final int LONGEST_REST = 60_000;

    /// How long the reading of a file may take, in ns: 15 s. Rules are computed while it is read.
    private static final long LONGEST = 15_000_000_000L;

    private final Remarks remarks = new Remarks();
    private final List<Block> events = new ArrayList<>();
    private final Map<String, Integer> unnamed = new HashMap<>();
    private final Zones zones;
    private final LongSupplier nanoTime;
    private final long begun;

    private IcalReader(List<Block> blocks, ZoneId calendar, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong();
        blocks.forEach(this::collect);
        zones = new Zones(blocks, calendar);
    }

    /// Reads a file.
    ///
    /// @param calendar the zone of floating times and dates, unless the file names one
    public static IcalFile read(byte[] file, ZoneId calendar) {
        return read(file, calendar, System::nanoTime);
    }

    /// Reads a file by a clock that only goes on.
    ///
    /// @param nanoTime like `System.nanoTime`
    static IcalFile read(byte[] file, ZoneId calendar, LongSupplier nanoTime) {
        var blocks = BlockReader.read(IcalText.decode(file));
        if (blocks.blocks().isEmpty()) {
            return new IcalFile.NoCalendar();
        }
        var reader = new IcalReader(blocks.blocks(), calendar, nanoTime);
        if (reader.events.size() > MOST_EVENTS) {
            return new IcalFile.TooMany(reader.events.size());
        }
        if (blocks.stoppedAt() > 0) {
            reader.remarks.add(null, blocks.stoppedAt(), "is nested too deeply; nothing after this line was read");
        }
        var read = reader.read();
        return new IcalFile.Events(read, reader.remarks.all());
    }

    /// Finds the events, also those within an event whose end is missing.
    private void collect(Block block) {
        if (block.name().equals("VEVENT")) {
            events.add(block);
        } else if (OTHERS.contains(block.name())) {
            remarks.add(block, "is a " + block.name() + ", which is no event");
        }
        block.blocks().forEach(this::collect);
    }

    private List<IcalEvent> read() {
        var byUid = new LinkedHashMap<String, List<Block>>();
        for (var event : events) {
            byUid.computeIfAbsent(uid(event), _ -> new ArrayList<>()).add(event);
        }
        var read = new ArrayList<IcalEvent>();
        byUid.forEach((uid, blocks) -> read(uid, blocks, read));
        return read;
    }

    /// The `UID`; for an event without one a text that follows from its lines.
    private String uid(Block event) {
        return event.value("UID")
                .map(IcalText::storable)
                .map(text -> IcalText.cut(text, LONGEST_UID))
                .orElseGet(() -> unnamed(digest(event)));
    }

    /// The same lines once more are another event.
    private String unnamed(String digest) {
        var times = unnamed.merge(digest, 1, Integer::sum);
        return times == 1 ? digest : digest + "-" + times;
    }

    /// A text that is the same for the same lines.
    private static String digest(Block event) {
        var text = new StringBuilder();
        event.write(text);
        return IcalText.digest(text.toString());
    }

    private void read(String uid, List<Block> blocks, List<IcalEvent> to) {
        var main = new ArrayList<Block>();
        var overrides = new LinkedHashMap<String, Block>();
        for (var block : blocks) {
            var id = block.value("RECURRENCE-ID");
            if (id.isEmpty()) {
                main.add(block);
            } else {
                overrides.merge(id.get(), block, this::better);
            }
        }
        if (main.isEmpty()) {
            overrides.forEach((id, block) -> to.addAll(alone(uid, id, block)));
        } else {
            var best = main.stream().reduce(this::better).orElseThrow();
            to.addAll(whole(uid, best, List.copyOf(overrides.values())));
        }
    }

    /// The later one of two versions: by its revision, then by its time, then by its place.
    private Block better(Block one, Block other) {
        var isOther = Comparator.comparingInt(IcalReader::sequence)
                        .thenComparingLong(IcalReader::modified)
                        .compare(one, other)
                <= 0;
        var worse = isOther ? one : other;
        remarks.add(worse, "is an older version of the event at line " + (isOther ? other : one).number());
        return isOther ? other : one;
    }

    private static int sequence(Block block) {
        return block.value("SEQUENCE")
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(Integer::valueOf)
                .orElse(0);
    }

    private static long modified(Block block) {
        try {
            return block.value("LAST-MODIFIED")
                    .map(text -> IcalTime.read(text, ZoneId.of("UTC")).millis())
                    .orElse(0L);
        } catch (Unreadable _) {
            return 0;
        }
    }

    private List<IcalEvent> whole(String uid, Block block, List<Block> overrides) {
        try {
            if (SeriesReading.isCancelled(block)) {
                throw new Unreadable("is cancelled");
            }
            if (nanoTime.getAsLong() - begun > LONGEST) {
                throw new Unreadable("was not read, as the events before it took too long");
            }
            var read = new ArrayList<IcalEvent>();
            for (var whole : new SeriesReading(zones, remarks, block).read(overrides)) {
                read.add(new IcalEvent(
                        read.isEmpty() ? uid : uid + "/" + whole.event().startTime(),
                        block.number(),
                        sequence(block),
                        modified(block),
                        whole.event(),
                        whole.exceptions(),
                        rest(whole.rest())));
            }
            return read;
        } catch (Unreadable broken) {
            remarks.add(block, broken.reason());
            overrides.forEach(each -> remarks.add(each, "is an occurrence of an event that was not taken"));
            return List.of();
        }
    }

    /// An occurrence whose series is not in the file: an event of its own, which keeps both names.
    private List<IcalEvent> alone(String uid, String id, Block block) {
        return whole(uid + "/" + id, block, List.of()).stream()
                .map(event -> {
                    var names = new StringBuilder(event.rest());
                    Line.of("UID", uid).write(names);
                    block.first("RECURRENCE-ID").ifPresent(line -> line.write(names));
                    return new IcalEvent(
                            event.uid(),
                            event.line(),
                            event.sequence(),
                            event.modified(),
                            event.event(),
                            event.exceptions(),
                            names.toString());
                })
                .toList();
    }

    /// The lines of a component, and the components in it, as far as there is room.
    private static String rest(Block rest) {
        var text = new StringBuilder();
        for (var line : rest.lines()) {
            append(text, each -> line.write(each));
        }
        for (var block : rest.blocks()) {
            if (!block.lines().isEmpty() || !block.blocks().isEmpty()) {
                append(text, each -> block.write(each));
            }
        }
        return IcalText.storable(text.toString());
    }

    private static void append(StringBuilder text, Consumer<StringBuilder> part) {
        var before = text.length();
        part.accept(text);
        if (text.length() > LONGEST_REST) {
            text.setLength(before);
        }
    }
}
