package almanac.event.agenda;

/// The part of a statement that finds events in a window by the index over their size and their times. The
/// window is from `$3` to `$4`.
public final class WindowSql {
    /// The classes of the column `size`, with the longest duration of each in ms: an event may start this
    /// long before a window and still overlap it.
    public static final String SIZES = "(values (0::smallint, 86400000), (1::smallint, 2764800000),"
            + " (2::smallint, 88473600000), (3::smallint, 9000000000000000)) z (size, reach)";

    /// The slots of pages that overlap the window.
    public static final String SLOTS = "between ($3::bigint >> 31) and (($4::bigint - 1) >> 31)";

    private WindowSql() {}

    /// The condition that a row of events or invitations of a size of [#SIZES] overlaps the window.
    ///
    /// @param alias the alias of the row
    public static String overlapping(String alias) {
        return "%1$s.size = z.size and %1$s.starts_at > $3 - z.reach and %1$s.starts_at < $4 and %1$s.ends_at > $3"
                .formatted(alias);
    }
}
