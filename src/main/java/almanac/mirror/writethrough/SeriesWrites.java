package almanac.mirror.writethrough;

import almanac.event.model.EventOutcome;
import almanac.event.model.EventOutcome.Done;
import almanac.event.model.EventOutcome.Gone;
import almanac.event.request.EditScope;
import almanac.event.store.Cause;
import almanac.log.change.Change.Reason;
import almanac.mirror.client.RemoteEvent;
import almanac.mirror.client.RemoteId;
import almanac.mirror.client.Upstream;
import almanac.mirror.state.MirrorStore;
import almanac.mirror.writethrough.SeriesRecorder.Into;
import almanac.mirror.writethrough.SeriesRecorder.Listed;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;

/// What becomes of a write to a remote series that concerns more than one item: several occurrences, or an event that
/// begins to repeat. The answer there is the series, of which nothing is stored here; so the occurrences are listed.
@Singleton
class SeriesWrites {
    private static final int NO_RESERVE = 0;

    private final Upstream upstream;
    private final SeriesRecorder recorder;
    private final MirrorStore store;
    private final WriteReconciler outcomes;
    private final Transactions transactions;

    SeriesWrites(
            Upstream upstream,
            SeriesRecorder recorder,
            MirrorStore store,
            WriteReconciler outcomes,
            Transactions transactions) {
        this.upstream = upstream;
        this.recorder = recorder;
        this.store = store;
        this.outcomes = outcomes;
        this.transactions = transactions;
    }

    /// It was done there. The named item is the first that is listed at the times that were sent, or after them.
    ///
    /// @param event the id there of the series, of the one that a division began, or of an event that does not
    ///     repeat any more
    Uni<EventOutcome> edited(RemoteWrite attempt, Outgoing outgoing, String event) {
        return Refusals.settled(recorder.listed(
                        attempt.way().link(), event, outgoing.request().startTime()))
                .chain(listed -> listed.items().isEmpty()
                        ? Uni.createFrom().failure(Refusals.unknown())
                        : write(attempt, outgoing, listed));
    }

    private Uni<EventOutcome> write(RemoteWrite attempt, Outgoing outgoing, Listed listed) {
        var reason = attempt.isMove() ? Reason.MOVED : Reason.EDITED;
        var viewer = attempt.caller().zuid();
        var cause = new Cause(reason, viewer);
        var into = new Into(attempt.target(), attempt.known().keeper(), cause, viewer);
        var items = listed.items().stream().map(outgoing::completed).toList();
        return transactions
                .write(session -> recorder.written(session, items, into)
                        .call(() -> recorder.removeOthers(session, attempt, listed, cause)))
                .call(() -> recorder.goOn(attempt.way().link()))
                .map(Done::new);
    }

    /// What has become of an edit whose answer was lost. It was not made if the series has the tag that it had; it
    /// was
    /// if an item at the times that were sent says what was sent, and is another than before. Otherwise
    /// nobody knows.
    ///
    /// @param found the named item, as it is there now
    /// @param sentAt when the edit was sent, epoch ms
    Uni<EventOutcome> maybeEdited(
            RemoteWrite attempt, Outgoing outgoing, Optional<RemoteEvent> found, long sentAt, Throwable failure) {
        var event = RemoteId.of(attempt.id()).event();
        var reference = attempt.known().reference();
        return Refusals.settled(upstream.event(attempt.way().link(), event, reference, NO_RESERVE))
                .chain(series -> {
                    if (series.isEmpty() && found.isEmpty()) {
                        return outcomes.absent(attempt);
                    }
                    return found.filter(attempt::isAsBefore).isPresent()
                                    && series.filter(attempt::isAsBefore).isPresent()
                            ? Uni.createFrom().failure(failure)
                            : look(attempt, outgoing, sentAt);
                });
    }

    private Uni<EventOutcome> look(RemoteWrite attempt, Outgoing outgoing, long sentAt) {
        var request = outgoing.request();
        return Refusals.settled(
                        upstream.events(attempt.way().link(), request.startTime(), request.endTime(), NO_RESERVE))
                .map(heard -> heard.items().stream()
                        .filter(item -> outgoing.isIn(item.event()) && !attempt.isAsBefore(item))
                        .toList())
                .chain(items -> store.heardBefore(
                                items.stream().map(RemoteEvent::id).toList(), sentAt)
                        .map(old -> items.stream()
                                .map(item -> isOf(attempt, item) || !old.contains(item.id())
                                        ? RemoteId.of(item.id()).event()
                                        : "")
                                .filter(event -> !event.isEmpty())
                                .findFirst()))
                .chain(event -> event.isPresent()
                        ? edited(attempt, outgoing, event.get())
                        : Uni.createFrom().failure(Refusals.unknown()));
    }

    private static boolean isOf(RemoteWrite attempt, RemoteEvent item) {
        return RemoteId.of(item.id()).event().equals(RemoteId.of(attempt.id()).event());
    }

    /// Several occurrences were deleted there, so they are deleted here.
    Uni<EventOutcome> deleted(RemoteWrite attempt) {
        // An earlier occurrence that overlaps the named one has ended before it ends.
        var from = attempt.scope() == EditScope.ALL
                ? Long.MIN_VALUE
                : attempt.current().endTime() - 1;
        var cause = new Cause(Reason.DELETED, attempt.caller().zuid());
        return transactions
                .write(session -> recorder.removeFrom(session, attempt, from, cause))
                .call(() -> recorder.goOn(attempt.way().link()))
                .replaceWith(new Gone());
    }
}
