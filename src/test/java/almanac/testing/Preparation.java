package almanac.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What makes the packaged service start fast, made by the script that operators use: the many starts
/// of the tests run on it, too.
final class Preparation {
    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final Path CACHE = JAR.resolveSibling("almanac.aot");
    private static final long LONGEST_SECONDS = 900;

    private Preparation() {}

    /// The options of a JVM that uses the cache, which is made where it is missing.
    static synchronized List<String> options() {
        try {
            if (!Files.exists(CACHE) || isOlder(CACHE, JAR)) {
                make();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        return List.of("-XX:AOTCache=" + CACHE.toAbsolutePath(), "-Xlog:aot*=off", "-Xlog:cds*=off");
    }

    private static void make() throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var log = Path.of("target", "prepare.log");
        var script = new ProcessBuilder("deploy/prepare.sh", java.toString(), JAR.toString(), CACHE.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!script.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) || script.exitValue() != 0) {
            script.destroy();
            throw new IllegalStateException("No cache was made: " + Files.readString(log));
        }
    }

    private static boolean isOlder(Path file, Path other) throws IOException {
        return Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(other)) < 0;
    }
}
