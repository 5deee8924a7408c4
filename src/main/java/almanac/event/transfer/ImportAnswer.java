package almanac.event.transfer;

import almanac.event.ical.IcalFile;
import almanac.event.write.ImportOutcome;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer of an import.
@RegisterForReflection
record ImportAnswer(Data data) {
    static ImportAnswer of(ImportOutcome.Done done) {
        return new ImportAnswer(new Data(
                done.created(),
                done.updated(),
                done.unchanged(),
                done.skipped().stream().map(Skipped::of).toList()));
    }

    /// What became of the events of the file.
    ///
    /// @param created how many were not there before
    /// @param updated how many were changed
    /// @param unchanged how many are there already
    /// @param skipped what was not taken
    @RegisterForReflection
    record Data(int created, int updated, int unchanged, List<Skipped> skipped) {}

    /// A component, or a part of one, that was not taken.
    ///
    /// @param uid the name of its event; null if it has none
    /// @param line the number of its first line, from 1
    /// @param reason why
    @RegisterForReflection
    record Skipped(@Nullable String uid, int line, String reason) {
        private static Skipped of(IcalFile.Skipped skipped) {
            return new Skipped(skipped.uid(), skipped.line(), skipped.reason());
        }
    }
}
