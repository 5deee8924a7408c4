package almanac.event.request;

import almanac.base.problem.UnreadableValueException;
import almanac.event.model.EventReminder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads reminders: a list, or a list nested under `reminders`, as in the contract's example.
final class ReminderList extends StdDeserializer<List<EventReminder>> {
    private static final String SHAPE = "must be a list of reminders";

    /// For Jackson.
    ReminderList() {
        super(List.class);
    }

    /// Either the outer object of the nested form or a reminder.
    @RegisterForReflection
    record Entry(
            @Nullable List<EventReminder> reminders,
            EventReminder.@Nullable Type type,
            @Nullable Integer minutes) {}

    @Override
    public List<EventReminder> deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (parser.hasToken(JsonToken.START_OBJECT)) {
            return flatten(parser, List.of(context.readValue(parser, Entry.class)));
        }
        if (!parser.hasToken(JsonToken.START_ARRAY)) {
            throw new UnreadableValueException(parser, SHAPE);
        }
        return flatten(parser, Arrays.asList(context.readValue(parser, Entry[].class)));
    }

    // Missing fields are kept as null, so that the validation reports them.
    @SuppressWarnings("NullAway")
    private static List<EventReminder> flatten(JsonParser parser, List<@Nullable Entry> entries)
            throws UnreadableValueException {
        var flat = new ArrayList<EventReminder>();
        for (var entry : entries) {
            if (entry == null) {
                throw new UnreadableValueException(parser, SHAPE);
            }
            if (entry.reminders() == null) {
                flat.add(new EventReminder(entry.type(), entry.minutes()));
            } else {
                flat.addAll(entry.reminders());
            }
        }
        return flat;
    }
}
