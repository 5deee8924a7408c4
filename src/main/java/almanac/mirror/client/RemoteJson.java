package almanac.mirror.client;

import static almanac.mirror.client.RemoteFields.elements;
import static almanac.mirror.client.RemoteFields.text;

import almanac.base.problem.FieldError;
import almanac.base.request.Texts;
import almanac.mirror.client.Reading.Parsed;
import almanac.mirror.client.Reading.Unreadable;
import almanac.mirror.link.Skipped;
import almanac.mirror.link.UpstreamException.Garbled;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads what the remote service says, as leniently as it may be said: fields that are not known, ids and
/// times as numbers or as text, lists as the documented object or as the array of groups that is really
/// sent. An item that makes no sense is passed over with its reason, and the others are read.
@Singleton
class RemoteJson {
    private static final String EXCESSIVE =
            "it is nested deeper than 200 levels, holds a number of more than 1,000 characters, or has a field twice";

    private final JsonFactory factory = RemoteTree.factory();

    /// What an answer says.
    ///
    /// @throws Garbled where that is no JSON
    JsonNode read(Buffer body) {
        try (var parser = factory.createParser(body.getBytes())) {
            var node = RemoteTree.read(parser);
            if (node == null) {
                throw new Garbled("answers nothing");
            }
            return node;
        } catch (IOException noJson) {
            throw new Garbled("answers what is no JSON");
        }
    }

    /// The calendars of an answer.
    ///
    /// @throws Garbled where that is no list
    Heard<RemoteCalendar> calendars(Buffer body) {
        return heard(body, Skipped.CALENDAR, RemoteCalendarReader::read);
    }

    /// The events of an answer; an event that is told twice counts once.
    ///
    /// @throws Garbled where that is no list
    Heard<RemoteEvent> events(Buffer body) {
        var heard = heard(body, Skipped.EVENT, RemoteEventReader::read);
        var events = new LinkedHashMap<String, RemoteEvent>();
        heard.items().forEach(event -> events.put(event.id(), event));
        return new Heard<>(List.copyOf(events.values()), heard.skipped());
    }

    /// The one event of an answer.
    ///
    /// @throws Garbled where there is none that can be read
    RemoteEvent event(Buffer body) {
        return events(body).items().stream().findFirst().orElseThrow(() -> new Garbled("answers no event"));
    }

    /// The ids of what was uploaded.
    List<String> fileIds(Buffer body) {
        return elements(read(body).path("attachments"))
                .map(node -> text(node, "fileId"))
                .filter(id -> !id.isEmpty())
                .toList();
    }

    /// The tag in the answer to an answer; empty where there is none.
    String tag(Buffer body) {
        return text(read(body).path("data"), "etag");
    }

    /// What an error says: its code.
    String code(Buffer body, String otherwise) {
        try {
            var code = read(body).path("code").asText("");
            return code.isEmpty() || code.length() > 100 || !Texts.isStorable(code) ? otherwise : code;
        } catch (Garbled silent) {
            return otherwise;
        }
    }

    /// What an error finds wrong, by field.
    List<FieldError> errors(Buffer body) {
        try {
            return elements(read(body).path("errors"))
                    .map(node -> new FieldError(text(node, "field"), text(node, "message")))
                    .limit(20)
                    .toList();
        } catch (Garbled silent) {
            return List.of();
        }
    }

    private <T> Heard<T> heard(Buffer body, String kind, Function<JsonNode, Reading<T>> reader) {
        var items = new ArrayList<T>();
        var skipped = new ArrayList<Skipped>();
        var answer = read(body);
        if (answer.isObject() && answer.isEmpty()) {
            // An empty list is said by a list: this would remove everything.
            throw new Garbled("answers no list");
        }
        list(answer).forEach(node -> {
            switch (RemoteTree.isWhole(node) ? reader.apply(node) : new Unreadable<T>(EXCESSIVE)) {
                case Parsed<T>(var item) -> items.add(item);
                case Unreadable<T>(var reason) -> skipped.add(new Skipped(kind, id(node), reason));
            }
        });
        return new Heard<>(items, skipped);
    }

    private static @Nullable String id(JsonNode node) {
        var id = RemoteId.of(node);
        return id.event().isEmpty() ? null : id.text();
    }

    /// The documented object, or groups of it, however deep.
    private static Stream<JsonNode> list(JsonNode node) {
        if (node.isArray()) {
            return elements(node).flatMap(RemoteJson::items);
        }
        if (node.has("data") && !node.has("id")) {
            return list(node.get("data"));
        }
        if (node.isObject() && (node.has("id") || node.isEmpty())) {
            return node.isEmpty() ? Stream.of() : Stream.of(node);
        }
        throw new Garbled("answers no list");
    }

    /// What stands in a list: groups, and else one item, whether or not it makes sense.
    private static Stream<JsonNode> items(JsonNode node) {
        if (node.isArray()) {
            return elements(node).flatMap(RemoteJson::items);
        }
        return node.path("data").isContainerNode() && !node.has("id") ? items(node.get("data")) : Stream.of(node);
    }
}
