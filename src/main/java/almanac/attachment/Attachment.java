package almanac.attachment;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.quarkus.runtime.annotations.RegisterForReflection;

/// A file that was uploaded (contract, section 8).
///
/// @param fileId its id, a decimal string in JSON since it exceeds 2^53
/// @param fileName the name it was sent with, made safe
/// @param size bytes
/// @param contentType the media type it was sent with
/// @param preview where it can be fetched from
@RegisterForReflection
public record Attachment(
        @JsonFormat(shape = JsonFormat.Shape.STRING) long fileId,
        String fileName,
        long size,
        String contentType,
        String preview) {

    /// An attachment as the other rooms know it.
    public static Attachment of(long id, String name, long size, String contentType) {
        return new Attachment(id, name, size, contentType, "/api/v2/events/attachments/" + id);
    }

    static Attachment of(AttachmentRow row) {
        return of(row.id, row.name, row.size, row.contentType);
    }
}
