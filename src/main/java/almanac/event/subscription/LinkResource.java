package almanac.event.subscription;

import almanac.access.auth.Scopes;
import almanac.access.quota.Quota;
import almanac.access.quota.UserBulkhead;
import almanac.access.token.Caller;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.base.request.PathNumber;
import almanac.base.request.Query;
import almanac.calendar.model.CalendarAccess;
import almanac.calendar.model.CalendarKey;
import almanac.calendar.store.Calendars;
import almanac.storage.database.Transactions;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The subscription links of a calendar over HTTP. An account sees its own links alone.
@Path("/api/v2/calendars/{id}/ics_links")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class LinkResource {
    private final Links links;
    private final Calendars calendars;
    private final Transactions transactions;

    LinkResource(Links links, Calendars calendars, Transactions transactions) {
        this.links = links;
        this.calendars = calendars;
        this.transactions = transactions;
    }

    /// The answer of POST.
    ///
    /// @param data the link with its address, which is shown only here
    @RegisterForReflection
    record NewLink(Link data) {}

    /// The answer of GET.
    ///
    /// @param data the links without their addresses, oldest first
    @RegisterForReflection
    record LinkList(List<Link> data) {}

    @POST
    @Scopes({Scopes.CALENDAR_EVENTS, Scopes.CALENDAR, Scopes.EVENT})
    @Quota("create-ics-link")
    @UserBulkhead
    public Uni<NewLink> make(
            @PathParam("id") String id,
            @Valid @Nullable LinkRequest request,
            @Context UriInfo uri,
            @Context SecurityContext security) {
        Query.of(uri, Set.of()).check();
        var zuid = Caller.of(security).zuid();
        var asked = Objects.requireNonNullElse(request, LinkRequest.DEFAULT);
        return calendar(zuid, id)
                .chain(calendar -> links.make(zuid, calendar.id(), asked.labelOrNone(), asked.detailOrFull()))
                .map(made -> new NewLink(made.link().withUrl(address(uri, made))));
    }

    private static String address(UriInfo uri, Links.Made made) {
        return uri.getBaseUriBuilder()
                .path(SubscriptionResource.PATH)
                .path(made.secret().text() + SubscriptionResource.SUFFIX)
                .build()
                .toString();
    }

    @GET
    @Scopes({Scopes.CALENDAR_EVENTS, Scopes.CALENDAR, Scopes.EVENT})
    @Quota("list-ics-links")
    @UserBulkhead
    public Uni<LinkList> list(@PathParam("id") String id, @Context UriInfo uri, @Context SecurityContext security) {
        Query.of(uri, Set.of()).check();
        var zuid = Caller.of(security).zuid();
        return calendar(zuid, id)
                .chain(calendar -> links.list(zuid, calendar.id()))
                .map(LinkList::new);
    }

    @DELETE
    @Path("{link}")
    @Consumes(MediaType.WILDCARD)
    @Scopes({Scopes.CALENDAR_EVENTS, Scopes.CALENDAR, Scopes.EVENT})
    @Quota("delete-ics-link")
    @UserBulkhead
    public Uni<Response> revoke(
            @PathParam("id") String id,
            @PathParam("link") String link,
            @Context UriInfo uri,
            @Context SecurityContext security) {
        Query.of(uri, Set.of()).check();
        var number = PathNumber.of(link);
        var zuid = Caller.of(security).zuid();
        return calendar(zuid, id)
                .chain(calendar -> links.remove(zuid, calendar.id(), number))
                .map(removed -> {
                    if (!removed) {
                        throw ProblemException.of(Problem.NOT_FOUND);
                    }
                    return Response.noContent().build();
                });
    }

    private Uni<CalendarAccess> calendar(long zuid, String text) {
        var key = CalendarKey.parse(text).orElseThrow(() -> ProblemException.of(Problem.NOT_FOUND));
        return calendars
                .reach(transactions.statements(), zuid, key)
                .map(found -> found.orElseThrow(() -> ProblemException.of(Problem.NOT_FOUND)));
    }
}
