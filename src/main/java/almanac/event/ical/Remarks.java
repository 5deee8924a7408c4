package almanac.event.ical;

import almanac.event.ical.IcalFile.Skipped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was not taken of a file, while it is read.
final class Remarks {
    /// Further ones are counted in the last one.
    private static final int MOST = 5_000;

    private static final int LONGEST_UID = 255;

    private final List<Skipped> skipped = new ArrayList<>();

    void add(@Nullable String uid, int line, String reason) {
        if (skipped.size() < MOST) {
            var named = uid == null ? null : IcalText.cut(IcalText.storable(uid), LONGEST_UID);
            skipped.add(new Skipped(named, line, IcalText.storable(reason)));
        }
    }

    void add(Block event, String reason) {
        add(event.value("UID").orElse(null), event.number(), reason);
    }

    List<Skipped> all() {
        return skipped.stream().sorted(Comparator.comparingInt(Skipped::line)).toList();
    }

    /// The reason why an event, or a part of it, cannot be read. It ends the reading of this event alone.
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String reason;

        Unreadable(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }
}
