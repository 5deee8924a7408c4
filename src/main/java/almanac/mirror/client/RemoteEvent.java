package almanac.mirror.client;

import almanac.event.write.MirroredEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An event as it was heard.
///
/// @param event what it says
/// @param reference the `calendar_id` it has there
/// @param tag its `edit_tag` there, to the letter
/// @param attachments what is attached there; null where nothing was said of that
public record RemoteEvent(
        MirroredEvent event,
        String reference,
        String tag,
        @Nullable List<RemoteAttachment> attachments) {

    /// An attachment as it was heard.
    ///
    /// @param reference its `fileId` there
    public record RemoteAttachment(String reference, String name, long size, String contentType) {}

    /// The id, there and here.
    public String id() {
        return event.id();
    }
}
