package almanac.testing;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// A mail server on a free port, and the mails that it has taken.
public final class MailBox implements QuarkusTestResourceLifecycleManager {
    /// The address under which tests let mails link to the service.
    public static final String URL = "https://calendar.example.com";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private GreenMail server;

    /// A mail that was taken.
    ///
    /// @param subject its subject
    /// @param text its plain text
    /// @param html its HTML
    /// @param calendar its calendar object; empty for none
    /// @param calendarType the type of that; empty for none
    /// @param headers the first value of each field
    public record Taken(
            String subject,
            String text,
            String html,
            String calendar,
            String calendarType,
            Map<String, String> headers) {}

    /// Starts the server.
    public static MailBox open() {
        var box = new MailBox();
        box.begin();
        return box;
    }

    private void begin() {
        server = new GreenMail(ServerSetup.SMTP.dynamicPort());
        server.start();
    }

    @Override
    public Map<String, String> start() {
        begin();
        return settings();
    }

    /// The settings of a service that sends to it.
    public Map<String, String> settings() {
        return Map.of(
                "quarkus.mailer.host", "127.0.0.1",
                "quarkus.mailer.port", Integer.toString(server.getSmtp().getPort()),
                "quarkus.mailer.from", "calendar@almanac.example.com",
                "quarkus.mailer.mock", "false",
                "almanac.mail.per-minute", "1000000",
                "almanac.mail.url", URL);
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(MailBox.class));
    }

    /// All mails to an address, oldest first.
    public List<Taken> to(String address) {
        return Arrays.stream(server.getReceivedMessages())
                .filter(message -> recipients(message).anyMatch(address::equalsIgnoreCase))
                .map(MailBox::read)
                .toList();
    }

    /// The mails to an address, once there are so many.
    public List<Taken> await(String address, int count) {
        Awaitility.await(address).atMost(PATIENCE).until(() -> to(address).size() >= count);
        return to(address);
    }

    /// How many mails there are.
    public int count() {
        return server.getReceivedMessages().length;
    }

    /// The subjects of all of them.
    public List<String> subjects() {
        return all("Subject");
    }

    /// The `Message-ID` of all of them.
    public List<String> ids() {
        return all("Message-ID");
    }

    private List<String> all(String field) {
        return Arrays.stream(server.getReceivedMessages())
                .map(message -> field(message, field))
                .toList();
    }

    private static String field(MimeMessage message, String name) {
        try {
            return message.getHeader(name)[0];
        } catch (MessagingException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Stream<String> recipients(MimeMessage message) {
        try {
            return Arrays.stream(message.getAllRecipients()).map(Object::toString);
        } catch (MessagingException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Taken read(MimeMessage message) {
        try {
            var parts = new HashMap<String, String>();
            var headers = new HashMap<String, String>();
            message.getAllHeaders()
                    .asIterator()
                    .forEachRemaining(each -> headers.putIfAbsent(each.getName(), each.getValue()));
            collect(message, parts);
            var calendarType = parts.keySet().stream()
                    .filter(type -> type.startsWith("text/calendar"))
                    .findFirst()
                    .orElse("");
            return new Taken(
                    message.getSubject(),
                    parts.getOrDefault("text/plain", ""),
                    parts.getOrDefault("text/html", ""),
                    parts.getOrDefault(calendarType, ""),
                    calendarType,
                    headers);
        } catch (MessagingException failure) {
            throw new IllegalStateException(failure);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void collect(Part part, Map<String, String> parts) throws MessagingException, IOException {
        if (part.getContent() instanceof Multipart several) {
            for (var place = 0; place < several.getCount(); place++) {
                collect(several.getBodyPart(place), parts);
            }
            return;
        }
        var type = part.getContentType().replaceAll("\\s+", " ");
        var name = type.startsWith("text/calendar") ? type : type.split(";", 2)[0];
        parts.put(name, new String(part.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop();
        }
    }
}
