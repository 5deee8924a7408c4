package almanac.storage.node;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.UUID;

/// A running process on the database.
///
/// @param id unique for each start
/// @param name of the host, or of `almanac.node.name`
/// @param version of the program
/// @param startedAt when it was first seen, in epoch ms of the database
/// @param seenAt when it last reported itself, in epoch ms of the database
/// @param skewMs how far the clock of its machine is ahead of the database, in ms
/// @param isThis whether it is the node that answers
public record Node(
        UUID id,
        String name,
        String version,
        @JsonProperty("started_at") long startedAt,
        @JsonProperty("seen_at") long seenAt,
        @JsonProperty("skew_ms") long skewMs,
        @JsonProperty("this") boolean isThis) {}
