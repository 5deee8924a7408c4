package almanac.mirror.api;

import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.mirror.client.OutwardQuota;
import almanac.mirror.link.Links;
import almanac.mirror.link.UpstreamConfig;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;

/// How links are doing.
@Singleton
class LinkStates {
    private final Links links;
    private final OutwardQuota quota;
    private final UpstreamConfig config;
    private final Clock clock;

    LinkStates(Links links, OutwardQuota quota, UpstreamConfig config, Clock clock) {
        this.links = links;
        this.quota = quota;
        this.config = config;
        this.clock = clock;
    }

    /// How an account's link is doing.
    ///
    /// @throws ProblemException 404 where there is none
    Uni<LinkState> of(long zuid) {
        return links.of(zuid)
                .map(found -> found.orElseThrow(() -> ProblemException.of(Problem.NOT_FOUND)))
                .chain(link -> quota.standings(zuid)
                        .chain(standings -> links.troublesOf(zuid)
                                .map(troubles -> LinkState.of(
                                        link,
                                        standings,
                                        troubles,
                                        config.quota().limit(),
                                        clock.millis()))));
    }
}
