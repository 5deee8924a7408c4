package almanac.event.api;

import almanac.access.auth.Scopes;
import almanac.access.quota.Quota;
import almanac.access.quota.UserBulkhead;
import almanac.access.token.Caller;
import almanac.base.problem.FieldError;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.base.request.EntityTags;
import almanac.base.request.Query;
import almanac.event.agenda.EventReader;
import almanac.event.attachment.Attachment;
import almanac.event.attachment.Attachments;
import almanac.event.attachment.Attachments.Held;
import almanac.event.attachment.ByteRange;
import almanac.event.attachment.ByteRange.Outcome.Beyond;
import almanac.event.attachment.ByteRange.Outcome.Part;
import almanac.event.attachment.ByteRange.Outcome.Whole;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.io.File;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.FilePart;

/// Downloads of attachments, for accounts that see an event with the file.
@Path("/api/v2/events/attachments")
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
    @UserBulkhead
    public Uni<Response> download(
            @PathParam("fileId") String fileId,
            @Context UriInfo uri,
            @Context HttpServerRequest request,
            @Context SecurityContext security) {
        Query.of(uri, Set.of()).check();
        var caller = Caller.of(security);
        return transactions
                .read(session -> attachments.find(session, number(fileId)))
                .map(found -> found.orElseThrow(EventFileResource::absent))
                .call(held -> check(held, caller))
                .chain(held -> send(held.attachment(), request));
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

    private Uni<Response> send(Attachment attachment, HttpServerRequest request) {
        return attachments
                .content(attachment.fileId())
                .map(content -> content.orElseThrow(EventFileResource::absent).toFile())
                .map(file -> send(file, attachment, request));
    }

    /// The file, or the requested range of it.
    private static Response send(File file, Attachment attachment, HttpServerRequest request) {
        var known = EntityTags.of(HttpHeaders.IF_NONE_MATCH, request.headers().getAll(HttpHeaders.IF_NONE_MATCH));
        if (known.match(Long.toUnsignedString(attachment.fileId()))) {
            return Response.notModified(new EntityTag(Long.toUnsignedString(attachment.fileId())))
                    .build();
        }
        var size = file.length();
        return switch (range(request, tag(attachment), size)) {
            case Whole() -> whole(head(attachment), new FilePart(file, 0, size));
            case Part(var range) ->
                part(head(attachment), new FilePart(file, range.first(), range.length()), range.of(size));
            case Beyond() -> beyond(size);
        };
    }

    private static Response beyond(long size) {
        var problem = ProblemException.of(
                Problem.RANGE_NOT_SATISFIABLE, new FieldError("Range", "is within the " + size + " bytes of the file"));
        return Response.status(problem.problem().status())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header("Content-Range", ByteRange.none(size))
                .entity(problem.body())
                .build();
    }

    private static Response.ResponseBuilder head(Attachment attachment) {
        return Response.ok()
                // Always sent as an attachment: an uploaded HTML file must not run as a page of this origin.
                .type(MediaType.APPLICATION_OCTET_STREAM_TYPE)
                .header(HttpHeaders.CONTENT_DISPOSITION, disposition(attachment.fileName()))
                .header(HttpHeaders.ETAG, tag(attachment))
                .header("Accept-Ranges", "bytes");
    }

    private static Response whole(Response.ResponseBuilder head, FilePart content) {
        return head.entity(content).build();
    }

    private static Response part(Response.ResponseBuilder head, FilePart content, String range) {
        return head.status(Response.Status.PARTIAL_CONTENT)
                .header("Content-Range", range)
                .entity(content)
                .build();
    }

    /// The content of an id never changes, so the id is the ETag.
    private static String tag(Attachment attachment) {
        return "\"" + attachment.fileId() + "\"";
    }

    /// The requested range. It is ignored unless the method is GET and `If-Range` is absent or matches (RFC
    /// 9110, 13.1.5).
    private static ByteRange.Outcome range(HttpServerRequest request, String tag, long size) {
        var condition = request.getHeader("If-Range");
        var holds = request.method().equals(HttpMethod.GET)
                && (condition == null || condition.strip().equals(tag));
        var sent = request.headers().getAll("Range");
        return ByteRange.of(holds && sent.size() == 1 ? sent.getFirst() : null, size);
    }

    /// The name in both forms (RFC 6266): quoted ASCII, and UTF-8 (RFC 8187).
    private static String disposition(String name) {
        var ascii = name.replaceAll("[^ -~]", "_").replaceAll("[\"\\\\]", "\\\\$0");
        var utf8 = URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
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
