package almanac.event.request;

import almanac.access.account.Accounts;
import almanac.base.problem.FieldError;
import almanac.base.problem.OpenBody;
import almanac.base.request.Millis;
import almanac.base.request.Text;
import almanac.base.request.Visible;
import almanac.base.request.WholeNumber;
import almanac.base.request.Zone;
import almanac.calendar.model.CalendarKey;
import almanac.event.model.Event;
import almanac.event.model.EventReminder;
import almanac.event.model.Transparency;
import almanac.event.model.WholeDays;
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
import java.util.Objects;
import java.util.Optional;
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

        @JsonProperty("isallday") @Nullable Boolean isAllDay,

        @Nullable Transparency transparency,

        @JsonProperty("recurrence_rule") @Size(max = 512, message = "may have at most 512 characters") @Nullable
        String recurrenceRule,

        @Size(max = 512, message = "may have at most 512 characters") @Nullable
        String rrule,

        @Size(max = 1_000, message = "may hold at most 1000") @Nullable
        List<@NotNull(message = "must be a recurrence id") String> exdates,

        @Size(max = 366, message = "may hold at most 366") @Nullable
        List<@NotNull(message = "must be a recurrence id") String> rdates,

        @JsonProperty("recurrence_id") @Nullable String recurrenceId,

        @JsonProperty("recurrence_edittype") @Nullable EditScope scope,

        @JsonProperty("edit_tag") @JsonDeserialize(using = WholeNumber.class) @Nullable
        Long editTag,

        @JsonAnySetter Map<String, JsonNode> others)
        implements OpenBody {

    /// What is wrong with `isallday`.
    public static final String NO_MIDNIGHTS = "needs a start_time and an end_time at midnight in timezone";

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

    /// A new event with a title, times and attendees, in the default calendar.
    public static EventRequest of(
            String title, long start, long end, String zone, @Nullable String location, List<Invitee> attendees) {
        return new EventRequest(
                title, start, end, zone, null, location, null, attendees, null, null, null, null, null, null, null,
                null, null, null, null, null, null, Map.of());
    }

    /// The requested rule; empty to end the repetition, null to keep it.
    public @Nullable String rule() {
        return recurrenceRule != null ? recurrenceRule : rrule;
    }

    /// Whether the event is to repeat.
    public boolean repeats() {
        return rule() != null && !rule().isBlank();
    }

    /// Whether the event is to repeat no more.
    public boolean endsRepetition() {
        return rule() != null && rule().isBlank();
    }

    @Override
    public Stream<FieldError> unknown(boolean isNew) {
        return Stream.concat(SentBack.unknown(this, isNew), isNew ? ofAnother() : Stream.empty());
    }

    /// The fields that are about an event that exists.
    private Stream<FieldError> ofAnother() {
        return Stream.of(
                        Map.entry("edit_tag", Optional.ofNullable(editTag)),
                        Map.entry("recurrence_id", Optional.ofNullable(recurrenceId)),
                        Map.entry("recurrence_edittype", Optional.ofNullable(scope)))
                .filter(field -> field.getValue().isPresent())
                .map(field -> new FieldError(field.getKey(), "belongs to an event that is there already"));
    }

    @Override
    public Stream<FieldError> malformed(boolean isNew) {
        var errors = new ArrayList<FieldError>();
        if (calendarId != null && CalendarKey.parse(calendarId).isEmpty()) {
            errors.add(new FieldError("calendar_id", CalendarKey.MALFORMED));
        }
        if (isNew && saysWholeDays(false)) {
            errors.add(new FieldError("isallday", NO_MIDNIGHTS));
        }
        if (recurrenceRule != null && rrule != null && !recurrenceRule.equals(rrule)) {
            errors.add(new FieldError("rrule", "is another spelling of recurrence_rule, and differs from it"));
        }
        if (recurrenceId != null && !Target.isRecurrenceId(recurrenceId)) {
            errors.add(new FieldError("recurrence_id", Target.MALFORMED));
        }
        if (!isNew) {
            new Target("", recurrenceId, scope).error().ifPresent(errors::add);
        }
        if (isNew && !repeats()) {
            errors.addAll(listsWithoutRule());
        }
        return errors.stream();
    }

    /// Whether it asks for whole days, and its times are no midnights.
    ///
    /// @param before whether the event is all-day: what was read may be sent back with other times
    public boolean saysWholeDays(boolean before) {
        return Boolean.TRUE.equals(isAllDay) && !before && hasTimes() && !WholeDays.isOf(startTime, endTime, timezone);
    }

    private boolean hasTimes() {
        return startTime != null && endTime != null && timezone != null;
    }

    /// The lists that a request without a rule has.
    public List<FieldError> listsWithoutRule() {
        return Stream.of(Map.entry("exdates", exdatesOrNone()), Map.entry("rdates", rdatesOrNone()))
                .filter(list -> !list.getValue().isEmpty())
                .map(list -> new FieldError(list.getKey(), "needs a recurrence_rule"))
                .toList();
    }

    /// The requested `exdates`; empty if none were sent.
    public List<String> exdatesOrNone() {
        return Objects.requireNonNullElse(exdates, List.of());
    }

    /// The requested `rdates`; empty if none were sent.
    public List<String> rdatesOrNone() {
        return Objects.requireNonNullElse(rdates, List.of());
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
