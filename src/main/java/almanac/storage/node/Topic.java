package almanac.storage.node;

/// What nodes tell each other. A message is a hint: it may get lost, and each topic has a bound for that case.
public enum Topic {
    /// The log has grown. Without the message a node finds it at its next poll.
    CHANGE("almanac_change"),

    /// A token was revoked. Without the message a node forgets it when its cache entry expires.
    REVOKED("almanac_revoked"),

    /// A node has started or stopped. Without the message the others find it at their next heartbeat.
    NODE("almanac_node");

    private final String channel;

    Topic(String channel) {
        this.channel = channel;
    }

    /// The name of the channel in PostgreSQL.
    String channel() {
        return channel;
    }
}
