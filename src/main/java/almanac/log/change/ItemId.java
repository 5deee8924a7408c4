package almanac.log.change;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// The name of an item of a list.
///
/// @param id the id, as clients know it
/// @param recurrenceId which occurrence of a series it is; null if it is none
public record ItemId(String id, @Nullable String recurrenceId) implements Comparable<ItemId> {
    private static final Comparator<ItemId> ORDER =
            Comparator.comparing(ItemId::id).thenComparing(each -> each.recurrenceId == null ? "" : each.recurrenceId);

    /// The name of an item that is no occurrence.
    public ItemId(String id) {
        this(id, null);
    }

    /// The name of a stored event.
    ///
    /// @param shown the id, as clients know it
    /// @param key the stored id: that of an exception is longer by a slash and the recurrence id
    public static ItemId of(String shown, String key) {
        return new ItemId(shown, shown.length() == key.length() ? null : key.substring(shown.length() + 1));
    }

    /// The name of what a change of the log is about.
    ///
    /// @param subject the stored id
    /// @param recurrenceId that of an exception; null for all else
    public static ItemId ofChange(String subject, @Nullable String recurrenceId) {
        return recurrenceId == null
                ? new ItemId(subject)
                : new ItemId(subject.substring(0, subject.length() - recurrenceId.length() - 1), recurrenceId);
    }

    /// After the names of all occurrences of a series.
    public ItemId last() {
        return new ItemId(id, "~");
    }

    @Override
    public int compareTo(ItemId other) {
        return ORDER.compare(this, other);
    }
}
