package almanac.feed.api;

import almanac.access.token.Caller;
import almanac.base.problem.FieldError;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.base.request.Query;
import almanac.calendar.model.CalendarAccess;
import almanac.calendar.model.CalendarKey;
import almanac.calendar.store.Calendars;
import almanac.feed.view.LogScope;
import almanac.storage.database.Transactions;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Reads the calendars and the types of change that a client asks for.
@Singleton
class LogScopes {
    private static final Set<String> TYPES = Set.of("event", "calendar");

    private final Transactions transactions;
    private final Calendars calendars;
    private final EndedCalendars ended;
    private final ObjectMapper json;

    LogScopes(Transactions transactions, Calendars calendars, EndedCalendars ended, ObjectMapper json) {
        this.transactions = transactions;
        this.calendars = calendars;
        this.ended = ended;
        this.json = json;
    }

    /// The scope of a query. Checks the query.
    ///
    /// @throws ProblemException 400 for a malformed `calendar_id`, 404 for a calendar that the caller does
    ///     not see and that no change in the log shows
    Uni<LogScope> of(Query query, Caller caller) {
        var types = Set.copyOf(query.texts("type", 20));
        if (!TYPES.containsAll(types)) {
            query.refuse("type", "must be event or calendar");
        }
        var asked = query.texts("calendar_id", 255);
        query.check();
        return all(
                        asked,
                        key -> reached(key, caller)
                                .chain(found -> found.isPresent()
                                        ? Uni.createFrom().item(found)
                                        : ended.find(caller.zuid(), key)))
                .map(found -> new LogScope(FeedStart.viewer(caller), types, found, caller.boundTo(), json));
    }

    /// The `calendar_id`s of the calendars that texts name.
    ///
    /// @throws ProblemException 400 for a malformed text, 404 for a calendar that the caller does not see
    Uni<Set<String>> resolve(Collection<String> texts, Caller caller) {
        return all(texts, key -> reached(key, caller));
    }

    private Uni<Optional<String>> reached(CalendarKey key, Caller caller) {
        return calendars
                .reach(transactions.statements(), caller.zuid(), key)
                .map(found -> found.map(CalendarAccess::calendarId));
    }

    private static Uni<Set<String>> all(
            Collection<String> texts, Function<CalendarKey, Uni<Optional<String>>> calendarId) {
        var keys = texts.stream().map(LogScopes::key).toList();
        if (keys.isEmpty()) {
            return Uni.createFrom().item(Set.of());
        }
        return Multi.createFrom()
                .iterable(keys)
                .onItem()
                .transformToUniAndConcatenate(key -> calendarId.apply(key))
                .map(found -> found.orElseThrow(LogScopes::absent))
                .collect()
                .with(Collectors.toSet());
    }

    private static CalendarKey key(String text) {
        return CalendarKey.parse(text).orElseThrow(() -> ProblemException.field("calendar_id", CalendarKey.MALFORMED));
    }

    private static ProblemException absent() {
        return ProblemException.of(
                Problem.NOT_FOUND, new FieldError("calendar_id", "is no calendar that the caller sees"));
    }
}
