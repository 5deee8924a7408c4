package almanac.log.append;

import almanac.log.change.Change;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A row of the log.
@Entity(name = "Change")
@Table(name = "change")
@SuppressWarnings("NullAway.Init")
class ChangeRow {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long position;

    String kind;
    String subject;

    @Column(name = "calendar_id")
    long calendarId;

    /// The calendar that held the subject before; null where it is the same.
    @Column(name = "former_calendar_id")
    @Nullable
    Long formerCalendarId;

    String reason;
    String actor;
    String changed;

    @Column(name = "old_tag")
    @Nullable
    Long oldTag;

    @Column(name = "new_tag")
    @Nullable
    Long newTag;

    @Column(name = "committed_at")
    long committedAt;

    Long[] audience;

    @Column(name = "before_of")
    Integer[] beforeOf;

    @Column(name = "after_of")
    Integer[] afterOf;

    String[] documents;
    String[] endings;

    static ChangeRow of(Change change, long now) {
        var row = new ChangeRow();
        row.kind = change.kind().name().toLowerCase(Locale.ROOT);
        row.subject = change.subject();
        row.calendarId = change.calendarId();
        row.reason = change.reason().name().toLowerCase(Locale.ROOT);
        row.actor = change.actor() == 0 ? "system" : Long.toString(change.actor());
        row.changed = String.join(" ", change.changed());
        row.oldTag = change.oldTag();
        row.newTag = change.newTag();
        row.committedAt = now;
        row.endings = new String[0];
        row.address(change);
        return row;
    }

    /// Most accounts of an audience see the same document. Each distinct document is stored once.
    private void address(Change change) {
        var everybody = new TreeSet<>(change.before().keySet());
        everybody.addAll(change.after().keySet());
        var distinct = new ArrayList<String>();
        audience = everybody.toArray(Long[]::new);
        beforeOf = numbers(everybody, change.before(), distinct);
        afterOf = numbers(everybody, change.after(), distinct);
        documents = distinct.toArray(String[]::new);
    }

    private static Integer[] numbers(Set<Long> everybody, Map<Long, String> seen, List<String> distinct) {
        return everybody.stream().map(zuid -> number(seen.get(zuid), distinct)).toArray(Integer[]::new);
    }

    private static int number(@Nullable String document, List<String> distinct) {
        if (document == null) {
            return 0;
        }
        if (!distinct.contains(document)) {
            distinct.add(document);
        }
        return distinct.indexOf(document) + 1;
    }
}
