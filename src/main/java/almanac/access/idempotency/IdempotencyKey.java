package almanac.access.idempotency;

import almanac.base.problem.ProblemException;
import almanac.base.request.Texts;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The key of `Idempotency-Key`, with which a repeated POST is carried out once.
///
/// @param zuid the account of the key, or [#ADMINISTRATOR]; two accounts may use the same text
/// @param call the name of the call
/// @param text the value of the header
/// @param fingerprint a hash of the request; the same key with another request is an error
public record IdempotencyKey(long zuid, String call, String text, String fingerprint) {
    /// The account id for keys of the administrator.
    public static final long ADMINISTRATOR = 0;

    private static final int LONGEST = 255;

    /// The key of a request; empty where none was sent.
    ///
    /// @param header the value of the header
    /// @param request the request in a canonical form
    /// @throws ProblemException 400 for a key that is empty, longer than 255 characters or not printable
    public static Optional<IdempotencyKey> of(@Nullable String header, long zuid, String call, byte[] request) {
        return of(header, zuid, call, () -> request);
    }

    /// The key of a request that is a record.
    public static Optional<IdempotencyKey> of(@Nullable String header, long zuid, String call, Record request) {
        return of(header, zuid, call, () -> RequestText.of(request).getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<IdempotencyKey> of(
            @Nullable String header, long zuid, String call, Supplier<byte[]> request) {
        if (header == null) {
            return Optional.empty();
        }
        if (header.isBlank() || header.length() > LONGEST || !Texts.isStorable(header)) {
            throw ProblemException.field("Idempotency-Key", "must have 1 to 255 printable characters");
        }
        return Optional.of(new IdempotencyKey(zuid, call, header, sha256(request.get())));
    }

    private static String sha256(byte[] request) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(request));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
