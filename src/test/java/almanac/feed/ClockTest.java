package almanac.feed;

import static almanac.testing.Api.MINUTE;
import static almanac.testing.Api.TEN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.feed.view.Feeds;
import almanac.testing.Api;
import almanac.testing.SseClient;
import almanac.testing.SseClient.Message;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What tests of the clock's messages begin with: an event from ten to half past, an hour from now.
abstract class ClockTest extends FeedTest {
    static final String CLOCK = "/api/v2/events?clock=true";

    @Inject
    Feeds feeds;

    /// Sets the clock some minutes before or after ten.
    void at(long minutes) {
        to(TEN + minutes * MINUTE);
    }

    void to(long moment) {
        clock.set(Instant.ofEpochMilli(moment));
        feeds.tick();
    }

    /// An event from ten to half past, with popups so many minutes before it.
    Map<String, Object> meeting(String title, Integer... popups) {
        return Api.create(own.user(), withPopups(title, popups));
    }

    static Map<String, Object> withPopups(String title, Integer... popups) {
        return Api.event(
                title, "reminders", Stream.of(popups).map(ClockTest::popup).toList());
    }

    static Map<String, Object> popup(int minutes) {
        return Map.of("type", "popup", "minutes", minutes);
    }

    /// The next message is this one.
    static Message expect(SseClient stream, String expected) {
        var message = stream.next();
        assertEquals(expected, text(message), message.data());
        return message;
    }

    /// The name of a message and the title of what it is about, with the minutes of a reminder.
    static String text(Message message) {
        var title = message.get(message.data().startsWith("{\"item\"") ? "item.title" : "title");
        var minutes = message.get("minutes");
        var late = message.get("late") == null ? "" : " late";
        return message.name() + " " + title + (minutes == null ? "" : " " + minutes) + late;
    }

    /// Nothing has come before what the user writes now.
    void isSilent(SseClient stream) {
        own.create("Sign", TEN + 100 * MINUTE, TEN + 101 * MINUTE);
        expect(stream, "enter Sign");
    }

    /// What a stream that resumes is sent before `ready`.
    List<String> missed(String path, String cursor) {
        try (var stream = own.resume(path, cursor)) {
            var messages = stream.until("ready");
            assertEquals(messages.size() - 1, messages.getLast().<Integer>get("count"));
            return messages.stream()
                    .limit(messages.size() - 1L)
                    .map(ClockTest::text)
                    .collect(Collectors.toCollection(ArrayList::new));
        }
    }

    static Map<String, Object> also(Map<String, Object> event, String field, Object value) {
        var more = new LinkedHashMap<>(event);
        more.put(field, value);
        return more;
    }

    static List<String> texts(SseClient stream, int count) {
        var texts = new ArrayList<String>();
        while (texts.size() < count) {
            texts.add(text(stream.next()));
        }
        return texts;
    }
}
