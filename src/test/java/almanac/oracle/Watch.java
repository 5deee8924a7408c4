package almanac.oracle;

import almanac.testing.SseClient.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Everything that one account follows.
///
/// @param account the account
/// @param queries the lists of events that it watches
/// @param lists the live views of these, in the same order
/// @param calendars the live view of its calendars
/// @param log the log
record Watch(Account account, List<ListQuery> queries, List<LiveList> lists, LiveList calendars, LogFollower log)
        implements AutoCloseable {
    private static final String CALENDARS = "/api/v2/calendars?include_hidden_calendars=true";

    /// Begins to follow.
    ///
    /// @param loses which messages of the first list are lost by the client
    static Watch of(int number, World world, Nodes nodes, long seed, Predicate<Message> loses) {
        var account = world.account(number);
        var queries = ListQuery.watched(number, world.from());
        var lists = new ArrayList<LiveList>();
        for (var query : queries) {
            var own = seed * 100 + lists.size();
            Predicate<Message> losing = lists.isEmpty() ? loses : message -> false;
            lists.add(new LiveList(account, query.name(), query.path(), losing, nodes, own));
        }
        var calendars = new LiveList(account, "calendars", CALENDARS, message -> false, nodes, seed * 100 + 50);
        var log = new LogFollower(account, world, nodes, seed * 100 + 51);
        var watch = new Watch(account, queries, List.copyOf(lists), calendars, log);
        watch.all().forEach(Follower::start);
        return watch;
    }

    Stream<Follower> all() {
        return Stream.concat(lists.stream(), Stream.of(calendars, log));
    }

    @Override
    public void close() {
        all().forEach(Follower::close);
    }
}
