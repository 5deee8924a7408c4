package almanac.event.api;

import almanac.access.auth.Scopes;
import almanac.access.quota.Quota;
import almanac.access.quota.UserBulkhead;
import almanac.access.token.Caller;
import almanac.base.http.PacedBody;
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
import almanac.event.attachment.Content;
import almanac.event.attachment.Content.InStore;
import almanac.event.attachment.Content.OnDisk;
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
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.FilePart;

/// Downloads of attachments, for accounts that see an event with the file.
@Path("/api/v2/events/attachments")
class EventFileResource {
    private static final Logger LOG = Logger.getLogger(EventFileResource.class);

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
                .chain(held -> answer(held, request));
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

    private Uni<Response> answer(Held held, HttpServerRequest request) {
        var tag = tag(held.attachment());
        var known = EntityTags.of(HttpHeaders.IF_NONE_MATCH, request.headers().getAll(HttpHeaders.IF_NONE_MATCH));
        return attachments
                .content(held)
                .map(content -> content.orElseThrow(EventFileResource::absent))
                .chain(content -> known.match(tag)
                        ? Uni.createFrom()
                                .item(Response.notModified(new EntityTag(tag)).build())
                        : answer(content, held.attachment(), request));
    }

    private static Uni<Response> answer(Content content, Attachment attachment, HttpServerRequest request) {
        return switch (content) {
            case OnDisk(var path, var size) ->
                answer(
                        attachment,
                        request,
                        size,
                        part -> Uni.createFrom().item(body(new FilePart(path.toFile(), part.first(), part.length()))));
            case InStore stored
            when stored.isRedirected() && isForProgram(request) ->
                stored.sign(disposition(attachment.fileName())).map(EventFileResource::elsewhere);
            case InStore stored
            when request.method().equals(HttpMethod.HEAD) ->
                there(stored).chain(() -> answer(attachment, request, stored.size(), EventFileResource::nothing));
            case InStore stored ->
                answer(
                        attachment,
                        request,
                        stored.size(),
                        part -> stored.open(part)
                                .map(bytes ->
                                        body(PacedBody.of(bytes.orElseThrow(() -> gone(stored)), part.length()))));
        };
    }

    /// The content, or the requested range of it.
    ///
    /// @param opener sets a part of the content as the body
    private static Uni<Response> answer(
            Attachment attachment,
            HttpServerRequest request,
            long size,
            Function<ByteRange, Uni<UnaryOperator<Response.ResponseBuilder>>> opener) {
        return switch (range(request, header(attachment), size)) {
            case Whole() ->
                opener.apply(new ByteRange(0, size))
                        .map(body -> body.apply(head(attachment, size)).build());
            case Part(var range) ->
                opener.apply(range)
                        .map(body -> body.apply(head(attachment, range.length())
                                        .status(Response.Status.PARTIAL_CONTENT)
                                        .header("Content-Range", range.of(size)))
                                .build());
            case Beyond() -> Uni.createFrom().item(beyond(size));
        };
    }

    /// The body of an answer to HEAD, which has the length of the part alone.
    private static Uni<UnaryOperator<Response.ResponseBuilder>> nothing(ByteRange part) {
        return Uni.createFrom().item(body(PacedBody.of(Multi.createFrom().empty(), part.length())));
    }

    private static UnaryOperator<Response.ResponseBuilder> body(FilePart part) {
        return head -> head.entity(part);
    }

    private static UnaryOperator<Response.ResponseBuilder> body(PacedBody part) {
        return head -> head.entity(part);
    }

    /// Whether a client follows a redirect to another origin. Browsers say so: a script of a page cannot, unless the
    /// store allows its origin. A HEAD request is not redirected, since the URL is signed for GET.
    private static boolean isForProgram(HttpServerRequest request) {
        var mode = request.getHeader("Sec-Fetch-Mode");
        return request.method().equals(HttpMethod.GET) && (mode == null || mode.equals("navigate"));
    }

    private static Response elsewhere(String url) {
        return Response.status(Response.Status.FOUND)
                .header(HttpHeaders.LOCATION, url)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private static Uni<Void> there(InStore stored) {
        return stored.exists()
                .invoke(isThere -> {
                    if (!isThere) {
                        throw gone(stored);
                    }
                })
                .replaceWithVoid();
    }

    /// Something else than Almanac has removed the object, or the content is only in a remote service.
    private static ProblemException gone(InStore stored) {
        LOG.warnf("There is no object %s of an attachment", stored.name());
        return absent();
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

    private static Response.ResponseBuilder head(Attachment attachment, long length) {
        return Response.ok()
                // Always sent as an attachment: an uploaded HTML file must not run as a page of this origin.
                .type(MediaType.APPLICATION_OCTET_STREAM_TYPE)
                .header(HttpHeaders.CONTENT_DISPOSITION, disposition(attachment.fileName()))
                .header(HttpHeaders.CONTENT_LENGTH, length)
                .header(HttpHeaders.ETAG, header(attachment))
                .header("Accept-Ranges", "bytes");
    }

    /// The content of an id never changes, so the id is the ETag.
    private static String tag(Attachment attachment) {
        return Long.toUnsignedString(attachment.fileId());
    }

    private static String header(Attachment attachment) {
        return "\"" + tag(attachment) + "\"";
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
