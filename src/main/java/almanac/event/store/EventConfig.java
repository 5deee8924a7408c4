package almanac.event.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/// How events are named, and the links of their conferences.
@ConfigMapping(prefix = "almanac")
interface EventConfig {
    /// The part of an event's id after the `@`.
    @WithName("event.domain")
    @WithDefault("almanac")
    String domain();

    /// Template of a new event's conference link; `{token}` is replaced by an unguessable text. The default
    /// leads to a public video bridge.
    @WithName("meeting.link-template")
    @WithDefault("https://meet.jit.si/almanac-{token}")
    String meetingLinkTemplate();
}
