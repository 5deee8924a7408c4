package almanac.mirror.link;

import java.util.Locale;

/// The eight calls of the contract, each with a quota of its own.
public enum UpstreamCall {
    LIST_CALENDARS,
    LIST_EVENTS,
    GET_EVENT,
    CREATE_EVENT,
    EDIT_EVENT,
    DELETE_EVENT,
    ANSWER_EVENT,
    UPLOAD_ATTACHMENTS;

    /// Its name, as the quota of this service has it.
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
