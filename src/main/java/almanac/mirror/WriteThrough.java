package almanac.mirror;

import almanac.calendar.CalendarAccess;
import almanac.change.Change.Reason;
import almanac.database.Transactions;
import almanac.event.Attendee;
import almanac.event.Event;
import almanac.event.EventMirror.Cause;
import almanac.event.EventOutcome;
import almanac.event.EventOutcome.Absent;
import almanac.event.EventOutcome.Done;
import almanac.event.EventOutcome.Forbidden;
import almanac.event.EventOutcome.ForeignAttachments;
import almanac.event.EventOutcome.Gone;
import almanac.event.EventOutcome.NoCalendar;
import almanac.event.EventOutcome.Stale;
import almanac.event.EventRequest;
import almanac.event.EventsElsewhere;
import almanac.idempotency.Idempotency;
import almanac.idempotency.IdempotencyKey;
import almanac.identity.Caller;
import almanac.problem.Problem;
import almanac.problem.ProblemException;
import almanac.upstream.Link;
import almanac.upstream.Links;
import almanac.upstream.RemoteEvent;
import almanac.upstream.Upstream;
import almanac.upstream.UpstreamException;
import almanac.upstream.UpstreamException.Away;
import almanac.upstream.UpstreamException.Garbled;
import almanac.upstream.UpstreamException.Refused;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What is done here to an event that lives elsewhere: it is done there first, and written down here
/// with the answer.
///
/// Where it is not known whether it was done, that is found out by reading before anything is answered;
/// nothing is ever sent twice.
@Singleton
class WriteThrough implements EventsElsewhere {
    private static final long DAY = 86_400_000;
    private static final int NO_RESERVE = 0;

    private final Upstream upstream;
    private final Links links;
    private final Recorder recorder;
    private final PassedOn passedOn;
    private final MirrorStore store;
    private final Transactions transactions;
    private final Idempotency idempotency;
    private final Clock clock;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    WriteThrough(
            Upstream upstream,
            Links links,
            Recorder recorder,
            PassedOn passedOn,
            MirrorStore store,
            Transactions transactions,
            Idempotency idempotency,
            Clock clock) {
        this.upstream = upstream;
        this.links = links;
        this.recorder = recorder;
        this.passedOn = passedOn;
        this.store = store;
        this.transactions = transactions;
        this.idempotency = idempotency;
        this.clock = clock;
    }

    // --- create

    @Override
    public Uni<String> create(
            Caller caller,
            CalendarAccess calendar,
            EventRequest request,
            Optional<IdempotencyKey> key,
            Function<EventOutcome, String> answer) {
        if (key.isEmpty()) {
            return make(caller, calendar, request, key, answer);
        }
        var name = caller.zuid() + " " + key.get().text();
        if (!underWay.add(name)) {
            throw ProblemException.passing(Problem.CONFLICT, "idempotency_key_in_use", 1);
        }
        return make(caller, calendar, request, key, answer).onTermination().invoke(() -> underWay.remove(name));
    }

    private Uni<String> make(
            Caller caller,
            CalendarAccess calendar,
            EventRequest request,
            Optional<IdempotencyKey> key,
            Function<EventOutcome, String> answer) {
        return explained(through(caller, calendar)
                .chain(way -> passedOn.files(way.link, caller, null, request.attached())
                        .chain(files -> files.isRefused()
                                ? Uni.createFrom().item(() -> answer.apply(new ForeignAttachments(files.refused())))
                                : send(way, caller, new Outgoing(request, way.reference, files.references(), null), key)
                                        .chain(made -> record(way, caller, calendar, made, request, key, answer)))));
    }

    /// Sends it, unless it was sent before and is there.
    private Uni<RemoteEvent> send(Way way, Caller caller, Outgoing outgoing, Optional<IdempotencyKey> key) {
        var now = clock.millis();
        if (key.isEmpty()) {
            return sendOnce(way, outgoing, UUID.randomUUID().toString(), now);
        }
        var text = key.get().text();
        var once = UUID.nameUUIDFromBytes((caller.zuid() + " " + text).getBytes(StandardCharsets.UTF_8))
                .toString();
        return store.intent(caller.zuid(), text)
                .chain(sentAt -> sentAt.isPresent()
                        ? made(way, outgoing, sentAt.get())
                        : store.intend(caller.zuid(), text, now).replaceWith(Optional.<RemoteEvent>empty()))
                .chain(found ->
                        found.isPresent() ? Uni.createFrom().item(found.get()) : sendOnce(way, outgoing, once, now));
    }

    private Uni<RemoteEvent> sendOnce(Way way, Outgoing outgoing, String once, long now) {
        return upstream.create(way.link, outgoing.json(), Optional.of(once))
                .onFailure(WriteThrough::isUnknown)
                .recoverWithUni(failure -> settled(made(way, outgoing, now))
                        .map(found -> found.orElseThrow(() -> (UpstreamException) failure)));
    }

