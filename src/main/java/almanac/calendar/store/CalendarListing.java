package almanac.calendar.store;

import almanac.base.request.Query;
import almanac.calendar.model.Calendar;
import almanac.log.change.ItemId;
import almanac.log.change.ListItem;
import almanac.log.change.Listing;
import almanac.log.change.Seen;
import almanac.log.change.Viewer;
import almanac.log.change.Window;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// The list of calendars for feeds.
@Singleton
class CalendarListing implements Listing {
    private static final String HIDDEN = "include_hidden_calendars";
    private static final String REACHABLE = """
            with recent as (
                select calendar_id, former_calendar_id, case when kind = 'event' then committed_at end as committed_at from change
                where position > (select counted from change_log)),
            uncounted as materialized (
                select id, count(*) as changes, max(committed_at) as latest from (
                    select calendar_id as id, committed_at from recent
                    union all
                    select former_calendar_id, committed_at from recent where former_calendar_id is not null) each
                group by id)
            select c.id, c.uid, c.code, c.owner, c.name, c.description, c.color, c.textcolor, c.timezone, c.is_default,
                   c.visible, c.enabled, c.include_in_freebusy, c.can_send_mail, c.position, c.reminders,
                   c.created_at, c.modified_at, c.ctag + coalesce(n.changes, 0),
                   greatest(c.last_modified_at, n.latest), c.emptied_at,
                   s.privilege, s.visible, s.enabled, s.position, c.upstream, c.behind_since, c.exclusive
            from calendar c left join uncounted n on n.id = c.id left join share s on s.calendar_id = c.id and s.zuid = $1
            where (c.owner = $1 or s.zuid = $1)
              and ($2 or case when c.owner = $1 then c.visible else s.visible end)
            order by case when c.owner = $1 then c.position else s.position end, c.id
            """;

    /// The calendars, of those given, that the viewer may still read about in the log: those that the viewer
    /// reaches, and deleted ones that the viewer reached until then. Parameters: the viewer's zuid, the ids.
    static final String READABLE = """
            select w.id from unnest($2::text[]) w (id)
            left join lateral (select id, owner from calendar where id = w.id::bigint limit 1) c on true
            left join lateral (
                select r.before_of[array_position(r.audience, $1)] as number from change r
                where c.id is null and r.kind = 'calendar' and r.subject = w.id
                  and r.new_tag is null and r.reason = 'deleted'
                order by r.position desc limit 1) r on true
            where c.owner = $1 or r.number > 0
               or exists (select from share s where s.calendar_id = c.id and s.zuid = $1)
            """;

    private final ObjectMapper json;

    CalendarListing(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public String kind() {
        return "calendar";
    }

    @Override
    public Watch watch(Map<String, List<String>> sent, Set<String> also, long now) {
        var known = new HashSet<>(also);
        known.add(HIDDEN);
        var query = Query.of(sent, known);
        var hidden = query.flag(HIDDEN);
        query.check();
        return new CalendarWatch(this, hidden);
    }

    @Override
    public Watch everything() {
        return new CalendarWatch(this, true);
    }

    @Override
    public Uni<Set<String>> readable(SqlConnection connection, Viewer viewer, Set<String> ids) {
        return connection
                .preparedQuery(READABLE)
                .execute(Tuple.tuple().addValue(viewer.zuid()).addValue(ids.toArray(String[]::new)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString(0))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    private static Calendar calendar(Row row, long viewer) {
        var stored = new CalendarRow();
        stored.id = row.getLong(0);
        stored.uid = row.getString(1);
        stored.code = row.getString(2);
        stored.owner = row.getLong(3);
        stored.name = row.getString(4);
        stored.description = row.getString(5);
        stored.color = row.getString(6);
        stored.textcolor = row.getString(7);
        stored.timezone = row.getString(8);
        stored.isDefault = row.getBoolean(9);
        stored.visible = row.getBoolean(10);
        stored.enabled = row.getBoolean(11);
        stored.includeInFreebusy = row.getBoolean(12);
        stored.canSendMail = row.getBoolean(13);
        stored.position = row.getInteger(14);
        stored.reminders = row.getString(15);
        stored.createdAt = row.getLong(16);
        stored.modifiedAt = row.getLong(17);
        stored.ctag = row.getLong(18);
        stored.lastModifiedAt = row.getLong(19);
        stored.emptiedAt = row.getLong(20);
        stored.upstream = row.getString(25);
        stored.behindSince = row.getLong(26);
        stored.exclusive = row.getBoolean(27);
        return stored.owner == viewer ? CalendarViews.owners(stored) : CalendarViews.shared(stored, share(row));
    }

    private static ShareRow share(Row row) {
        var share = new ShareRow();
        share.privilege = row.getString(21);
        share.visible = row.getBoolean(22);
        share.enabled = row.getBoolean(23);
        share.position = row.getInteger(24);
        return share;
    }

    private ListItem item(Calendar calendar) {
        try {
            var document = json.writeValueAsString(calendar);
            return new ListItem(
                    new ItemId(Long.toString(calendar.id())), calendar.calendarId(), 0, 1, calendar.ctag(), document);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static ListItem item(JsonNode calendar, String document) {
        var id = calendar.get("id").asText();
        var calendarId = calendar.get("calendar_id").asText();
        return new ListItem(
                new ItemId(id), calendarId, 0, 1, calendar.get("ctag").asLong(), document);
    }

    /// A watched list of calendars.
    private record CalendarWatch(CalendarListing listing, boolean hidden) implements Watch {
        @Override
        public List<String> scopes() {
            return List.of();
        }

        @Override
        public boolean isMoving() {
            return false;
        }

        @Override
        public Window window(long now) {
            return Window.ALL;
        }

        @Override
        public boolean includes(boolean visible, boolean enabled) {
            return visible || hidden;
        }

        @Override
        public Multi<ListItem> read(SqlConnection connection, Viewer viewer, Window window) {
            return connection
                    .preparedQuery(REACHABLE)
                    .execute(Tuple.of(viewer.zuid(), hidden))
                    .onItem()
                    .transformToMulti(rows -> Multi.createFrom().iterable(rows))
                    .map(row -> listing.item(calendar(row, viewer.zuid())));
        }

        @Override
        public List<ListItem> items(Seen document, Viewer viewer, Window window) {
            var calendar = document.tree(listing.json);
            return includes(
                            calendar.get("visibility").asBoolean(),
                            calendar.get("status").asBoolean())
                    ? List.of(CalendarListing.item(calendar, document.json()))
                    : List.of();
        }
    }
}
