package almanac.event.write;

import almanac.event.ical.IcalEvent;
import almanac.event.ical.IcalFile.Skipped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What became of the events of a file so far. An attempt that is repeated counts anew.
final class ImportCount {
    private final List<Skipped> skipped = new ArrayList<>();
    private int created;
    private int updated;
    private int unchanged;

    ImportCount(List<Skipped> skipped) {
        this.skipped.addAll(skipped);
    }

    /// What becomes of an event.
    enum Result {
        CREATED,
        UPDATED,
        UNCHANGED
    }

    void add(Result result) {
        switch (result) {
            case CREATED -> created++;
            case UPDATED -> updated++;
            case UNCHANGED -> unchanged++;
        }
    }

    void skip(IcalEvent event, String reason) {
        skipped.add(new Skipped(event.uid(), event.line(), reason));
    }

    void add(ImportCount other) {
        created += other.created;
        updated += other.updated;
        unchanged += other.unchanged;
        skipped.addAll(other.skipped);
    }

    ImportOutcome done() {
        var sorted =
                skipped.stream().sorted(Comparator.comparingInt(Skipped::line)).toList();
        return new ImportOutcome.Done(created, updated, unchanged, sorted);
    }
}
