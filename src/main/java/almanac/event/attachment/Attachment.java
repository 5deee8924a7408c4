package almanac.event.attachment;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Set;

/// A file that was uploaded (contract, section 8).
///
/// @param fileId its id, a decimal string in JSON since it exceeds 2^53
/// @param fileName the name it was sent with, made safe
/// @param size bytes
/// @param contentType the media type it was sent with
/// @param preview whether a picture of it can be shown
/// @param url where it is downloaded
@RegisterForReflection
public record Attachment(
        @JsonFormat(shape = JsonFormat.Shape.STRING) long fileId,
        String fileName,
        long size,
        String contentType,
        boolean preview,
        String url) {
    private static final String URL = "/api/v2/events/attachments/";

    /// What browsers show as pictures.
    private static final Set<String> PICTURES = Set.of("image/png", "image/jpeg", "image/gif", "image/webp");

    /// An attachment as the other rooms know it.
    public static Attachment of(long id, String name, long size, String contentType) {
        return new Attachment(id, name, size, contentType, PICTURES.contains(contentType), URL + id);
    }

    static Attachment of(AttachmentRow row) {
        return of(row.id, row.name, row.size, row.contentType);
    }
}
