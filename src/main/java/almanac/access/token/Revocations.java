package almanac.access.token;

import almanac.storage.node.Nodes;
import almanac.storage.node.Topic;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/// Tells this node and all others that a token was revoked.
///
/// Another node hears of it within 100 ms. A lost message is made up for by the time limit of what it would have
/// ended: `almanac.token.cache-age` for tokens that are remembered, `almanac.feed.rights-check` for streams.
@Singleton
public class Revocations {
    private static final Logger LOG = Logger.getLogger(Revocations.class);
    private static final String ACCESS = "access ";
    private static final String FEED = "feed ";

    private final Nodes nodes;
    private final List<Consumer<Revoked>> listeners = new CopyOnWriteArrayList<>();

    Revocations(Nodes nodes) {
        this.nodes = nodes;
        nodes.on(Topic.REVOKED, text -> listeners.forEach(listener -> listener.accept(parse(text))));
    }

    /// What was revoked.
    public sealed interface Revoked {
        /// An access token, and with it the feed tokens that were issued with it.
        record AccessToken(long id) implements Revoked {}

        /// A feed token.
        record FeedToken(long id) implements Revoked {}

        /// Messages may have been lost.
        record Unknown() implements Revoked {}

        /// Whether it ends the access of a caller.
        default boolean ends(Caller caller) {
            return switch (this) {
                case AccessToken(var id) -> caller.tokenId() == id;
                case FeedToken(var id) -> caller.isFeed() && caller.secretId() == id;
                case Unknown() -> false;
            };
        }
    }

    /// Calls a listener after each revocation on any node.
    public void follow(Consumer<Revoked> listener) {
        listeners.add(listener);
    }

    /// Tells that an access token was revoked. Call it after the commit.
    public void accessToken(long id) {
        tell(new Revoked.AccessToken(id), ACCESS + id);
    }

    /// Tells that a feed token was revoked. Call it after the commit.
    public void feedToken(long id) {
        tell(new Revoked.FeedToken(id), FEED + id);
    }

    private void tell(Revoked revoked, String text) {
        listeners.forEach(listener -> listener.accept(revoked));
        nodes.tell(Topic.REVOKED, text)
                .subscribe()
                .with(_ -> {}, failure -> LOG.debug("Other nodes hear of a revocation later", failure));
    }

    private static Revoked parse(String text) {
        if (text.startsWith(ACCESS)) {
            return new Revoked.AccessToken(Long.parseLong(text.substring(ACCESS.length())));
        }
        return text.startsWith(FEED)
                ? new Revoked.FeedToken(Long.parseLong(text.substring(FEED.length())))
                : new Revoked.Unknown();
    }
}
