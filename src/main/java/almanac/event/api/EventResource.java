package almanac.event.api;

import almanac.access.auth.Scopes;
import almanac.access.idempotency.IdempotencyKey;
import almanac.access.quota.Quota;
import almanac.access.quota.UserBulkhead;
import almanac.access.token.Caller;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.base.request.Query;
import almanac.calendar.model.CalendarKey;
import almanac.event.agenda.EventLists;
import almanac.event.agenda.EventQuery;
import almanac.event.agenda.EventQuery.Position;
import almanac.event.agenda.EventReader;
import almanac.event.agenda.EventReader.Found;
import almanac.event.model.EventId;
import almanac.event.request.EditTags;
import almanac.event.request.EventRequest;
import almanac.event.request.Target;
import almanac.event.write.Events;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Events over HTTP.
@Path("/api/v2/events")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class EventResource {
    private static final Set<String> PAGING = Set.of("limit", "page");
    private static final long MAX_LIMIT = 1000;
    private static final int LONGEST_PAGE = 1000;

    private final Events events;
    private final EventReader reader;
    private final EventLists lists;
    private final ObjectMapper json;
    private final Clock clock;

    EventResource(Events events, EventReader reader, EventLists lists, ObjectMapper json, Clock clock) {
        this.events = events;
        this.reader = reader;
        this.lists = lists;
        this.json = json;
        this.clock = clock;
    }

    @POST
    @Scopes({Scopes.CALENDAR_EVENTS, Scopes.CALENDAR, Scopes.EVENT})
    @Quota("create-event")
    @UserBulkhead
    public Uni<Response> create(
            @Valid @NotNull(message = "is required") EventRequest request,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Context UriInfo uri,
            @Context SecurityContext security) {
        Query.of(uri, Set.of()).check();
        request.check(true);
        var caller = Caller.of(security);
        var once = IdempotencyKey.of(key, caller.zuid(), "POST /events", request);
        return events.create(caller, calendar(request.calendarId()), request, once)
                .map(EventAnswers::answer);
    }

    @GET
    @Scopes({Scopes.CALENDAR_EVENTS, Scopes.CALENDAR, Scopes.EVENT})
    @Quota("list-events")
    @UserBulkhead
    public void list(
            @Context UriInfo uri,
            @Context SecurityContext security,
            @Context HttpServerRequest request,
            @Suspended AsyncResponse parked) {
        var sent = uri.getQueryParameters();
        var query = EventQuery.of(sent, PAGING, clock.millis());
        var caller = Caller.of(security);
        if (sent.containsKey("search")) {
            caller.require(List.of(Scopes.SEARCH));
        }
        var answer = sent.containsKey("limit") || sent.containsKey("page")
                ? page(caller, query, Query.of(uri, known()))
                : lists.whole(caller, query, request);
        answer.subscribe().with(body -> body.ifPresent(json -> resume(parked, json)), parked::resume);
    }

    private static void resume(AsyncResponse parked, byte[] json) {
        var _ = parked.resume(Response.ok(json, MediaType.APPLICATION_JSON_TYPE).build());
    }

    private static Set<String> known() {
        var known = new HashSet<>(EventQuery.PARAMETERS);
        known.addAll(PAGING);
        return known;
    }

    private Uni<Optional<byte[]>> page(Caller caller, EventQuery query, Query sent) {
        var limit = Math.toIntExact(sent.whole("limit", 1, MAX_LIMIT).orElse(MAX_LIMIT));
        var text = sent.text("page", LONGEST_PAGE);
        var after = text == null ? null : Position.parse(text).orElse(null);
        if (text != null && after == null) {
            sent.refuse("page", "must be what next said");
        }
        sent.check();
        return lists.page(caller, query, after, limit).map(Optional::of);
    }

    @GET
    @Path("{id}")
    @Scopes({Scopes.CALENDAR_EVENTS, Scopes.CALENDAR, Scopes.EVENT})
    @Quota("get-event")
    @UserBulkhead
    public Uni<Response> get(
            @PathParam("id") String id,
            @Context HttpHeaders headers,
            @Context UriInfo uri,
            @Context SecurityContext security) {
        var query = Query.of(uri, Set.of("calendar_id", "recurrence_id"));
        var calendar = query.required("calendar_id", 255);
        var recurrence = Target.recurrenceId(query);
        var key = CalendarKey.parse(calendar);
        if (!calendar.isEmpty() && key.isEmpty()) {
            query.refuse("calendar_id", CalendarKey.MALFORMED);
        }
        query.check();
        var seen = EditTags.of(null, headers);
        return find(Caller.of(security), EventId.checked(id), recurrence, key.orElseThrow())
                .map(found -> found.orElseThrow(() -> ProblemException.of(Problem.NOT_FOUND)))
                .map(found -> EventAnswers.event(found.json(), found.tag(), seen));
    }

    private Uni<Optional<Found>> find(Caller caller, String id, @Nullable String recurrence, CalendarKey calendar) {
        return recurrence == null ? reader.get(caller, id, calendar) : reader.get(caller, id, recurrence, calendar);
    }

    @PUT
    @Path("{id}")
    @Scopes({Scopes.CALENDAR_EVENTS, Scopes.CALENDAR, Scopes.EVENT})
    @Quota("edit-event")
    @UserBulkhead
    public Uni<Response> edit(
            @PathParam("id") String id,
            @Valid @NotNull(message = "is required") EventRequest request,
            @Context HttpHeaders headers,
            @Context UriInfo uri,
            @Context SecurityContext security) {
        Query.of(uri, Set.of()).check();
        request.check(false);
        var tags = EditTags.of(request.editTag(), headers);
        var target = new Target(EventId.checked(id), request.recurrenceId(), request.scope());
        return events.edit(Caller.of(security), target, calendar(request.calendarId()), request, tags)
                .map(EventAnswers::answer);
    }

    @DELETE
    @Path("{id}")
    @Consumes(MediaType.WILDCARD)
    @Scopes({Scopes.CALENDAR_EVENTS, Scopes.CALENDAR, Scopes.EVENT})
    @Quota("delete-event")
    @UserBulkhead
    public Uni<Response> delete(
            @PathParam("id") String id,
            @Nullable String body,
            @Context HttpHeaders headers,
            @Context UriInfo uri,
            @Context SecurityContext security) {
        var request = DeleteRequest.read(body, uri, json);
        var tags = EditTags.of(request.editTag(), headers);
        return events.delete(Caller.of(security), request.target(EventId.checked(id)), request.calendar(), tags)
                .map(EventAnswers::answer);
    }

    private static @Nullable CalendarKey calendar(@Nullable String sent) {
        return sent == null
                ? null
                : CalendarKey.parse(sent)
                        .orElseThrow(() -> ProblemException.field("calendar_id", CalendarKey.MALFORMED));
    }
}
