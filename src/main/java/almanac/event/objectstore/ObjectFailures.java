package almanac.event.objectstore;

import io.smallrye.mutiny.TimeoutException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/// What the failures of the AWS SDK mean.
final class ObjectFailures {
    private static final int NOT_FOUND = 404;

    private ObjectFailures() {}

    /// Whether the store answered that it has no such object. An answer to a HEAD request has no error code.
    static boolean isAbsent(Throwable failure) {
        return cause(failure) instanceof AwsServiceException answer
                && answer.statusCode() == NOT_FOUND
                && !"NoSuchBucket".equals(code(answer.awsErrorDetails()));
    }

    /// The failure as [ObjectAway] if the store is its cause; else unchanged.
    static Throwable explain(Throwable failure) {
        var cause = cause(failure);
        return switch (cause) {
            case AwsServiceException answer ->
                new ObjectAway("it answered " + answer.statusCode() + " " + code(answer.awsErrorDetails()), answer);
            case SdkClientException client -> new ObjectAway(String.valueOf(client.getMessage()), client);
            case TimeoutException late -> new ObjectAway("it did not answer in time", late);
            default -> cause;
        };
    }

    private static @Nullable String code(@Nullable AwsErrorDetails details) {
        return details == null ? "" : details.errorCode();
    }

    private static Throwable cause(Throwable failure) {
        var cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}
