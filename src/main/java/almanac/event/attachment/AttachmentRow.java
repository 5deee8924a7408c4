package almanac.event.attachment;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/// A stored upload; its content is in the [AttachmentStore].
@Entity(name = "Attachment")
@Table(name = "attachment")
@SuppressWarnings("NullAway.Init")
class AttachmentRow {
    @Id
    Long id;

    long owner;
    String name;
    long size;

    @Column(name = "content_type")
    String contentType;

    @Column(name = "uploaded_at")
    long uploadedAt;
}
