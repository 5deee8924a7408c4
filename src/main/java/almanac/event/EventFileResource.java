package almanac.event;

import almanac.attachment.Attachment;
import almanac.attachment.Attachments;
import almanac.attachment.Attachments.Held;
import almanac.database.Transactions;
import almanac.identity.Caller;
import almanac.identity.Scopes;
import almanac.problem.Problem;
import almanac.problem.ProblemException;
import almanac.quota.Quota;
import almanac.request.Query;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The files of events over HTTP, for whoever may see an event that has them.
@Path("/api/v2/events/attachments")
@Tag(name = "Events")
class EventFileResource {
    private final Transactions transactions;
    private final Attachments attachments;
    private final EventReader reader;

    EventFileResource(Transactions transactions, Attachments attachments, EventReader reader) {
        this.transactions = transactions;
        this.attachments = attachments;
        this.reader = reader;
    }

    @GET
    @Path("{fileId}")
    @Scopes({Scopes.CALENDAR_EVENTS, Scopes.CALENDAR, Scopes.EVENT})
    @Quota("download-attachment")
    @Operation(summary = "The content of an attachment, as a download")
    @APIResponse(responseCode = "200", content = @Content(mediaType = MediaType.APPLICATION_OCTET_STREAM))
    public Uni<Response> download(
            @PathParam("fileId") String fileId, @Context UriInfo uri, @Context SecurityContext security) {
        Query.of(uri, Set.of()).check();
        var caller = Caller.of(security);
        return transactions
                .read(session -> attachments.find(session, number(fileId)))
                .map(found -> found.orElseThrow(EventFileResource::absent))
                .call(held -> check(held, caller))
                .chain(held -> send(held.attachment()));
    }

    private Uni<Void> check(Held held, Caller caller) {
        if (held.owner() == caller.zuid()) {
            return Uni.createFrom().voidItem();
        }
        return Multi.createFrom()
                .iterable(held.holders())
                .onItem()
                .transformToUniAndConcatenate(holder -> reader.get(caller, holder, null))
                .filter(Optional::isPresent)
                .toUni()
                .onItem()
                .ifNull()
                .failWith(EventFileResource::absent)
                .replaceWithVoid();
    }

    private Uni<Response> send(Attachment attachment) {
        return attachments
                .content(attachment.fileId())
                .map(content -> Response.ok(
                                content.orElseThrow(EventFileResource::absent).toFile())
                        // Never shown in place: what somebody uploaded must not run as a page of this service.
                        .type(MediaType.APPLICATION_OCTET_STREAM_TYPE)
                        .header(HttpHeaders.CONTENT_DISPOSITION, disposition(attachment.fileName()))
                        .build());
    }

    /// The name twice, in ASCII and in UTF-8 (RFC 6266).
    private static String disposition(String name) {
        var ascii = name.replaceAll("[^ -~]", "_").replace("\\", "_");
        var utf8 = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + utf8;
    }

    private static long number(String fileId) {
        try {
            return Long.parseUnsignedLong(fileId);
        } catch (NumberFormatException noNumber) {
            throw absent();
        }
    }

    private static ProblemException absent() {
        return ProblemException.of(Problem.NOT_FOUND);
    }
}
