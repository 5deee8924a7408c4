package almanac.storage.postgres;

/// The reason why the service cannot start, in one sentence for the operator.
public final class StartFailure extends RuntimeException {
    /// @param sentence what is wrong and how to mend it
    public StartFailure(String sentence) {
        super(sentence);
    }

    /// @param sentence what is wrong and how to mend it
    /// @param cause what was thrown
    public StartFailure(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
