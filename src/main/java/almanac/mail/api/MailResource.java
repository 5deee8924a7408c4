package almanac.mail.api;

import almanac.access.auth.Administrator;
import almanac.access.quota.Quota;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.base.request.PathNumber;
import almanac.base.request.Query;
import almanac.mail.outbox.Outbox;
import almanac.mail.outbox.QueuedMail;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Mails that were not sent yet over HTTP, for the administrator.
@Path("/admin/mails")
@Produces(MediaType.APPLICATION_JSON)
class MailResource {
    private static final String FAILED = "failed";
    private static final String WAITING = "waiting";
    private static final int MOST = 500;
    private static final int USUAL = 100;

    private final Outbox outbox;

    MailResource(Outbox outbox) {
        this.outbox = outbox;
    }

    /// The answer.
    ///
    /// @param data the mails, oldest first
    /// @param more whether there are more
    @RegisterForReflection
    record MailList(List<MailView> data, boolean more) {}

    /// A mail.
    ///
    /// @param recurrenceId the occurrence of a series that it tells of; absent for another event
    /// @param createdAt epoch ms
    /// @param nextAttemptAt epoch ms; absent once it was given up
    /// @param failedAt when it was given up, epoch ms; absent if it was not
    /// @param error why the mail server refused it last; absent if it did not
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record MailView(
            @JsonFormat(shape = JsonFormat.Shape.STRING) long id,
            String kind,
            String email,
            @JsonProperty("event_id") String eventId,
            @JsonProperty("recurrence_id") @Nullable String recurrenceId,
            @JsonProperty("created_at") long createdAt,
            int attempts,
            @JsonProperty("next_attempt_at") @Nullable Long nextAttemptAt,
            @JsonProperty("failed_at") @Nullable Long failedAt,
            @Nullable String error) {
        static MailView of(QueuedMail mail) {
            return new MailView(
                    mail.id(),
                    mail.kind().text(),
                    mail.address(),
                    mail.event(),
                    mail.occurrence(),
                    mail.createdAt(),
                    mail.attempts(),
                    mail.failedAt() == null ? (Long) mail.dueAt() : null,
                    mail.failedAt(),
                    mail.error());
        }
    }

    @GET
    @Administrator
    @Quota(Quota.FREE)
    public Uni<MailList> list(@Context UriInfo uri) {
        var query = Query.of(uri, Set.of("state", "after", "limit"));
        var state = query.text("state", 20);
        if (state != null && !state.equals(FAILED) && !state.equals(WAITING)) {
            query.refuse("state", "must be failed or waiting");
        }
        var after = query.whole("after", 0, Long.MAX_VALUE).orElse(0);
        var limit = (int) query.whole("limit", 1, MOST).orElse(USUAL);
        query.check();
        return outbox.list(!WAITING.equals(state), after, limit + 1)
                .map(mails -> new MailList(
                        mails.stream().limit(limit).map(MailView::of).toList(), mails.size() > limit));
    }

    @POST
    @Path("{id}/retry")
    @Consumes(MediaType.WILDCARD)
    @Administrator
    @Quota(Quota.FREE)
    public Uni<Response> retry(@PathParam("id") String id, @Context UriInfo uri) {
        Query.of(uri, Set.of()).check();
        return outbox.tryAgain(PathNumber.of(id)).map(found -> {
            if (!found) {
                throw ProblemException.of(Problem.NOT_FOUND);
            }
            return Response.noContent().build();
        });
    }
}
