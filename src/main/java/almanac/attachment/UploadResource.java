package almanac.attachment;

import almanac.attachment.UploadService.AttachmentList;
import almanac.idempotency.IdempotencyKey;
import almanac.identity.Caller;
import almanac.identity.Scopes;
import almanac.problem.FieldError;
import almanac.problem.Problem;
import almanac.problem.ProblemException;
import almanac.quota.Quota;
import almanac.request.Query;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.multipart.FormData;
import org.jboss.resteasy.reactive.server.multipart.FormValue;
import org.jspecify.annotations.Nullable;

/// Uploads over HTTP. The parts of a request are streamed to disk before the method is called.
@Path("/api/v2/events/attachments")
@Tag(name = "Events")
class UploadResource {
    private static final Set<String> PART_NAMES = Set.of("files", "file");
    private static final String PART = "files";

    private final UploadService uploads;
    private final AttachmentConfig config;
    private final Vertx vertx;

    UploadResource(UploadService uploads, AttachmentConfig config, Vertx vertx) {
        this.uploads = uploads;
        this.config = config;
        this.vertx = vertx;
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Produces(MediaType.APPLICATION_JSON)
    @Scopes({Scopes.CALENDAR_EVENTS, Scopes.CALENDAR, Scopes.EVENT})
    @Quota("upload-attachments")
    @Operation(summary = "Uploads files, which an event takes by their ids")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = AttachmentList.class)))
    public Uni<Response> upload(
            @RestForm(FileUpload.ALL) List<FileUpload> parts,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Context UriInfo uri,
            @Context SecurityContext security) {
        Query.of(uri, Set.of()).check();
        refuseText(CurrentRequestManager.get().getFormData());
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

    /// The parameter of the method holds the files alone; what else the form says would be dropped in
    /// silence.
    private static void refuseText(@Nullable FormData form) {
        if (form == null) {
            return;
        }
        for (var name : form) {
            if (name == null || !PART_NAMES.contains(name)) {
                throw unknown(name == null ? "" : name);
            }
            if (!form.get(name).stream().allMatch(FormValue::isFileItem)) {
                throw ProblemException.field(name, "has a file name");
            }
        }
    }

    private List<Upload> checked(List<FileUpload> parts) {
        if (parts.isEmpty()) {
            throw ProblemException.field(PART, "has at least one file");
        }
        if (parts.size() > config.countLimit()) {
            throw ProblemException.field(PART, "holds at most " + config.countLimit() + " files");
        }
        return parts.stream().map(this::checked).toList();
    }

    private Upload checked(FileUpload part) {
        if (part.fileName() == null || part.fileName().isEmpty()) {
            throw ProblemException.field(part.name(), "has a file name");
        }
        if (part.contentType() == null || part.contentType().length() > 255) {
            throw ProblemException.field(part.name(), "has a content type");
        }
        if (part.size() > config.fileLimit().asLongValue()) {
            throw ProblemException.of(
                    Problem.TOO_LARGE,
                    new FieldError(
                            part.name(),
                            "holds files of at most " + config.fileLimit().asLongValue() + " bytes"));
        }
        return new Upload(part.uploadedFile(), part.fileName(), part.contentType(), part.size());
    }

    private static ProblemException unknown(String name) {
        return ProblemException.of(
                Problem.BAD_REQUEST, "extra_param_found", List.of(new FieldError(name, "is not known here")));
    }

    private Uni<byte[]> fingerprint(List<Upload> files) {
        return Uni.createFrom()
                .completionStage(() -> vertx.executeBlocking(() -> Fingerprint.of(files), false)
                        .toCompletionStage());
    }

    private static Response answer(String json) {
        return Response.ok(json, MediaType.APPLICATION_JSON_TYPE).build();
    }
}
