package almanac.problem;

import java.util.Arrays;

/// Tells the failures of the multipart parser apart: it throws whatever comes up, without a type of its
/// own.
final class UnreadableForm {
    private static final String PARSER = "org.jboss.resteasy.reactive.server.core.multipart.";

    private UnreadableForm() {}

    /// Whether the failure says that a client's form cannot be read, and not that a disk cannot be
    /// written.
    static boolean explains(Throwable failure) {
        var root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return isFrom(root, PARSER) && !isFrom(root, "java.nio.file.") && !isFrom(root, "sun.nio.");
    }

    private static boolean isFrom(Throwable failure, String prefix) {
        return Arrays.stream(failure.getStackTrace())
                .anyMatch(frame -> frame.getClassName().startsWith(prefix));
    }
}