    /// The event that a request has made whose answer was lost; empty where it has made none.
    private Uni<Optional<RemoteEvent>> made(Way way, Outgoing outgoing, long sentAt) {
        var request = outgoing.request();
        long from = request.startTime();
        var to = Math.min(request.endTime(), from + 31 * DAY);
        return upstream.events(way.link, from, to, NO_RESERVE).chain(heard -> {
            var candidates =
                    heard.stream().filter(event -> outgoing.isIn(event.event())).toList();
            return store.heardBefore(candidates.stream().map(RemoteEvent::id).toList(), sentAt)
                    .map(old -> candidates.stream()
                            .filter(event -> !old.contains(event.id()))
                            .max((one, other) -> Long.compare(
                                    one.event().tag(), other.event().tag())));
        });
    }

    private Uni<String> record(
            Way way,
            Caller caller,
            CalendarAccess calendar,
            RemoteEvent made,
            EventRequest request,
            Optional<IdempotencyKey> key,
            Function<EventOutcome, String> answer) {
        var cause = new Cause(Reason.CREATED, caller.zuid());
        return transactions
                .write(session -> idempotency.once(
                        session,
                        key,
                        () -> recorder.written(
                                        session,
                                        completed(made, request),
                                        calendar,
                                        way.link.zuid(),
                                        request.attached(),
                                        cause,
                                        caller.zuid(),
                                        clock.millis())
                                .map(event -> answer.apply(new Done(event)))))
                .call(() -> key.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : store.settled(caller.zuid(), key.get().text()));
    }

    // --- edit

    @Override
    public Uni<EventOutcome> edit(
            Caller caller,
            Event current,
            CalendarAccess calendar,
            CalendarAccess target,
            EventRequest request,
            boolean conditional) {
        return explained(through(caller, target)
                .chain(way -> known(current)
                        .chain(known -> passedOn.files(way.link, caller, current, request.attached())
                                .chain(files -> {
                                    if (files.isRefused()) {
                                        return Uni.createFrom().item(new ForeignAttachments(files.refused()));
                                    }
                                    var outgoing = new Outgoing(
                                            request,
                                            calendar.id() == target.id() ? null : way.reference,
                                            files.references(),
                                            conditional ? known.tag() : null);
                                    return edit(new Change(caller, current, calendar, known, way), target, outgoing);
                                }))));
    }

    /// A change that is under way.
    private record Change(Caller caller, Event current, CalendarAccess calendar, Known known, Way way) {}

    private Uni<EventOutcome> edit(Change change, CalendarAccess target, Outgoing outgoing) {
        var id = change.current.id();
        return upstream.edit(change.way.link, id, outgoing.json())
                .chain(done -> edited(change, target, done, outgoing.request()))
                .onFailure(WriteThrough::isUnknown)
                .recoverWithUni(failure -> look(change).chain(found -> {
                    if (found.isEmpty()) {
                        return absent(change);
                    }
                    if (found.get().tag().equals(change.known.tag())) {
                        return Uni.createFrom().failure(failure);
                    }
                    return outgoing.isIn(found.get().event())
                            ? edited(change, target, found.get(), outgoing.request())
                            : stale(change, found.get());
                }))
                .onFailure(Refused.class)
                .recoverWithUni(failure -> refused(change, failure));
    }

    private Uni<EventOutcome> edited(Change change, CalendarAccess target, RemoteEvent done, EventRequest request) {
        var reason = change.calendar.id() == target.id() ? Reason.EDITED : Reason.MOVED;
        return written(change, target, completed(done, request), request.attached(), reason);
    }

    // --- delete

    @Override
    public Uni<EventOutcome> delete(Caller caller, Event current, CalendarAccess calendar) {
        return explained(through(caller, calendar)
                .chain(way -> known(current).chain(known -> {
                    var change = new Change(caller, current, calendar, known, way);
                    return upstream.delete(way.link, current.id(), known.reference(), known.tag())
                            .chain(() -> deleted(change))
                            .onFailure(WriteThrough::isUnknown)
                            .recoverWithUni(failure -> look(change).chain(found -> {
                                if (found.isEmpty()) {
                                    return deleted(change);
                                }
                                return found.get().tag().equals(known.tag())
                                        ? Uni.createFrom().failure(failure)
                                        : stale(change, found.get());
                            }))
                            .onFailure(Refused.class)
                            .recoverWithUni(failure -> refused(change, failure));
                })));
    }

    private Uni<EventOutcome> deleted(Change change) {
        return remove(change, new Cause(Reason.DELETED, change.caller.zuid())).replaceWith(new Gone());
    }

    private Uni<Void> remove(Change change, Cause cause) {
        return transactions.write(session -> recorder.gone(session, change.current.id(), cause)
                .chain(() -> store.gone(session, change.way.link.zuid(), change.current.id(), clock.millis())));
    }

    // --- answer

