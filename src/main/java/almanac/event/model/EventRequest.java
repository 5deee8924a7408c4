package almanac.event.model;

import almanac.access.account.Accounts;
import almanac.base.problem.FieldError;
import almanac.base.problem.OpenBody;
import almanac.base.request.Millis;
import almanac.base.request.Text;
import almanac.base.request.Visible;
import almanac.base.request.WholeNumber;
import almanac.base.request.Zone;
import almanac.calendar.model.CalendarKey;
import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The body of POST /events and PUT /events/{id}. Four fields are required. An absent field keeps its value,
/// or takes the default in a new event (contract, sections 2 and 4).
@Ordered
@RegisterForReflection
public record EventRequest(
        @NotNull(message = "is required") @Text(min = 1, max = 255) @Visible
        String title,

        @JsonProperty("start_time")
        @JsonDeserialize(using = WholeNumber.class)
        @NotNull(message = "is required")
        @Millis
        Long startTime,

        @JsonProperty("end_time") @JsonDeserialize(using = WholeNumber.class) @NotNull(message = "is required") @Millis
        Long endTime,

        @JsonDeserialize(using = Zone.Reader.class) @NotNull(message = "is required") @Zone
        String timezone,

        @JsonProperty("calendar_id") @Text(min = 1, max = 255) @Nullable
        String calendarId,

        @Text(max = 255) @Nullable String location,
        @Text(max = 10_000) @Nullable String description,

        @Size(max = 500, message = "may hold at most 500") @Nullable
        List<@Valid @NotNull(message = "must be an address or an object") Invitee> attendees,

        Event.@Nullable Type type,

        @JsonDeserialize(using = ReminderList.class) @Size(max = 10, message = "may hold at most 10") @Nullable
        List<@Valid @NotNull(message = "must be an object") EventReminder> reminders,

        @JsonProperty("attachment_ids")
        @JsonDeserialize(contentUsing = WholeNumber.class)
        @Size(max = 10, message = "may hold at most 10")
        @Nullable
        List<@NotNull(message = "must be a fileId") Long> attachmentIds,

        @Size(max = 10, message = "may hold at most 10") @Nullable
        List<@Valid @NotNull(message = "must be an object") AttachmentRef> attachments,

        @JsonProperty("edit_tag") @JsonDeserialize(using = WholeNumber.class) @Nullable
        Long editTag,

        @JsonAnySetter Map<String, JsonNode> others)
        implements OpenBody {

    /// An item of `attachments`; equivalent to an item of `attachment_ids`.
    ///
    /// @param id the fileId
    /// @param others further fields by name
    public record AttachmentRef(
            @JsonAlias("fileId") @JsonDeserialize(using = WholeNumber.class) @NotNull(message = "is required")
            Long id,

            @JsonAnySetter Map<String, JsonNode> others) {
        /// Replaces null by an empty map.
        public AttachmentRef {
            others = others == null ? Map.of() : others;
        }
    }

    /// Removes duplicates: attendees by address, case-insensitively, and attachments by id.
    public EventRequest {
        others = others == null ? Map.of() : others;
        attendees = attendees == null ? null : fold(attendees);
        // Nulls are kept, so that the validation reports them.
        attachmentIds = attachmentIds == null ? null : new ArrayList<>(new LinkedHashSet<>(attachmentIds));
    }

    @Override
    public Stream<FieldError> unknown(boolean isNew) {
        var tag = isNew && editTag != null
                ? Stream.of(new FieldError("edit_tag", "belongs to an event that is there already"))
                : Stream.<FieldError>empty();
        return Stream.concat(SentBack.unknown(this, isNew), tag);
    }

    @Override
    public Stream<FieldError> malformed(boolean isNew) {
        return calendarId == null || CalendarKey.parse(calendarId).isPresent()
                ? Stream.empty()
                : Stream.of(new FieldError("calendar_id", CalendarKey.MALFORMED));
    }

    /// The requested attachments; null to keep the current ones.
    public @Nullable List<Long> attached() {
        if (attachmentIds != null || attachments == null) {
            return attachmentIds;
        }
        return attachments.stream().map(AttachmentRef::id).distinct().toList();
    }

    private static List<Invitee> fold(List<Invitee> attendees) {
        var byAddress = new LinkedHashMap<Object, Invitee>();
        for (var invitee : attendees) {
            var email = invitee == null ? null : invitee.email();
            // Items without an address are kept, so that the validation reports them by index.
            byAddress.putIfAbsent(email == null ? new Object() : Accounts.address(email), invitee);
        }
        return Collections.unmodifiableList(new ArrayList<>(byAddress.values()));
    }
}
