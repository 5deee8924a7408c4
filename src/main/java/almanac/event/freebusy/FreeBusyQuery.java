package almanac.event.freebusy;

import almanac.access.account.Accounts;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;

/// Whose times are asked for, and which.
///
/// @param emails addresses, each once, as they were sent
/// @param from epoch ms
/// @param to epoch ms, excluded
record FreeBusyQuery(List<String> emails, long from, long to) {
    /// The maximum number of addresses.
    static final int MOST = 50;

    /// The maximum length of an address, in characters.
    static final int LONGEST_ADDRESS = 254;

    /// The longest window in ms: 62 days.
    static final long LONGEST = 62L * 24 * 60 * 60 * 1000;

    /// What is wrong with a window that is longer.
    static final String TOO_LONG = "must be at most 62 days after from";

    /// What is wrong with a window that ends before it begins.
    static final String NOT_AFTER = "must be after from";

    /// Addresses that are the same are one: the first is kept.
    static FreeBusyQuery of(Collection<String> emails, long from, long to) {
        var distinct = new LinkedHashMap<String, String>();
        emails.forEach(email -> distinct.putIfAbsent(Accounts.address(email), email));
        return new FreeBusyQuery(List.copyOf(distinct.values()), from, to);
    }

    /// The addresses in the form used for comparison.
    String[] addresses() {
        return emails.stream().map(Accounts::address).toArray(String[]::new);
    }
}
