package almanac.mirror.client;

/// What reading one item of an answer comes to.
sealed interface Reading<T> {
    /// It could be read.
    record Parsed<T>(T item) implements Reading<T> {}

    /// It makes no sense.
    ///
    /// @param reason why, for people
    record Unreadable<T>(String reason) implements Reading<T> {}
}
