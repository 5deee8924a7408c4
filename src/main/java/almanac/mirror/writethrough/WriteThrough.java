package almanac.mirror.writethrough;

import almanac.access.idempotency.IdempotencyKey;
import almanac.access.token.Caller;
import almanac.calendar.model.CalendarAccess;
import almanac.event.model.Attendee;
import almanac.event.model.Event;
import almanac.event.model.EventOutcome;
import almanac.event.model.EventOutcome.ForeignAttachments;
import almanac.event.model.EventVersion;
import almanac.event.request.EventRequest;
import almanac.event.request.Target;
import almanac.event.write.UpstreamEvents;
import almanac.log.change.Change.Reason;
import almanac.mirror.client.RemoteEvent;
import almanac.mirror.client.RemoteId;
import almanac.mirror.client.Upstream;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is done here to a remote event: it is done there first, and written down here
/// with the answer.
///
/// Where it is not known whether it was done, that is found out by reading before anything is answered;
/// nothing is ever sent twice.
@Singleton
class WriteThrough implements UpstreamEvents {
    private final Upstream upstream;
    private final LinkRoutes ways;
    private final Creations creations;
    private final SeriesWrites series;
    private final WriteReconciler outcomes;

    WriteThrough(
            Upstream upstream, LinkRoutes ways, Creations creations, SeriesWrites series, WriteReconciler outcomes) {
        this.upstream = upstream;
        this.ways = ways;
        this.creations = creations;
        this.series = series;
        this.outcomes = outcomes;
    }

    // --- create

    @Override
    public Uni<EventOutcome> create(
            Caller caller, CalendarAccess calendar, EventRequest request, Optional<IdempotencyKey> key) {
        return creations.create(caller, calendar, request, key);
    }

    // --- edit

    @Override
    public Uni<EventOutcome> edit(
            Caller caller,
            Target named,
            EventVersion current,
            CalendarAccess target,
            EventRequest request,
            boolean conditional) {
        return outcomes.explained(ways.change(caller, current, target, named, request)
                .chain(attempt -> conditional && attempt.isOvertaken()
                        ? outcomes.overtaken(attempt)
                        : edit(attempt, request, conditional)));
    }

    private Uni<EventOutcome> edit(RemoteWrite attempt, EventRequest request, boolean conditional) {
        return creations
                .files(attempt.way().link(), attempt.caller(), attempt.current(), request.attached())
                .chain(files -> files.isRefused()
                        ? Uni.createFrom().item(new ForeignAttachments(files.refused()))
                        : edit(attempt, outgoing(attempt, request, files.references(), conditional)));
    }

    private static Outgoing outgoing(
            RemoteWrite attempt, EventRequest request, @Nullable List<String> files, boolean conditional) {
        return new Outgoing(
                request,
                attempt.isMove() ? attempt.way().reference() : null,
                files,
                conditional ? attempt.known().tag() : null,
                attempt.scope() == null ? null : RemoteId.of(attempt.id()).recurrence(),
                attempt.scope());
    }

    private Uni<EventOutcome> edit(RemoteWrite attempt, Outgoing outgoing) {
        var sent = upstream.edit(attempt.way().link(), attempt.id(), outgoing.json());
        if (outgoing.isOfSeveral()) {
            var now = outcomes.now();
            return outcomes.settled(
                    attempt,
                    sent.chain(answer -> series.edited(
                            attempt, outgoing, RemoteId.of(answer.id()).event())),
                    (found, failure) -> series.maybeEdited(attempt, outgoing, found, now, failure));
        }
        return outcomes.settled(
                attempt,
                sent.chain(answer -> edited(attempt, outgoing, answer)),
                (found, failure) -> maybeEdited(attempt, outgoing, found, failure));
    }

    private Uni<EventOutcome> maybeEdited(
            RemoteWrite attempt, Outgoing outgoing, Optional<RemoteEvent> found, Throwable failure) {
        if (found.isEmpty()) {
            return outcomes.absent(attempt);
        }
        if (attempt.isAsBefore(found.get())) {
            return Uni.createFrom().failure(failure);
        }
        return outgoing.isIn(found.get().event())
                ? edited(attempt, outgoing, found.get())
                : outcomes.stale(attempt, found.get());
    }

    private Uni<EventOutcome> edited(RemoteWrite attempt, Outgoing outgoing, RemoteEvent answer) {
        var reason = attempt.isMove() ? Reason.MOVED : Reason.EDITED;
        return outcomes.done(
                attempt, outgoing.completed(answer), outgoing.request().attached(), reason);
    }

    // --- delete

    @Override
    public Uni<EventOutcome> delete(Caller caller, Target named, EventVersion current) {
        return outcomes.explained(ways.change(caller, current, current.calendar(), named, null)
                .chain(attempt -> attempt.isOvertaken() ? outcomes.overtaken(attempt) : delete(attempt)));
    }

    private Uni<EventOutcome> delete(RemoteWrite attempt) {
        var known = attempt.known();
        var work = upstream.delete(attempt.way().link(), attempt.id(), known.reference(), known.tag(), attempt.scope())
                .chain(() -> deleted(attempt));
        return outcomes.settled(attempt, work, (found, failure) -> maybeDeleted(attempt, found, failure));
    }

    private Uni<EventOutcome> maybeDeleted(RemoteWrite attempt, Optional<RemoteEvent> found, Throwable failure) {
        if (found.isEmpty()) {
            return deleted(attempt);
        }
        return attempt.isAsBefore(found.get())
                ? Uni.createFrom().failure(failure)
                : outcomes.stale(attempt, found.get());
    }

    private Uni<EventOutcome> deleted(RemoteWrite attempt) {
        return attempt.isOfSeveral() ? series.deleted(attempt) : outcomes.deleted(attempt);
    }

    // --- answer

    @Override
    public Uni<EventOutcome> answer(Caller caller, Event current, CalendarAccess calendar, Attendee.Status status) {
        return outcomes.explained(ways.answer(caller, current, calendar).chain(attempt -> answer(attempt, status)));
    }

    private Uni<EventOutcome> answer(RemoteWrite attempt, Attendee.Status status) {
        var work = upstream.answer(attempt.way().link(), attempt.id(), status)
                .map(tag -> RsvpResult.answered(attempt, status, tag))
                .chain(answered -> answered(attempt, answered));
        return outcomes.settled(attempt, work, (found, failure) -> maybeAnswered(attempt, status, found, failure));
    }

    private Uni<EventOutcome> maybeAnswered(
            RemoteWrite attempt, Attendee.Status status, Optional<RemoteEvent> found, Throwable failure) {
        if (found.isEmpty()) {
            return outcomes.absent(attempt);
        }
        return RsvpResult.hasAnswered(found.get(), attempt.caller(), status)
                ? answered(attempt, found.get())
                : Uni.createFrom().failure(failure);
    }

    private Uni<EventOutcome> answered(RemoteWrite attempt, RemoteEvent answered) {
        return outcomes.done(attempt, answered, null, Reason.RSVP);
    }
}
