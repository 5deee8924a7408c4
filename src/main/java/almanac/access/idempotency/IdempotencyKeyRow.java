package almanac.access.idempotency;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

/// A row of the table of keys, with the answer to repeat.
@Entity(name = "IdempotencyKey")
@Table(name = "idempotency_key")
@IdClass(IdempotencyKeyRow.Key.class)
@SuppressWarnings("NullAway.Init")
class IdempotencyKeyRow {
    @Id
    Long zuid;

    @Id
    String call;

    @Id
    String key;

    String fingerprint;
    String answer;
    String cursor;

    @Column(name = "created_at")
    long createdAt;

    /// The primary key, as JPA requires it.
    record Key(Long zuid, String call, String key) implements Serializable {}
}
