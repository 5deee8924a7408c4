package almanac.access.idempotency;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A canonical text of a request, which is the same for equal requests in all versions of the service.
///
/// Fields are named as in JSON and sorted by name. Fields without a value are left out, so a field that a
/// later version adds does not change the text of requests without it. Values are prefixed with their length,
/// so different requests have different texts.
final class RequestText {
    private final StringBuilder text = new StringBuilder();

    private RequestText() {}

    /// The text of a request.
    static String of(Record request) {
        var text = new RequestText();
        text.add(request);
        return text.text.toString();
    }

    private void add(Object value) {
        switch (value) {
            case Record fields -> addFields(fields);
            case Map<?, ?> entries -> addEntries(entries);
            case Collection<?> items -> addItems(items);
            case Enum<?> word -> addText(word.name());
            default -> addText(value.toString());
        }
    }

    private void addFields(Record fields) {
        text.append('{');
        Arrays.stream(fields.getClass().getRecordComponents())
                .sorted(Comparator.comparing(RequestText::name))
                .forEach(field -> addField(name(field), value(fields, field)));
        text.append('}');
    }

    private void addEntries(Map<?, ?> entries) {
        var sorted = new TreeMap<String, Object>();
        entries.forEach((name, value) -> sorted.put(name.toString(), value));
        text.append('{');
        sorted.forEach(this::addField);
        text.append('}');
    }

    private void addItems(Collection<?> items) {
        text.append('[');
        items.forEach(item -> add(Objects.requireNonNullElse(item, "")));
        text.append(']');
    }

    private void addField(String name, @Nullable Object value) {
        if (value != null && !(value instanceof Map<?, ?> entries && entries.isEmpty())) {
            text.append(name).append('=');
            add(value);
        }
    }

    private void addText(String value) {
        text.append(value.length()).append(':').append(value);
    }

    /// The name in JSON, which is fixed by the contract.
    private static String name(RecordComponent field) {
        var named = field.getAccessor().getAnnotation(JsonProperty.class);
        return named == null ? field.getName() : named.value();
    }

    private static @Nullable Object value(Record fields, RecordComponent field) {
        try {
            var accessor = field.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(fields);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
