package almanac.mirror.state;

import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.calendar.model.CalendarAccess;
import almanac.event.attachment.Attachments;
import almanac.event.model.EventView;
import almanac.event.store.Cause;
import almanac.event.write.EventMirror;
import almanac.mirror.client.RemoteEvent;
import almanac.mirror.client.RemoteEvent.RemoteAttachment;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;
import org.jspecify.annotations.Nullable;

/// Writes an event down as it was heard, and what is known of it beside, in one transaction.
@Singleton
public class MirrorWriter {
    private final EventMirror events;
    private final Attachments attachments;
    private final MirrorStore store;

    MirrorWriter(EventMirror events, Attachments attachments, MirrorStore store) {
        this.events = events;
        this.attachments = attachments;
        this.store = store;
    }

    /// Locks those of the events that are here already.
    public Uni<Void> hold(StatelessSession session, List<RemoteEvent> heard) {
        return events.hold(session, heard.stream().map(RemoteEvent::id).toList());
    }

    /// An event that was found in a list.
    ///
    /// @param keeper the account whose link answers for it
    /// @param askedAt when the list was asked for, in epoch ms
    /// @return false where its id belongs to an event that is not mirrored
    public Uni<Boolean> heard(
            StatelessSession session, RemoteEvent heard, CalendarAccess calendar, long keeper, long askedAt) {
        return attachmentIds(session, heard, keeper)
                .chain(ids -> events.put(
                        session, heard.event().withAttachments(ids), calendar, Cause.ELSEWHERE, calendar.owner()))
                .chain(event -> event.isEmpty()
                        ? Uni.createFrom().item(false)
                        : store.heard(session, keeper, heard, askedAt).replaceWith(true));
    }

    /// An event that was written through.
    ///
    /// @param attached the ids here of what it has attached; null for what was heard, or what it has
    /// @param viewer who looks at the answer
    public Uni<EventView> written(
            StatelessSession session,
            RemoteEvent heard,
            CalendarAccess calendar,
            long keeper,
            @Nullable List<Long> attached,
            Cause cause,
            long viewer,
            long now) {
        var ids = attached == null
                ? attachmentIds(session, heard, keeper)
                : Uni.createFrom().item(attached);
        return ids.chain(known -> events.put(session, heard.event().withAttachments(known), calendar, cause, viewer))
                .map(event -> event.orElseThrow(
                        () -> ProblemException.passing(Problem.UNAVAILABLE, "upstream_not_linked", 60)))
                .call(() -> store.written(session, keeper, heard, now));
    }

    /// An event that is gone.
    public Uni<Void> gone(StatelessSession session, String id, Cause cause) {
        return events.remove(session, id, cause);
    }

    /// What is attached there, by its ids here: those that were passed on, and new ones.
    private Uni<@Nullable List<Long>> attachmentIds(StatelessSession session, RemoteEvent heard, long keeper) {
        var files = heard.attachments();
        if (files == null) {
            return Uni.createFrom().nullItem();
        }
        if (files.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return store.attachments(session, files)
                .chain(known -> Multi.createFrom()
                        .iterable(files)
                        .onItem()
                        .transformToUniAndConcatenate(file -> id(session, file, known, keeper))
                        .collect()
                        .asList());
    }

    private Uni<Long> id(StatelessSession session, RemoteAttachment file, Map<String, Long> known, long keeper) {
        var id = known.get(file.reference());
        return id != null
                ? Uni.createFrom().item(id)
                : attachments
                        .note(session, keeper, file.name(), file.size(), file.contentType())
                        .call(made -> store.attached(session, keeper, made, file.reference()));
    }
}
