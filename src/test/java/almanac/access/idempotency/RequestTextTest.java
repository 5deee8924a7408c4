package almanac.access.idempotency;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The text of a request that an idempotency key is compared by.
class RequestTextTest {
    private record Old(@Nullable String title, List<String> guests) {}

    private record Renamed(
            @JsonProperty("guests") List<String> invited,
            @Nullable String title) {}

    private record New(
            List<String> guests,
            @Nullable String colour,
            Map<String, String> others,
            @Nullable String title) {}

    @Test
    void aLaterVersionOfTheProgramReadsTheSameRequestTheSame() {
        assertEquals(
                RequestText.of(new Old("Tea", List.of("a", "b"))),
                RequestText.of(new New(List.of("a", "b"), null, Map.of(), "Tea")));
        assertEquals(RequestText.of(new Old("Tea", List.of("a"))), RequestText.of(new Renamed(List.of("a"), "Tea")));
    }

    @Test
    void requestsThatDifferHaveDifferentTexts() {
        var requests = List.of(
                new New(List.of("a", "b"), null, Map.of(), "Tea"),
                new New(List.of("b", "a"), null, Map.of(), "Tea"),
                new New(List.of("a,b"), null, Map.of(), "Tea"),
                new New(List.of("a]colour=3:red"), null, Map.of(), "Tea"),
                new New(List.of("a"), "red", Map.of(), "Tea"),
                new New(List.of("a"), null, Map.of("colour", "red"), "Tea"),
                new New(List.of("a"), null, Map.of(), null),
                new New(List.of("a"), null, Map.of(), ""));
        assertEquals(
                requests.size(),
                requests.stream()
                        .map(RequestText::of)
                        .collect(Collectors.toSet())
                        .size());
    }

    @Test
    void entriesStandInTheOrderOfTheirKeys() {
        var forth = new New(List.of(), null, Map.of("a", "1", "b", "2"), null);
        assertEquals("{guests=[]others={a=1:1b=1:2}}", RequestText.of(forth));
    }
}
