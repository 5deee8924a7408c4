package almanac.event.freebusy;

import almanac.base.problem.ProblemException;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Times in the form of Zoho Calendar: `20260302T090000`, in a zone, or with a `Z` in UTC.
final class ZohoTimes {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss").withResolverStyle(ResolverStyle.STRICT);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;
    private static final int LENGTH = "20260302T090000".length();
    private static final int HALF_HOURS = 48;
    private static final int MINUTES = 30;

    private ZohoTimes() {}

    /// A moment as it was sent.
    ///
    /// @param local the time on the clock
    /// @param isUtc whether the clock is that of UTC
    record Moment(LocalDateTime local, boolean isUtc) {
        /// Stands for a text that is none.
        static final Moment NONE = new Moment(LocalDateTime.MIN, true);

        /// In epoch ms.
        ///
        /// @param zone where it is not of UTC
        long in(ZoneId zone) {
            return local.atZone(isUtc ? ZoneOffset.UTC : zone).toInstant().toEpochMilli();
        }
    }

    /// A time at which a person is taken.
    ///
    /// @param start its start
    /// @param end its end
    /// @param type `busy` or `tentative`
    @RegisterForReflection
    record Span(
            @JsonProperty("startTime") String start,
            @JsonProperty("endTime") String end,
            @JsonProperty("fbtype") BusySpan.Type type) {}

    /// Parses a moment; empty if the text is none.
    static Optional<Moment> parse(String text) {
        var isUtc = text.endsWith("Z");
        if (text.length() != (isUtc ? LENGTH + 1 : LENGTH)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Moment(LocalDateTime.parse(text.substring(0, LENGTH), FORM), isUtc));
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }

    /// The query of a window.
    ///
    /// @throws ProblemException 400 for a window that ends before it begins, or is longer than 62 days
    static FreeBusyQuery query(String email, long from, long to) {
        if (to <= from) {
            throw ProblemException.field("edate", "must be after sdate");
        }
        if (to - from > FreeBusyQuery.LONGEST) {
            throw ProblemException.field("edate", "must be at most 62 days after sdate");
        }
        return new FreeBusyQuery(List.of(email), from, to);
    }

    /// A span, to the second: it is never shorter than the time itself.
    static Span span(BusySpan span, ZoneId zone) {
        return new Span(text(span.start(), zone), text(span.end() + 999, zone), span.type());
    }

    private static String text(long millis, ZoneId zone) {
        var text = FORM.format(
                Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).atZone(zone));
        return zone.equals(ZoneOffset.UTC) ? text + "Z" : text;
    }

    /// For each day of the window its 48 half hours: null for a free one, else that half hour as text.
    static SequencedMap<String, List<@Nullable List<String>>> halfHours(
            List<BusySpan> busy, FreeBusyQuery query, ZoneId zone) {
        var days = new LinkedHashMap<String, List<@Nullable List<String>>>();
        var last = date(query.to() - 1, zone);
        for (var day = date(query.from(), zone); !day.isAfter(last); day = day.plusDays(1)) {
            days.put(DAY.format(day), halfHours(busy, day, zone));
        }
        return days;
    }

    private static LocalDate date(long millis, ZoneId zone) {
        return Instant.ofEpochMilli(millis).atZone(zone).toLocalDate();
    }

    private static List<@Nullable List<String>> halfHours(List<BusySpan> busy, LocalDate day, ZoneId zone) {
        var halfHours = new ArrayList<@Nullable List<String>>(HALF_HOURS);
        for (var place = 0; place < HALF_HOURS; place++) {
            var start = day.atStartOfDay().plusMinutes((long) MINUTES * place);
            var end = start.plusMinutes(MINUTES);
            halfHours.add(isTaken(busy, millis(start, zone), millis(end, zone)) ? List.of(text(start, end)) : null);
        }
        return halfHours;
    }

    private static long millis(LocalDateTime local, ZoneId zone) {
        return local.atZone(zone).toInstant().toEpochMilli();
    }

    /// A half hour that the clock leaves out is empty, and taken by nobody.
    private static boolean isTaken(List<BusySpan> busy, long start, long end) {
        return busy.stream().anyMatch(span -> span.start() < end && span.end() > start && start < end);
    }

    private static String text(LocalDateTime start, LocalDateTime end) {
        var midnight = end.toLocalTime().equals(LocalTime.MIDNIGHT);
        return CLOCK.format(start) + "-" + (midnight ? "24:00" : CLOCK.format(end));
    }
}
