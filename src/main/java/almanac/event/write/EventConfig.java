package almanac.event.write;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/// How events are named and where their conferences are held.
@ConfigMapping(prefix = "almanac")
interface EventConfig {
    /// What stands behind the `@` of an event's id.
    @WithName("event.domain")
    @WithDefault("almanac")
    String domain();

    /// The address of a new event's conference; `{token}` is replaced by an unguessable text. The
    /// default leads to a public video bridge.
    @WithName("meeting.link-template")
    @WithDefault("https://meet.jit.si/almanac-{token}")
    String meetingLinkTemplate();
}
