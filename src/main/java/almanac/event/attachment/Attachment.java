package almanac.event.attachment;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Set;

/// An uploaded file (contract, section 8).
///
/// @param fileId its id, as a string in JSON
/// @param fileName the sent name, sanitized
/// @param size in bytes
/// @param contentType the sent media type
/// @param preview whether browsers can show it as an image
/// @param url the download URL
@RegisterForReflection
public record Attachment(
        @JsonFormat(shape = JsonFormat.Shape.STRING) long fileId,
        String fileName,
        long size,
        String contentType,
        boolean preview,
        String url) {
    private static final String URL = "/api/v2/events/attachments/";

    /// The media types that browsers show as images.
    private static final Set<String> PICTURES = Set.of("image/png", "image/jpeg", "image/gif", "image/webp");

    /// An attachment with its derived fields.
    public static Attachment of(long id, String name, long size, String contentType) {
        return new Attachment(id, name, size, contentType, PICTURES.contains(contentType), URL + id);
    }

    static Attachment of(AttachmentRow row) {
        return of(row.id, row.name, row.size, row.contentType);
    }
}
