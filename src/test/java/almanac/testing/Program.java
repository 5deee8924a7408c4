package almanac.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How the packaged service is started: as a jar, or as the native binary where that is what is tested.
final class Program {
    private static final Path JAR =
            Path.of("target", "quarkus-app", "quarkus-run.jar").toAbsolutePath();

    private Program() {}

    /// Whether the binary is tested, which has no embedded database.
    static boolean isNative() {
        return Boolean.getBoolean("almanac.native");
    }

    /// The command, with the settings where each of the two wants them.
    ///
    /// @param heap the size of the heap, as in `512m`
    /// @param settings as in `-Dname=value`
    static List<String> command(String heap, List<String> settings) {
        var command = new ArrayList<String>();
        command.add(isNative() ? System.getProperty("native.image.path") : java("java"));
        if (!isNative()) {
            command.addAll(Preparation.options());
        }
        command.add("-Xmx" + heap);
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.addAll(settings);
        if (!isNative()) {
            command.addAll(List.of("-jar", JAR.toString()));
        }
        return command;
    }

    /// A program of the JDK that runs the tests.
    static String java(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }
}
