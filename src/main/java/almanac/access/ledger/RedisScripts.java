package almanac.access.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The scripts that Redis runs, each one decision. `KEYS[1]` is the only key, so that they run on a cluster.
///
/// The value of a call is `last locked_until t1 … tn`, in ms. Numbers are written with `%d`: Lua would write
/// a time as 1.77e+12. The time is that of the server; only tests pass one.
final class RedisScripts {
    private static final String BEGIN = """
            local function time(given)
              if given ~= '' then return tonumber(given) end
              local clock = redis.call('TIME')
              return clock[1] * 1000 + math.floor(clock[2] / 1000)
            end
            local function numbers(text)
              local found = {}
              for word in string.gmatch(text, '%-?%d+') do found[#found + 1] = tonumber(word) end
              return found
            end
            local function text(last, locked, times)
              local words = {string.format('%d', last), string.format('%d', locked)}
              for i = 1, #times do words[#words + 1] = string.format('%d', times[i]) end
              return table.concat(words, ' ')
            end
            """;

    /// The algorithm of [almanac.base.limit.Ledger]. Arguments: call, limit, window, lock, time. Answers the
    /// time, the end of the lock, the number of requests and the time of the oldest.
    static final Script TAKE = script("""
            local call, limit = ARGV[1], tonumber(ARGV[2])
            local window, lock, now = tonumber(ARGV[3]), tonumber(ARGV[4]), time(ARGV[5])
            local stored = numbers(redis.call('HGET', KEYS[1], call) or '')
            local back = math.max(0, (stored[1] or now) - now)
            local locked, times = (stored[2] or 0) - back, {}
            for i = 3, #stored do
              if stored[i] - back > now - window then times[#times + 1] = stored[i] - back end
            end
            if now >= locked then
              if #times >= limit then
                locked = math.max(now + lock, times[1] + window)
              else
                times[#times + 1] = now
              end
            end
            redis.call('HSET', KEYS[1], call, text(now, locked, times))
            local ttl = math.max(window, locked - now)
            if redis.call('PTTL', KEYS[1]) < ttl then redis.call('PEXPIRE', KEYS[1], ttl) end
            return {now, locked, #times, times[1] or now}
            """);

    /// Arguments: call, the time at which the request was counted.
    static final Script GIVE_BACK = script("""
            local stored = numbers(redis.call('HGET', KEYS[1], ARGV[1]) or '')
            local at, times, found = tonumber(ARGV[2]), {}, false
            for i = 3, #stored do
              if stored[i] == at and not found then found = true else times[#times + 1] = stored[i] end
            end
            if found then redis.call('HSET', KEYS[1], ARGV[1], text(stored[1], stored[2], times)) end
            return found and 1 or 0
            """);

    /// Arguments: time. Answers the time, and each call with its value.
    static final Script LOOK = script("""
            return {time(ARGV[1]), redis.call('HGETALL', KEYS[1])}
            """);

    /// Arguments: limit, how long a place is kept, streams. Answers the number of streams that have a place.
    static final Script ENTER = script("""
            local limit, keep, now = tonumber(ARGV[1]), tonumber(ARGV[2]), time('')
            redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%d', now))
            local entered = 0
            for i = 3, #ARGV do
              if redis.call('ZSCORE', KEYS[1], ARGV[i]) or redis.call('ZCARD', KEYS[1]) < limit then
                redis.call('ZADD', KEYS[1], string.format('%d', now + keep), ARGV[i])
                entered = entered + 1
              end
            end
            if entered > 0 then redis.call('PEXPIRE', KEYS[1], keep) end
            return entered
            """);

    private RedisScripts() {}

    /// A script.
    ///
    /// @param text its text
    /// @param sha the SHA-1 of the text, by which Redis knows it
    record Script(String text, String sha) {}

    private static Script script(String text) {
        var all = BEGIN + text;
        try {
            var hash = MessageDigest.getInstance("SHA-1").digest(all.getBytes(StandardCharsets.UTF_8));
            return new Script(all, HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
