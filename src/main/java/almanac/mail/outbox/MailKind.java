package almanac.mail.outbox;

import java.util.Arrays;
import java.util.Locale;

/// What a mail is for.
public enum MailKind {
    /// An e-mail reminder of an event.
    REMINDER,

    /// An event that a guest was invited to.
    INVITATION,

    /// Another time, place or content of it.
    CHANGE,

    /// That it does not take place, or not with this guest.
    CANCELLATION;

    /// The lower-case form used in the database and in answers.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The kind of a text.
    static MailKind of(String text) {
        return Arrays.stream(values())
                .filter(kind -> kind.text().equals(text))
                .findFirst()
                .orElseThrow();
    }
}
