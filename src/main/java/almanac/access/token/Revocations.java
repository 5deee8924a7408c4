package almanac.access.token;

import almanac.storage.node.Nodes;
import almanac.storage.node.Topic;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/// Tells this node and all others that a token was revoked.
///
/// Another node hears of it within 100 ms. A lost message is made up for by the time limit of what it would have
/// ended: `almanac.token.cache-age` for tokens that are remembered, `almanac.feed.rights-check` for streams.
@Singleton
public class Revocations {
    private static final Logger LOG = Logger.getLogger(Revocations.class);
    private static final String ACCESS = "access ";
    private static final String SEVERAL = "tokens ";
    private static final String FEED = "feed ";

    /// As many ids as a message of PostgreSQL holds for certain: it has at most 7,999 bytes.
    private static final int AT_ONCE = 300;

    private final Nodes nodes;
    private final List<Consumer<Revoked>> listeners = new CopyOnWriteArrayList<>();

    Revocations(Nodes nodes) {
        this.nodes = nodes;
        nodes.on(Topic.REVOKED, text -> listeners.forEach(listener -> listener.accept(parse(text))));
    }

    /// What was revoked.
    public sealed interface Revoked {
        /// Access tokens, and with them the feed tokens that were issued with them.
        record AccessTokens(Set<Long> ids) implements Revoked {}

        /// A feed token.
        record FeedToken(long id) implements Revoked {}

        /// Messages may have been lost.
        record Unknown() implements Revoked {}

        /// Whether it ends the access of a caller.
        default boolean ends(Caller caller) {
            return switch (this) {
                case AccessTokens(var ids) -> ids.contains(caller.tokenId());
                case FeedToken(var id) -> caller.isFeed() && caller.secretId() == id;
                case Unknown() -> false;
            };
        }
    }

    /// Calls a listener after each revocation on any node.
    public void follow(Consumer<Revoked> listener) {
        listeners.add(listener);
    }

    /// Tells that access tokens were revoked. Call it after the commit.
    public void accessTokens(Collection<Long> ids) {
        var all = List.copyOf(ids);
        for (var from = 0; from < all.size(); from += AT_ONCE) {
            var some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
            var text = some.stream().map(String::valueOf).collect(Collectors.joining(" "));
            // Nodes of an earlier version understand one id; they take several for a lost message.
            tell(new Revoked.AccessTokens(Set.copyOf(some)), (some.size() == 1 ? ACCESS : SEVERAL) + text);
        }
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
        if (text.startsWith(ACCESS) || text.startsWith(SEVERAL)) {
            var ids = text.substring(text.indexOf(' ') + 1).split(" ", -1);
            return new Revoked.AccessTokens(Stream.of(ids).map(Long::valueOf).collect(Collectors.toSet()));
        }
        return text.startsWith(FEED)
                ? new Revoked.FeedToken(Long.parseLong(text.substring(FEED.length())))
                : new Revoked.Unknown();
    }
}
