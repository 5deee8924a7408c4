package almanac.event.objectstore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The settings of the object store, which are checked before anything starts (cluster 3.1).
class ObjectStoreCheckTest {
    private static final String ATTACHMENT = "almanac.attachment.";
    private static final Map<String, String> COMPLETE = Map.of("store", "s3", "s3.bucket", "almanac");

    @Test
    void aDiskNeedsNothing() {
        assertEquals(List.of(), complaints(Map.of()));
        assertEquals(List.of(), complaints(Map.of("store", "disk", "s3.access-key", "unused")));
    }

    @Test
    void aBucketIsEnough() {
        assertEquals(List.of(), complaints(COMPLETE));
    }

    @Test
    void aBucketIsNeeded() {
        assertEquals(
                List.of("almanac.attachment.s3.bucket is not set, and almanac.attachment.store=s3 needs it; for example"
                        + " almanac.attachment.s3.bucket=almanac"),
                complaints(Map.of("store", "S3")));
    }

    @ParameterizedTest
    @CsvSource({
        "s3.bucket, my bucket",
        "s3.bucket, -",
        "s3.endpoint, s3.example.com",
        "s3.endpoint, ftp://s3.example.com",
        "s3.endpoint, https://",
        "s3.prefix, /files",
        "s3.prefix, files/",
        "s3.prefix, a//b",
        "s3.access-key, mine",
        "s3.secret-key, mine"
    })
    void isRefusedByName(String name, String value) {
        var settings = new HashMap<>(COMPLETE);
        settings.put(name, value);
        var complaints = complaints(settings);
        assertEquals(1, complaints.size(), complaints::toString);
        assertTrue(complaints.getFirst().startsWith(ATTACHMENT + name), complaints.getFirst());
        assertTrue(!complaints.getFirst().contains(" " + value), "a value may be a secret");
    }

    @Test
    void allThatFitsIsTaken() {
        var settings = new HashMap<>(COMPLETE);
        settings.putAll(Map.of(
                "s3.endpoint", "https://s3.example.com:9000",
                "s3.prefix", "almanac/files",
                "s3.access-key", "mine",
                "s3.secret-key", "mine",
                "copy", "only",
                "redirect", "true"));
        assertEquals(List.of(), complaints(settings));
    }

    @Test
    void aDiskIsNeitherCopiedToNorRedirectedTo() {
        assertEquals(1, complaints(Map.of("copy", "only")).size());
        assertEquals(1, complaints(Map.of("redirect", "true")).size());
    }

    private static List<String> complaints(Map<String, String> settings) {
        return ObjectStoreCheck.complaints(
                name -> Optional.ofNullable(settings.get(name.substring(ATTACHMENT.length()))));
    }
}
