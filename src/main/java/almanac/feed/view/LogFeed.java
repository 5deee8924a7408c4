package almanac.feed.view;

import almanac.feed.message.Live;
import almanac.feed.stream.Stream;
import almanac.log.change.LoggedChange;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;

/// The log as one account sees it.
final class LogFeed implements Feed {
    private final LogScope scope;
    private final Audience audience;
    private final Clock clock;

    LogFeed(LogScope scope, Audience audience, Clock clock) {
        this.scope = scope;
        this.audience = audience;
        this.clock = clock;
    }

    @Override
    public void accept(LoggedChange change) {
        if (scope.concerns(change)) {
            audience.tell(new Live.OfChange("change", change, clock.millis(), scope::text), change);
        }
    }

    @Override
    public void tick(long now) {
        // The log has no window.
    }

    @Override
    public void join(Stream stream, Consumer<Optional<ListSnapshot>> joined) {
        audience.join(stream);
        joined.accept(Optional.empty());
    }

    @Override
    public void end() {
        audience.end();
    }

    @Override
    public boolean leave(Stream stream) {
        return audience.leave(stream);
    }
}
