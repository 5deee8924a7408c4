package almanac.event.subscription;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a subscription shows of events.
enum Detail {
    /// Everything that the account sees.
    FULL,

    /// Only when the account is busy: the times, without titles, people and places.
    BUSY;

    /// As clients and the database write it.
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Parses a detail; empty if the text is none.
    static Optional<Detail> parse(String text) {
        return Arrays.stream(values())
                .filter(detail -> detail.text().equals(text))
                .findFirst();
    }
}
