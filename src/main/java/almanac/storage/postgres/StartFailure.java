package almanac.storage.postgres;

/// Why the service cannot start, in one sentence for the person who started it.
public final class StartFailure extends RuntimeException {
    /// @param sentence what is wrong and what would mend it
    public StartFailure(String sentence) {
        super(sentence);
    }

    /// @param sentence what is wrong and what would mend it
    /// @param cause what was thrown
    public StartFailure(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
