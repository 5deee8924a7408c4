package almanac.mirror.writethrough;

import almanac.event.agenda.EventReader;
import almanac.event.model.EventDocuments;
import almanac.event.model.EventOutcome;
import almanac.event.model.EventOutcome.Absent;
import almanac.event.model.EventOutcome.Done;
import almanac.event.model.EventOutcome.Forbidden;
import almanac.event.model.EventOutcome.Gone;
import almanac.event.model.EventOutcome.NoCalendar;
import almanac.event.model.EventOutcome.Stale;
import almanac.event.model.EventView;
import almanac.event.store.Cause;
import almanac.log.change.Change.Reason;
import almanac.mirror.client.RemoteEvent;
import almanac.mirror.client.Upstream;
import almanac.mirror.link.UpstreamException;
import almanac.mirror.link.UpstreamException.Refused;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// What has become of a remote write: found out where the answer was lost, written down here, and
/// answered.
@Singleton
class WriteReconciler {
    private static final int NO_RESERVE = 0;

    private final Upstream upstream;
    private final WriteRecorder recorder;
    private final EventReader reader;
    private final EventDocuments documents;
    private final Clock clock;

    WriteReconciler(
            Upstream upstream, WriteRecorder recorder, EventReader reader, EventDocuments documents, Clock clock) {
        this.upstream = upstream;
        this.recorder = recorder;
        this.reader = reader;
        this.documents = documents;
        this.clock = clock;
    }

    /// The time here, epoch ms.
    long now() {
        return clock.millis();
    }

    /// What the remote service has refused, as the caller is told.
    <T> Uni<T> explained(Uni<T> work) {
        return work.onFailure(UpstreamException.class).transform(failure -> Refusals.of(failure, clock.millis()));
    }

    /// What has become of work: looked up where that is not known, and where it was refused.
    ///
    /// @param whenUnknown what the event tells, as it is there now, or empty where it is gone; the failure
    ///     for where it tells that nothing was done
    Uni<EventOutcome> settled(
            RemoteWrite attempt,
            Uni<EventOutcome> work,
            BiFunction<Optional<RemoteEvent>, Throwable, Uni<EventOutcome>> whenUnknown) {
        return work.onFailure(Refusals::isUnknown)
                .recoverWithUni(failure -> look(attempt).chain(found -> whenUnknown.apply(found, failure)))
                .onFailure(Refused.class)
                .recoverWithUni(failure -> refused(attempt, failure));
    }

    private Uni<Optional<RemoteEvent>> look(RemoteWrite attempt) {
        return Refusals.settled(upstream.event(
                attempt.way().link(), attempt.id(), attempt.known().reference(), NO_RESERVE));
    }

    private Uni<EventOutcome> refused(RemoteWrite attempt, Refused refused) {
        return switch (refused.status()) {
            case 403 -> Uni.createFrom().item(new Forbidden());
            case 404 ->
                look(attempt)
                        .chain(found -> found.isEmpty()
                                ? absent(attempt)
                                : Uni.createFrom().item(new NoCalendar()));
            case 412 -> look(attempt).chain(found -> found.isEmpty() ? absent(attempt) : stale(attempt, found.get()));
            default -> Uni.createFrom().failure(refused);
        };
    }

    /// It was done there, so it is done here.
    ///
    /// @param attached the ids here of what it has attached; null for what was heard, or what it has
    Uni<EventOutcome> done(RemoteWrite attempt, RemoteEvent done, @Nullable List<Long> attached, Reason reason) {
        var cause = new Cause(reason, attempt.caller().zuid());
        return recorder.written(attempt, attempt.target(), done, attached, cause)
                .map(Done::new);
    }

    /// It was deleted there, so it is deleted here.
    Uni<EventOutcome> deleted(RemoteWrite attempt) {
        return recorder.removed(
                        attempt, new Cause(Reason.DELETED, attempt.caller().zuid()))
                .replaceWith(new Gone());
    }

    /// It is gone there, so it is gone here.
    Uni<EventOutcome> absent(RemoteWrite attempt) {
        return recorder.removed(attempt, Cause.ELSEWHERE).replaceWith(new Absent());
    }

    /// It has changed there meanwhile, so it has changed here, and the caller is shown how it is now.
    Uni<EventOutcome> stale(RemoteWrite attempt, RemoteEvent found) {
        return recorder.written(attempt, attempt.calendar(), found, null, Cause.ELSEWHERE)
                .map(Stale::new);
    }

    /// It has changed here since the caller's tag was compared, and the caller is shown how it is now:
    /// nothing is sent.
    Uni<EventOutcome> overtaken(RemoteWrite attempt) {
        return reader.get(attempt.caller(), attempt.id(), null)
                .map(found -> found.<EventOutcome>map(
                                now -> new Stale(new EventView(documents.read(now.json()), now.json())))
                        .orElseGet(Absent::new));
    }
}
