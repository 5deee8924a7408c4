package almanac.mirror.client;

import almanac.mirror.link.Link;
import almanac.mirror.link.UpstreamCall;
import almanac.mirror.link.UpstreamException.Garbled;
import almanac.mirror.link.UpstreamException.Refused;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.stream.StreamSupport;

/// Whether a remote service takes the fields of recurrence: another Almanac does. The calls of Cliq document none.
///
/// A service is asked for the quota of the caller, a call that Almanac alone has, whose answer names the calls that
/// it
/// knows. It is asked only before something is written that needs to know.
@Singleton
public class RemoteRecurrence {
    /// A call of an Almanac that knows series.
    private static final String OF_SERIES = "list-occurrences";

    private static final Duration KNOWN = Duration.ofMinutes(10);
    private static final int MOST_SERVICES = 1_000;
    private static final int NO_RESERVE = 0;

    private final AuthorizedCalls calls;
    private final RemoteJson json;
    private final Cache<String, Boolean> known = Caffeine.newBuilder()
            .maximumSize(MOST_SERVICES)
            .expireAfterWrite(KNOWN)
            .build();

    RemoteRecurrence(AuthorizedCalls calls, RemoteJson json) {
        this.calls = calls;
        this.json = json;
    }

    /// Whether the service of a link takes the fields of recurrence.
    public Uni<Boolean> isTaken(Link link) {
        var answer = known.getIfPresent(link.baseUrl());
        return answer == null ? ask(link) : Uni.createFrom().item(answer);
    }

    private Uni<Boolean> ask(Link link) {
        return calls.read(link, UpstreamCall.GET_EVENT, NO_RESERVE, "/quota")
                .map(answer -> StreamSupport.stream(
                                json.read(answer.body()).path("data").spliterator(), false)
                        .anyMatch(call -> call.path("call").asText().equals(OF_SERIES)))
                .onFailure(failure -> failure instanceof Refused || failure instanceof Garbled)
                .recoverWithItem(false)
                .invoke(takes -> known.put(link.baseUrl(), takes));
    }
}
