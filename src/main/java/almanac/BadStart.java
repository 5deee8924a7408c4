package almanac;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.net.BindException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flywaydb.core.api.FlywayException;

/// Explains in one line why Quarkus cannot start, where the cause lies outside of the program.
final class BadStart {
    private static final Pattern CONVERSION = Pattern.compile(
            "The config property (\\S+) with the config value \"([^\"]*)\" threw an Exception whilst being converted");
    private static final int DEEPEST = 20;
    private static final Map<String, String> EXAMPLES =
            Map.of("integer", "8", "long value", "8", "duration", "30s", "memorysize", "50M", "boolean", "true");

    private BadStart() {}

    /// The line; empty where the cause is a defect of the program, which needs its stack trace.
    static Optional<String> explain(Throwable failure) {
        return Stream.iterate(failure, each -> each != null, Throwable::getCause)
                .limit(DEEPEST)
                .flatMap(each -> explainOne(each).stream())
                .findFirst();
    }

    private static Optional<String> explainOne(Throwable failure) {
        return switch (failure) {
            case ConfigValidationException invalid -> Optional.of(problems(invalid));
            case ConfigurationException invalid -> Optional.of(line(invalid));
            case FlywayException migration -> Optional.of("The schema could not be migrated. " + line(migration));
            case IllegalStateException taken
            when line(taken).startsWith("Unable to start the management interface") ->
                Optional.of(line(taken) + ", which serves health and metrics; check quarkus.management.host and"
                        + " quarkus.management.port, for example quarkus.management.port=9001");
            case BindException taken ->
                Optional.of("It cannot listen there (" + line(taken)
                        + "); check quarkus.http.host and quarkus.http.port, for example quarkus.http.port=8081");
            // A message of Almanac's own about a setting begins with the name of the setting.
            case IllegalArgumentException invalid
            when line(invalid).startsWith("almanac.") -> Optional.of(line(invalid));
            case IllegalArgumentException invalid -> conversion(line(invalid));
            case IllegalStateException invalid
            when isCertificate(invalid) ->
                Optional.of(line(invalid) + "; check quarkus.tls.*, for example"
                        + " quarkus.tls.key-store.pem.0.cert=/etc/almanac/fullchain.pem");
            default -> Optional.empty();
        };
    }

    private static String problems(ConfigValidationException invalid) {
        return IntStream.range(0, invalid.getProblemCount())
                .mapToObj(index -> invalid.getProblem(index).getMessage())
                .map(problem -> conversion(problem).orElse(problem))
                .reduce((first, second) -> first + ". " + second)
                .orElse("");
    }

    private static Optional<String> conversion(String text) {
        var found = CONVERSION.matcher(text);
        return found.find()
                ? Optional.of(found.group(1) + " is \"" + found.group(2) + "\", which is no value for it; for example "
                        + found.group(1) + "=" + example(text))
                : Optional.empty();
    }

    /// A value of the type that the message names.
    private static String example(String text) {
        return EXAMPLES.entrySet().stream()
                .filter(each -> text.toLowerCase(Locale.ROOT).contains(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("... (its documentation is that of Quarkus)");
    }

    /// Quarkus reports a bad certificate as an IllegalStateException.
    private static boolean isCertificate(Throwable failure) {
        return failure.getStackTrace().length > 0
                && failure.getStackTrace()[0].getClassName().startsWith("io.quarkus.tls.");
    }

    private static String line(Throwable failure) {
        return String.join(
                " ",
                String.valueOf(failure.getMessage()).lines().map(String::strip).toList());
    }
}
