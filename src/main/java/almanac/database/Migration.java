package almanac.database;

/// Who brings the schema up to date.
public enum Migration {
    /// This start, before it serves.
    AT_START,
    /// This start, which does nothing else and ends.
    ONLY,
    /// Somebody else, before: this start works on the schema that it finds, and needs no right to change it.
    NEVER
}
