package almanac.event.request;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;
import java.util.Optional;

/// Which occurrences of a series an edit concerns (docs/recurrence.md, section 3).
@RegisterForReflection
public enum EditScope {
    /// The named occurrence.
    @JsonProperty("only")
    @JsonAlias("this")
    ONLY,

    /// The named occurrence and all later ones.
    @JsonProperty("following")
    @JsonAlias("thisandfuture")
    FOLLOWING,

    /// The whole series.
    @JsonProperty("all")
    ALL;

    /// What a value has to be.
    public static final String ALLOWED = "must be only, following or all";

    /// The value that stands for it.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Parses a value, case-insensitively; empty if it is none.
    public static Optional<EditScope> parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "only", "this" -> Optional.of(ONLY);
            case "following", "thisandfuture" -> Optional.of(FOLLOWING);
            case "all" -> Optional.of(ALL);
            default -> Optional.empty();
        };
    }
}
