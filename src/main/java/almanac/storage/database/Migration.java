package almanac.storage.database;

import java.util.Locale;

/// Which start migrates the schema.
public enum Migration {
    /// This start, before it serves requests.
    AT_START,
    /// This start, which then exits.
    ONLY,
    /// Another process, before this start. This start works on the schema that it finds, and needs no DDL
    /// rights.
    NEVER;

    /// The value of a word such as `at-start`.
    ///
    /// @throws IllegalArgumentException for any other word
    public static Migration of(String word) {
        return valueOf(word.strip().toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
