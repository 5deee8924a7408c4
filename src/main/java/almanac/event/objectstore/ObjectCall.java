package almanac.event.objectstore;

import java.util.Locale;

/// A kind of request to the object store.
enum ObjectCall {
    PUT(false),
    GET(true),
    FETCH(false),
    HEAD(true),
    DELETE(true),
    LIST(true),
    SIGN(true);

    private final boolean isShort;

    ObjectCall(boolean isShort) {
        this.isShort = isShort;
    }

    /// Whether the answer has to begin within the time limit. Else only silence is limited.
    boolean isShort() {
        return isShort;
    }

    /// The label in the metrics.
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
