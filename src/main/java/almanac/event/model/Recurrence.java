package almanac.event.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an event is of a series (docs/recurrence.md, section 1).
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(Recurrence.Series.class),
    @JsonSubTypes.Type(Recurrence.Occurrence.class),
    @JsonSubTypes.Type(Recurrence.Changed.class)
})
@RegisterForReflection
public sealed interface Recurrence {
    /// A series: an event that repeats.
    ///
    /// @param exdates the recurrence ids of the occurrences that are left out
    /// @param rdates the recurrence ids of the times beside those of the rule
    /// @param exceptions the recurrence ids of the occurrences that were changed
    /// @param splitFrom the id of the series that this one was divided from; null if there is none
    /// @param lastEnd the latest end of an occurrence, epoch ms; null for an endless series
    @JsonTypeName("series")
    @JsonPropertyOrder({"exdates", "rdates", "exceptions", "split_from", "last_end"})
    @RegisterForReflection
    record Series(
            List<String> exdates,
            List<String> rdates,
            List<String> exceptions,

            @JsonProperty("split_from") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String splitFrom,

            @JsonProperty("last_end") @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            Long lastEnd)
            implements Recurrence {
        /// The series with other exceptions.
        public Series withExceptions(List<String> others) {
            return new Series(exdates, rdates, others, splitFrom, lastEnd);
        }
    }

    /// One of the times of a series.
    @JsonTypeName("occurrence")
    @RegisterForReflection
    record Occurrence() implements Recurrence {}

    /// An occurrence that differs from its series: an exception.
    ///
    /// @param changed the names of the fields that differ, in alphabetical order
    @JsonTypeName("exception")
    @RegisterForReflection
    record Changed(List<String> changed) implements Recurrence {}
}
