package almanac.event.agenda;

import almanac.base.problem.FieldError;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.event.model.EventDocuments;
import almanac.event.series.Occurrences;
import almanac.event.series.SeriesTimes;
import almanac.event.store.RecurrenceConfig;
import almanac.log.change.Viewer;
import almanac.storage.database.Statements;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The occurrences in a window that are in no page, since the window is far from now. They are computed from
/// the rules of their series when they are read.
@Singleton
public class Unpaged {
    /// The longest occurrence of a series, in ms: of whole days one may have an hour more.
    public static final long LONGEST = SeriesTimes.LONGEST + Duration.ofDays(1).toMillis();

    /// The maximum number of series that are computed for one window.
    public static final int MOST_SERIES = 1_000;

    /// How long the covered range is taken as known.
    private static final Duration KNOWN = Duration.ofMinutes(1);

    /// By how much a series that is stored meanwhile may cover less than the settings say: a page, and clocks
    /// that differ.
    private static final Duration MARGIN = Duration.ofDays(27);

    private final EventDocuments documents;
    private final RecurrenceConfig config;
    private final Clock clock;
    private volatile @Nullable Covered covered;

    Unpaged(EventDocuments documents, RecurrenceConfig config, Clock clock) {
        this.documents = documents;
        this.config = config;
        this.clock = clock;
    }

    /// The range that the pages of all series cover.
    ///
    /// @param from the first moment, epoch ms
    /// @param to the moment after the last one
    /// @param readAt when it was read, epoch ms
    private record Covered(long from, long to, long readAt) {}

    /// Occurrences as parameters of a list.
    ///
    /// @param series the id of the series of each
    /// @param starts epoch ms
    /// @param ends epoch ms
    public record Computed(List<String> series, List<Long> starts, List<Long> ends) {
        private static final Computed NONE = new Computed(List.of(), List.of(), List.of());

        /// Adds three arrays.
        public void addTo(Tuple parameters) {
            parameters
                    .addValue(series.toArray(String[]::new))
                    .addValue(starts.toArray(Long[]::new))
                    .addValue(ends.toArray(Long[]::new));
        }
    }

    /// The occurrences of a list.
    ///
    /// @throws ProblemException 400 if more than 1,000 series have such occurrences
    Uni<Computed> of(Statements statements, Viewer viewer, EventQuery query) {
        return within(
                statements,
                query.from(),
                query.to(),
                EventSql.UNPAGED,
                () -> EventReader.bounds(viewer, query).addLong(LONGEST).addInteger(MOST_SERIES + 1));
    }

    /// The occurrences in a window.
    ///
    /// @param from epoch ms
    /// @param to epoch ms, excluded
    /// @param sql a statement that finds the series of these occurrences: the document of each, and the range that
    ///     its pages cover
    /// @param parameters its parameters; it is run only if there may be such series
    /// @throws ProblemException 400 if more than 1,000 series have such occurrences
    public Uni<Computed> within(Statements statements, long from, long to, String sql, Supplier<Tuple> parameters) {
        return covers(statements, from, to)
                .chain(covers -> covers
                        ? Uni.createFrom().item(Computed.NONE)
                        : statements.run(sql, parameters.get()).map(rows -> computed(rows, from, to)));
    }

    private Uni<Boolean> covers(Statements statements, long from, long to) {
        var known = covered;
        return known != null && clock.millis() - known.readAt < KNOWN.toMillis() && known.readAt <= clock.millis()
                ? Uni.createFrom().item(covers(known, from, to))
                : statements.run(EventSql.PAGED, Tuple.tuple()).map(rows -> {
                    var row = rows.iterator().next();
                    var read = around(row.getLong(0), row.getLong(1));
                    covered = read;
                    return covers(read, from, to);
                });
    }

    /// The covered range, also of a series that is stored within the time that it is taken as known, on a node
    /// whose clock is a little off.
    private Covered around(long from, long to) {
        var now = clock.millis();
        return new Covered(
                Math.max(from, now - config.past().minus(MARGIN).toMillis()),
                Math.min(to, now + config.horizon().minus(MARGIN).toMillis()),
                now);
    }

    private static boolean covers(Covered known, long from, long to) {
        return from - LONGEST >= known.from && to <= known.to;
    }

    private Computed computed(RowSet<Row> rows, long from, long to) {
        if (rows.size() > MOST_SERIES) {
            throw ProblemException.of(
                    Problem.BAD_REQUEST,
                    "window_too_far",
                    List.of(new FieldError(
                            "from",
                            "is so far from now that more than " + MOST_SERIES + " series would have to be computed")));
        }
        var series = new ArrayList<String>();
        var starts = new ArrayList<Long>();
        var ends = new ArrayList<Long>();
        for (var row : rows) {
            var event = documents.read(row.getString(0));
            for (var occurrence : Occurrences.within(event, from, to)) {
                if (occurrence.start() < row.getLong(1) || occurrence.start() >= row.getLong(2)) {
                    series.add(event.id());
                    starts.add(occurrence.start());
                    ends.add(occurrence.end());
                }
            }
        }
        return new Computed(series, starts, ends);
    }
}