    /// An answer is the caller's own, so it takes the caller's own way.
    @Override
    public Uni<EventOutcome> answer(Caller caller, Event current, CalendarAccess calendar, Attendee.Status status) {
        return explained(links.of(caller.zuid()).chain(link -> {
            if (link.isEmpty()) {
                throw ProblemException.of(Problem.FORBIDDEN, "not_linked", List.of());
            }
            return known(current).chain(known -> {
                var way = new Way(link.get(), known.reference());
                return answer(new Change(caller, current, calendar, known, way), status);
            });
        }));
    }

    private Uni<EventOutcome> answer(Change change, Attendee.Status status) {
        return upstream.answer(change.way.link, change.current.id(), status)
                .chain(tag -> written(
                        change,
                        change.calendar,
                        Echo.answered(change.current, change.known, change.caller, status, tag),
                        null,
                        Reason.RSVP))
                .onFailure(WriteThrough::isUnknown)
                .recoverWithUni(failure -> look(change).chain(found -> {
                    if (found.isEmpty()) {
                        return absent(change);
                    }
                    return Echo.hasAnswered(found.get(), change.caller, status)
                            ? written(change, change.calendar, found.get(), null, Reason.RSVP)
                            : Uni.createFrom().failure(failure);
                }))
                .onFailure(Refused.class)
                .recoverWithUni(failure -> refused(change, failure));
    }

    // --- what they have in common

    /// How a calendar is reached: by the caller's own link where it sees the calendar, else by its
    /// owner's.
    ///
    /// @param reference what the calendar is called there
    private record Way(Link link, String reference) {}

    private Uni<Way> through(Caller caller, CalendarAccess calendar) {
        return way(caller.zuid(), calendar)
                .chain(own -> own.isPresent() ? Uni.createFrom().item(own) : way(calendar.owner(), calendar))
                .map(found -> found.orElseThrow(
                        () -> ProblemException.passing(Problem.UNAVAILABLE, "upstream_not_linked", 60)));
    }

    private Uni<Optional<Way>> way(long zuid, CalendarAccess calendar) {
        return store.reference(calendar.id(), zuid)
                .chain(reference -> reference.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : links.of(zuid).map(link -> link.map(found -> new Way(found, reference.get()))));
    }

    private Uni<Known> known(Event current) {
        return store.known(current.id())
                .map(found -> found.orElseThrow(
                        () -> ProblemException.passing(Problem.UNAVAILABLE, "upstream_not_linked", 60)));
    }

    private Uni<Optional<RemoteEvent>> look(Change change) {
        return settled(upstream.event(change.way.link, change.current.id(), change.known.reference(), NO_RESERVE));
    }

    private Uni<EventOutcome> refused(Change change, Refused refused) {
        return switch (refused.status()) {
            case 403 -> Uni.createFrom().item(new Forbidden());
            case 404 ->
                look(change)
                        .chain(found -> found.isEmpty()
                                ? absent(change)
                                : Uni.createFrom().item(new NoCalendar()));
            case 412 -> look(change).chain(found -> found.isEmpty() ? absent(change) : stale(change, found.get()));
            default -> Uni.createFrom().failure(refused);
        };
    }

    /// It is gone there, so it is gone here.
    private Uni<EventOutcome> absent(Change change) {
        return remove(change, Cause.ELSEWHERE).replaceWith(new Absent());
    }

    /// It has changed there meanwhile, so it has changed here, and the caller is shown how it is now.
    private Uni<EventOutcome> stale(Change change, RemoteEvent found) {
        return record(change, change.calendar, found, null, Cause.ELSEWHERE).map(Stale::new);
    }

    private Uni<EventOutcome> written(
            Change change, CalendarAccess calendar, RemoteEvent done, @Nullable List<Long> attached, Reason reason) {
        return record(change, calendar, done, attached, new Cause(reason, change.caller.zuid()))
                .map(Done::new);
    }

    private Uni<Event> record(
            Change change, CalendarAccess calendar, RemoteEvent heard, @Nullable List<Long> attached, Cause cause) {
        var viewer = change.caller.zuid();
        return transactions.write(session -> recorder.written(
                session, heard, calendar, change.known.keeper(), attached, cause, viewer, clock.millis()));
    }

    /// What was sent counts where the answer does not tell: Cliq shows no reminders.
    private static RemoteEvent completed(RemoteEvent answer, EventRequest request) {
        var event = answer.event();
        return event.reminders() != null || request.reminders() == null
                ? answer
                : new RemoteEvent(
                        event.withReminders(request.reminders()),
                        answer.reference(),
                        answer.tag(),
                        answer.attachments());
    }

    /// Whether it may have been done all the same.
    private static boolean isUnknown(Throwable failure) {
        return failure instanceof Garbled || (failure instanceof Away away && away.isSent());
    }

    /// Finding out may fail, too: then nobody knows, and the caller is told so.
    private static <T> Uni<T> settled(Uni<T> look) {
        return look.onFailure(UpstreamException.class).transform(failure -> Refusals.unknown());
    }

    private <T> Uni<T> explained(Uni<T> work) {
        return work.onFailure(UpstreamException.class).transform(failure -> Refusals.of(failure, clock.millis()));
    }
}
