package almanac.demo;

import almanac.access.account.Account;
import almanac.access.idempotency.IdempotencyKey;
import almanac.access.token.Caller;
import almanac.event.model.EventOutcome;
import almanac.event.request.EventRequest;
import almanac.event.request.Invitee;
import almanac.event.write.Events;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The events of a demo account.
@Singleton
class DemoEvents {
    static final String ZONE = "Europe/Berlin";

    private final Transactions transactions;
    private final Events events;
    private final Clock clock;

    DemoEvents(Transactions transactions, Events events, Clock clock) {
        this.transactions = transactions;
        this.events = events;
        this.clock = clock;
    }

    /// Creates the missing events.
    ///
    /// @param account the organizer
    /// @param invited the addresses of the attendees
    Uni<Void> make(Account account, List<String> invited) {
        var hour = Duration.ofHours(1).toMillis();
        var next = clock.millis() / hour * hour + hour;
        var caller = new Caller(0, account.zuid(), account.email(), account.name(), Set.of(), null, null);
        var requests = List.of(
                request(invited, "Planning", next, next + hour, "Room 1"),
                request(invited, "Lunch at the river", next + 20 * hour, next + 21 * hour, "Bridge Café"),
                request(invited, "Retrospective", next + 72 * hour, next + 74 * hour, null));
        return titles(account)
                .chain(there -> Multi.createFrom()
                        .iterable(requests)
                        .filter(request -> !there.contains(request.title()))
                        .onItem()
                        .transformToUniAndConcatenate(request -> once(caller, request))
                        .collect()
                        .last())
                .replaceWithVoid();
    }

    private Uni<List<String>> titles(Account account) {
        return transactions.read(session -> session.createNativeQuery(
                        "select cast(e.document as json) ->> 'title' from event e where e.organizer = ?1", String.class)
                .setParameter(1, account.zuid())
                .getResultList());
    }

    /// Uses an idempotency key, since an attempt that timed out may have been carried out.
    private Uni<EventOutcome> once(Caller caller, EventRequest request) {
        var key = IdempotencyKey.of(
                "demo " + request.title(),
                caller.zuid(),
                "demo",
                request.title().getBytes(StandardCharsets.UTF_8));
        return events.create(caller, null, request, key);
    }

    private static EventRequest request(
            List<String> addresses, String title, long start, long end, @Nullable String location) {
        var invited = addresses.stream().map(Invitee::of).toList();
        return EventRequest.of(title, start, end, ZONE, location, invited);
    }
}
