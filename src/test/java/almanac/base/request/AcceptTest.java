package almanac.base.request;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which of two representations a client wants.
class AcceptTest {
    private static final List<String> OFFERS = List.of("application/json", "text/event-stream");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            */*                                                | application/json
            ''                                                 | application/json
            ,,,                                                | application/json
            application/json                                   | application/json
            APPLICATION/JSON                                   | application/json
            application/*                                      | application/json
            application/json;charset=utf-8                     | application/json
            application/json;q=0.001                           | application/json
            text/event-stream                                  | text/event-stream
            TEXT/Event-Stream                                  | text/event-stream
            text/*                                             | text/event-stream
            text/event-stream ; q=1.000                        | text/event-stream
            text/event-stream;q=0, */*                         | application/json
            application/json;q=0, */*                          | text/event-stream
            application/json;q=0.0, text/*                     | text/event-stream
            text/event-stream;q=0.5, application/json          | application/json
            text/event-stream, application/json;q=0.9          | text/event-stream
            application/json, text/event-stream                | application/json
            text/event-stream, application/json                | text/event-stream
            */*, text/event-stream                             | text/event-stream
            text/event-stream;Q=0, application/json            | application/json
            x/y;a="b,c;q=0, text/event-stream", text/*         | text/event-stream
            x/y;a="\\"", text/*                                | text/event-stream
            text/event-stream;q=2, application/json            | application/json
            nonsense, application/json                         | application/json
            */json, text/event-stream                          | text/event-stream
            """)
    void isWhatTheFieldSays(String field, String wanted) {
        assertEquals(Optional.of(wanted), Accept.of(List.of(field)).best(OFFERS));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            text/html
            nonsense
            text/event-stream;q=0
            text/event-stream;q=0.000, application/json;q=0
            */*;q=0
            text/event-stream;q=x
            text/event-stream;q
            application/json;q=0, application/*
            image/*, audio/*
            """)
    void isNoneWhereTheFieldTakesNone(String field) {
        var offers = field.startsWith("application/json") ? List.of("application/json") : OFFERS;
        assertEquals(Optional.empty(), Accept.of(List.of(field)).best(offers));
    }

    @Test
    void severalLinesAreOneField() {
        assertEquals(
                Optional.of("text/event-stream"),
                Accept.of(List.of("application/json;q=0.5", "text/event-stream"))
                        .best(OFFERS));
        assertEquals(Optional.of("application/json"), Accept.of(List.of()).best(OFFERS));
    }
}
