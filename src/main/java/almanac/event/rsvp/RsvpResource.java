package almanac.event.rsvp;

import almanac.access.auth.Scopes;
import almanac.access.quota.Quota;
import almanac.access.quota.UserBulkhead;
import almanac.access.token.Caller;
import almanac.base.problem.ProblemException;
import almanac.base.request.Query;
import almanac.event.api.EventAnswers;
import almanac.event.model.Attendee;
import almanac.event.model.EventId;
import almanac.event.model.EventOutcome.Absent;
import almanac.event.model.EventOutcome.AcrossServices;
import almanac.event.model.EventOutcome.Busy;
import almanac.event.model.EventOutcome.Done;
import almanac.event.model.EventOutcome.Forbidden;
import almanac.event.model.EventOutcome.ForeignAttachments;
import almanac.event.model.EventOutcome.Full;
import almanac.event.model.EventOutcome.Gone;
import almanac.event.model.EventOutcome.NoCalendar;
import almanac.event.model.EventOutcome.ReadOnly;
import almanac.event.model.EventOutcome.Repeated;
import almanac.event.model.EventOutcome.Stale;
import almanac.event.request.EditTags;
import almanac.event.request.Target;
import almanac.event.write.Events;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;

/// Answers to invitations over HTTP.
@Path("/api/v2/events/{id}/statuses")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
class RsvpResource {
    private final Events events;

    RsvpResource(Events events) {
        this.events = events;
    }

    @PUT
    @Path("{status}")
    @Scopes({Scopes.CALENDAR_EVENTS, Scopes.CALENDAR, Scopes.EVENT})
    @Quota("answer-event")
    @UserBulkhead
    public Uni<Response> answer(
            @PathParam("id") String id,
            @PathParam("status") String status,
            @Context HttpHeaders headers,
            @Context UriInfo uri,
            @Context SecurityContext security) {
        var query = Query.of(uri, Set.of("recurrence_id"));
        var occurrence = Target.recurrenceId(query);
        query.check();
        var answer = Attendee.Status.parse(status)
                .orElseThrow(() ->
                        ProblemException.field("status", "must be accepted, tentative, declined or yet_to_respond"));
        var caller = Caller.of(security);
        var tags = EditTags.of(null, headers);
        return events.answer(caller, new Target(EventId.checked(id), occurrence, null), answer, tags)
                .map(outcome -> switch (outcome) {
                    case Done(var event) ->
                        Response.ok(RsvpAnswer.of(event.event(), caller, answer))
                                .build();
                    case Stale stale -> EventAnswers.answer(stale);
                    case Gone _,
                            Repeated _,
                            Absent _,
                            NoCalendar _,
                            Forbidden _,
                            AcrossServices _,
                            ReadOnly _,
                            ForeignAttachments _,
                            Full _,
                            Busy _ -> throw EventAnswers.refusal(outcome);
                });
    }
}
