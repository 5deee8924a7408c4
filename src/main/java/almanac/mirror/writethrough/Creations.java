package almanac.mirror.writethrough;

import almanac.access.idempotency.IdempotencyKey;
import almanac.access.token.Caller;
import almanac.calendar.model.CalendarAccess;
import almanac.event.model.Event;
import almanac.event.model.EventOutcome;
import almanac.event.model.EventOutcome.ForeignAttachments;
import almanac.event.request.EventRequest;
import almanac.mirror.link.Link;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// New events in mirrored calendars: by one request at a time where they have a key, with the caller's
/// uploads passed on first.
@Singleton
class Creations {
    private final Intents intents;
    private final LinkRoutes routes;
    private final UploadForwarder uploads;
    private final CreationSender sender;
    private final WriteReconciler outcomes;

    Creations(
            Intents intents,
            LinkRoutes routes,
            UploadForwarder uploads,
            CreationSender sender,
            WriteReconciler outcomes) {
        this.intents = intents;
        this.routes = routes;
        this.uploads = uploads;
        this.sender = sender;
        this.outcomes = outcomes;
    }

    /// Makes an event there, and writes it down here.
    Uni<EventOutcome> create(
            Caller caller, CalendarAccess calendar, EventRequest request, Optional<IdempotencyKey> key) {
        return key.isEmpty()
                ? create(new Creation(caller, calendar, request, Optional.empty()))
                : intents.holding(
                        key.get(), intent -> create(new Creation(caller, calendar, request, Optional.of(intent))));
    }

    /// The caller's uploads that an event is to have, as they are called there.
    Uni<UploadForwarder.Files> files(Link link, Caller caller, @Nullable Event current, @Nullable List<Long> attached) {
        return uploads.files(link, caller, current, attached);
    }

    private Uni<EventOutcome> create(Creation creation) {
        return outcomes.explained(routes.to(creation.caller(), creation.calendar(), creation.request())
                .chain(route -> create(creation, route)));
    }

    private Uni<EventOutcome> create(Creation creation, LinkRoute route) {
        return uploads.files(
                        route.link(),
                        creation.caller(),
                        null,
                        creation.request().attached())
                .chain(files -> files.isRefused()
                        ? Uni.createFrom().item(new ForeignAttachments(files.refused()))
                        : sender.make(creation, route, files.references()));
    }
}
