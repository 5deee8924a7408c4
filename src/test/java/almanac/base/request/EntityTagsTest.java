package almanac.base.request;

import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How lists of entity tags are read.
class EntityTagsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"1\"|1",
                "W/\"1\"|1",
                "17|17",
                "\"a\" , \"b\"|a;b",
                ",\"1\",,|1",
                "\"a,b\",3|a,b;3",
                "\"\",\"1\"|;1"
            })
    void readsTheTagsOfAList(String header, String tags) {
        assertEquals(
                List.of(tags.split(";", -1)),
                EntityTags.of("If-Match", List.of(header)).opaque());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ",", "*,\"1\"", "abc", "\"1\" \"2\"", "\"1", "w/\"1\"", "1a", "\"1\"x"})
    void refusesWhatIsNoList(String header) {
        assertThrows(ProblemException.class, () -> EntityTags.of("If-Match", List.of(header)));
    }

    /// A header may have 8 KiB: what a client makes of them costs one look at each character.
    @ParameterizedTest
    @ValueSource(strings = {" ", "\t", ",", "1", "\"", "\"1\"", "W/", "\"1\" ,"})
    void readsLongHeadersAtOnce(String part) {
        for (var header :
                List.of("\"1\"" + part.repeat(60_000) + "x", part.repeat(60_000), part.repeat(60_000) + "\"")) {
            assertTimeoutPreemptively(ofSeconds(10), () -> read(header));
        }
    }

    @Test
    void theLinesOfAHeaderAreOneList() {
        assertEquals(
                List.of("1", "2"),
                EntityTags.of("If-Match", List.of("\"1\"", "\"2\"")).opaque());
    }

    private static void read(String header) {
        try {
            EntityTags.of("If-Match", List.of(header)).match(1);
        } catch (ProblemException refused) {
            assertEquals(Problem.BAD_REQUEST, refused.problem());
        }
    }
}
