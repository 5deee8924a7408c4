package almanac.calendar.api;

import almanac.access.auth.Scopes;
import almanac.access.idempotency.IdempotencyKey;
import almanac.access.quota.Quota;
import almanac.access.quota.UserBulkhead;
import almanac.access.token.Caller;
import almanac.base.problem.FieldError;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.base.request.Query;
import almanac.calendar.model.CalendarKey;
import almanac.calendar.model.CalendarList;
import almanac.calendar.model.CalendarOutcome;
import almanac.calendar.model.CalendarOutcome.Absent;
import almanac.calendar.model.CalendarOutcome.Done;
import almanac.calendar.model.CalendarOutcome.Forbidden;
import almanac.calendar.model.CalendarOutcome.Gone;
import almanac.calendar.model.CalendarOutcome.IsDefault;
import almanac.calendar.model.CalendarOutcome.IsOwner;
import almanac.calendar.model.CalendarOutcome.NobodyThere;
import almanac.calendar.model.CalendarOutcome.Overlapping;
import almanac.calendar.model.CalendarOutcome.ReadOnly;
import almanac.calendar.model.CalendarOutcome.Shared;
import almanac.calendar.model.Privilege;
import almanac.calendar.store.CalendarRequest;
import almanac.calendar.store.CalendarService;
import almanac.calendar.store.ShareService;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Calendars and their shares over HTTP.
@Path("/api/v2/calendars")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class CalendarResource {
    private static final String HIDDEN = "include_hidden_calendars";

    private final CalendarService calendars;
    private final ShareService shares;

    CalendarResource(CalendarService calendars, ShareService shares) {
        this.calendars = calendars;
        this.shares = shares;
    }

    @GET
    @Scopes(Scopes.CALENDAR_EVENTS)
    @Quota("list-calendars")
    @UserBulkhead
    public Uni<CalendarList> list(@Context UriInfo uri, @Context SecurityContext security) {
        var query = Query.of(uri, Set.of(HIDDEN));
        var withHidden = query.flag(HIDDEN);
        query.check();
        return calendars.list(Caller.of(security), withHidden).map(CalendarList::new);
    }

    @POST
    @Scopes(Scopes.CALENDAR_EVENTS)
    @Quota("create-calendar")
    @UserBulkhead
    public Uni<Response> create(
            @Valid @NotNull(message = "is required") CalendarRequest request,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Context UriInfo uri,
            @Context SecurityContext security) {
        Query.of(uri, Set.of()).check();
        request.check(true);
        var caller = Caller.of(security);
        var once = IdempotencyKey.of(key, caller.zuid(), "POST /calendars", request);
        return calendars
                .create(caller, request, once)
                .map(json -> Response.ok(json, MediaType.APPLICATION_JSON_TYPE).build());
    }

    @PUT
    @Path("{id}")
    @Scopes(Scopes.CALENDAR_EVENTS)
    @Quota("edit-calendar")
    @UserBulkhead
    public Uni<Response> edit(
            @PathParam("id") String id,
            @Valid @NotNull(message = "is required") CalendarRequest request,
            @Context UriInfo uri,
            @Context SecurityContext security) {
        Query.of(uri, Set.of()).check();
        request.check(false);
        return calendars.edit(Caller.of(security), key(id), request).map(CalendarResource::answer);
    }

    @DELETE
    @Path("{id}")
    @Consumes(MediaType.WILDCARD)
    @Scopes(Scopes.CALENDAR_EVENTS)
    @Quota("delete-calendar")
    @UserBulkhead
    public Uni<Response> delete(@PathParam("id") String id, @Context UriInfo uri, @Context SecurityContext security) {
        Query.of(uri, Set.of()).check();
        return calendars.delete(Caller.of(security), key(id)).map(CalendarResource::answer);
    }

    @PUT
    @Path("{id}/shares/{email}")
    @Scopes(Scopes.CALENDAR_EVENTS)
    @Quota("share-calendar")
    @UserBulkhead
    public Uni<Response> share(
            @PathParam("id") String id,
            @PathParam("email") String email,
            @Valid @NotNull(message = "is required") ShareRequest request,
            @Context UriInfo uri,
            @Context SecurityContext security) {
        Query.of(uri, Set.of()).check();
        request.check(false);
        return shares.share(Caller.of(security), key(id), email, Privilege.of(request.privilege()), request.others())
                .map(CalendarResource::answer);
    }

    @DELETE
    @Path("{id}/shares/{email}")
    @Consumes(MediaType.WILDCARD)
    @Scopes(Scopes.CALENDAR_EVENTS)
    @Quota("unshare-calendar")
    @UserBulkhead
    public Uni<Response> unshare(
            @PathParam("id") String id,
            @PathParam("email") String email,
            @Context UriInfo uri,
            @Context SecurityContext security) {
        Query.of(uri, Set.of()).check();
        return shares.unshare(Caller.of(security), key(id), email).map(CalendarResource::answer);
    }

    private static CalendarKey key(String id) {
        return CalendarKey.parse(id).orElseThrow(() -> ProblemException.of(Problem.NOT_FOUND));
    }

    private static Response answer(CalendarOutcome outcome) {
        return switch (outcome) {
            case Done(var calendar) ->
                Response.ok(new CalendarList(List.of(calendar))).build();
            case Shared(var share) -> Response.ok(new ShareAnswer(share)).build();
            case Gone() -> Response.noContent().build();
            case Absent() -> throw ProblemException.of(Problem.NOT_FOUND);
            case Forbidden() -> throw ProblemException.of(Problem.FORBIDDEN);
            case ReadOnly(var fields) ->
                throw ProblemException.of(Problem.BAD_REQUEST, Problem.BAD_REQUEST.code(), fields);
            case IsDefault() ->
                throw ProblemException.of(
                        Problem.CONFLICT,
                        "default_calendar",
                        List.of(new FieldError("id", "is the default calendar, which stays")));
            case Overlapping(var time) ->
                throw ProblemException.of(
                        Problem.CONFLICT,
                        "resource_busy",
                        List.of(new FieldError("exclusive", "cannot be set: two events overlap " + time.text())));
            case NobodyThere() ->
                throw ProblemException.of(
                        Problem.NOT_FOUND,
                        "account_not_found",
                        List.of(new FieldError("email", "belongs to no account here")));
            case IsOwner() -> throw ProblemException.field("email", "is the owner's own address");
        };
    }

    /// The answer of a share call.
    ///
    /// @param data the share after the call
    @RegisterForReflection
    record ShareAnswer(CalendarOutcome.Share data) {}
}
