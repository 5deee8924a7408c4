package almanac.event.upload;

import almanac.access.auth.Scopes;
import almanac.access.idempotency.IdempotencyKey;
import almanac.access.quota.Quota;
import almanac.access.quota.UserBulkhead;
import almanac.access.token.Caller;
import almanac.base.problem.ProblemException;
import almanac.base.request.Query;
import almanac.event.attachment.Upload;
import almanac.event.attachment.UploadService;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/// Uploads over HTTP. [FormReader] has written the parts of the request to disk and checked their names
/// before the method is called.
@Path("/api/v2/events/attachments")
class UploadResource {
    private static final String PART = "files";

    private final UploadService uploads;
    private final Vertx vertx;

    UploadResource(UploadService uploads, Vertx vertx) {
        this.uploads = uploads;
        this.vertx = vertx;
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Produces(MediaType.APPLICATION_JSON)
    @Scopes({Scopes.CALENDAR_EVENTS, Scopes.CALENDAR, Scopes.EVENT})
    @Quota("upload-attachments")
    @UserBulkhead
    public Uni<Response> upload(
            @RestForm(FileUpload.ALL) List<FileUpload> parts,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Context UriInfo uri,
            @Context SecurityContext security) {
        Query.of(uri, Set.of()).check();
        var files = checked(parts);
        var caller = Caller.of(security);
        if (key == null) {
            return uploads.keep(caller.zuid(), files, Optional.empty()).map(UploadResource::answer);
        }
        return fingerprint(files)
                .map(digest -> IdempotencyKey.of(key, caller.zuid(), "POST /events/attachments", digest))
                .chain(once -> uploads.keep(caller.zuid(), files, once))
                .map(UploadResource::answer);
    }

    private static List<Upload> checked(List<FileUpload> parts) {
        if (parts.isEmpty()) {
            throw ProblemException.field(PART, "has at least one file");
        }
        return parts.stream().map(UploadResource::checked).toList();
    }

    private static Upload checked(FileUpload part) {
        if (part.contentType() == null || part.contentType().length() > 255) {
            throw ProblemException.field(part.name(), "has a content type");
        }
        return new Upload(part.uploadedFile(), part.fileName(), part.contentType(), part.size());
    }

    private Uni<byte[]> fingerprint(List<Upload> files) {
        return Uni.createFrom()
                .completionStage(() -> vertx.executeBlocking(() -> UploadFingerprint.of(files), false)
                        .toCompletionStage());
    }

    private static Response answer(String json) {
        return Response.ok(json, MediaType.APPLICATION_JSON_TYPE).build();
    }
}
