package almanac.storage.database;

import java.util.Locale;

/// Who brings the schema up to date.
public enum Migration {
    /// This start, before it serves.
    AT_START,
    /// This start, which does nothing else and ends.
    ONLY,
    /// Somebody else, before: this start works on the schema that it finds, and needs no right to
    /// change it.
    NEVER;

    /// The one of a word such as `at-start`.
    ///
    /// @throws IllegalArgumentException where there is none
    public static Migration of(String word) {
        return valueOf(word.strip().toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
