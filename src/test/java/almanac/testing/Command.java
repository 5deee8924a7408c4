package almanac.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/// Programs that end by themselves.
public final class Command {
    private static final int LONGEST_SECONDS = 60;

    private Command() {}

    /// Runs one, and waits for its end.
    ///
    /// @return its exit code
    public static int run(String... command) {
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(command[0] + " does not end");
            }
            return process.exitValue();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /// Runs one that has to succeed.
    public static void succeed(String... command) {
        var exit = run(command);
        if (exit != 0) {
            throw new IllegalStateException("failed with " + exit + ": " + String.join(" ", command));
        }
    }

    /// Sends a signal to a process.
    ///
    /// @param signal as `kill` takes it, such as `-STOP`
    public static void signal(Process process, String signal) {
        succeed("kill", signal, Long.toString(process.pid()));
    }
}
