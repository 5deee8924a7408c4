package almanac.event.subscription;

/// What a secret address leads to.
///
/// @param link the id of the link
/// @param zuid the account that made it
/// @param calendar the number of the calendar
/// @param ctag rises with every change of the calendar and its events
/// @param detail what it shows
record Subscription(long link, long zuid, long calendar, long ctag, Detail detail) {
    /// The entity tag of the file, without quotes.
    String tag() {
        return ctag + "-" + detail.text();
    }
}
