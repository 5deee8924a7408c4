package almanac.testing;

import io.restassured.response.Response;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// A multipart body written by hand, so that it can be wrong.
public final class Multipart {
    private static final String BOUNDARY = "b0und4ry";

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    /// Adds a part: its head as it is, and its content.
    public Multipart part(String head, String content) {
        return raw("--" + BOUNDARY + "\r\n" + head + "\r\n\r\n" + content + "\r\n");
    }

    /// Adds a file with a content type.
    public Multipart file(String part, String name) {
        return part(
                "Content-Disposition: form-data; name=\"" + part + "\"; filename=\"" + name
                        + "\"\r\nContent-Type: text/plain",
                "content");
    }

    /// Adds anything.
    public Multipart raw(String text) {
        body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /// The body with its last line.
    public byte[] end() {
        raw("--" + BOUNDARY + "--\r\n");
        return body.toByteArray();
    }

    /// The body without its last line.
    public byte[] unended() {
        return body.toByteArray();
    }

    /// Uploads a body.
    public static Response upload(Api.User user, byte[] body) {
        return upload(user, "multipart/form-data; boundary=" + BOUNDARY, body);
    }

    /// Uploads a body under a content type.
    public static Response upload(Api.User user, String type, byte[] body) {
        return user.call().header("Content-Type", type).body(body).post("/api/v2/events/attachments");
    }
}
