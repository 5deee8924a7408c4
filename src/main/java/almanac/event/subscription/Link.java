package almanac.event.subscription;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// A subscription link as its owner sees it.
///
/// @param id the id, for its revocation
/// @param label a name for people; empty for none
/// @param detail `full` or `busy`
/// @param createdAt epoch ms
/// @param url the address, which is shown only once; null later
@JsonInclude(JsonInclude.Include.NON_NULL)
record Link(
        @JsonFormat(shape = JsonFormat.Shape.STRING) long id,
        String label,
        String detail,
        @JsonProperty("created_at") long createdAt,
        @Nullable String url) {
    Link withUrl(String address) {
        return new Link(id, label, detail, createdAt, address);
    }
}
