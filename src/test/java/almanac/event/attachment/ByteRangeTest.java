package almanac.event.attachment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.event.attachment.ByteRange.Outcome.Beyond;
import almanac.event.attachment.ByteRange.Outcome.Part;
import almanac.event.attachment.ByteRange.Outcome.Whole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The parts of a file of ten bytes that clients ask for (RFC 9110, 14.1.2).
class ByteRangeTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1, bytes 0-0/10",
        "bytes=0-3, 0, 4, bytes 0-3/10",
        "bytes=7-, 7, 3, bytes 7-9/10",
        "bytes=0-, 0, 10, bytes 0-9/10",
        "bytes=5-100, 5, 5, bytes 5-9/10",
        "bytes=-3, 7, 3, bytes 7-9/10",
        "bytes=-100, 0, 10, bytes 0-9/10",
        "bytes=5-99999999999999999999, 5, 5, bytes 5-9/10",
        "bytes=-18446744073709551616, 0, 10, bytes 0-9/10",
        "bytes=0000000000000000000000-3, 0, 4, bytes 0-3/10",
        "BYTES=0-3, 0, 4, bytes 0-3/10"
    })
    void areCutToTheFile(String field, long first, long length, String told) {
        var range = new ByteRange(first, length);
        assertEquals(new Part(range), ByteRange.of(field, 10));
        assertEquals(told, range.of(10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=10-20", "bytes=-0", "bytes=99999999999999999999-"})
    void areRefusedBehindItsEnd(String field) {
        assertEquals(new Beyond(), ByteRange.of(field, 10));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "bytes", "bytes=", "bytes=-", "bytes=3-1", "bytes=a-b", "bytes=0-1,3-4", "items=0-1", "0-3"})
    void areAllOfItWhereTheFieldIsNoSingleRange(String field) {
        assertEquals(new Whole(), ByteRange.of(field, 10));
    }

    @Test
    void anEmptyFileHasNone() {
        assertEquals(new Beyond(), ByteRange.of("bytes=0-", 0));
        assertEquals(new Beyond(), ByteRange.of("bytes=-1", 0));
        assertEquals(new Whole(), ByteRange.of(null, 0));
    }
}
