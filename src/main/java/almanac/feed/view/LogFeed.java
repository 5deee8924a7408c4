package almanac.feed.view;

import almanac.feed.message.Live;
import almanac.feed.stream.Stream;
import almanac.log.change.LoggedChange;
import java.time.Clock;
import java.util.List;
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
            var effect = new Live.Effect("change", change.weight(), scope::text);
            audience.tell(new Live.OfChange(List.of(effect), change, clock.millis()), change);
        }
    }

    @Override
    public void tick(long now) {
        // The log has no window.
    }

    /// Time changes nothing in the log.
    @Override
    public long time() {
        return 0;
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
