package almanac.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// The processes of the embedded database, found by the directory they work in.
public final class Servers {
    private Servers() {}

    /// Those that work on the database of a data directory.
    public static Stream<ProcessHandle> on(Path data) {
        var cluster = data.resolve("postgres");
        return ProcessHandle.allProcesses().filter(process -> worksIn(process, cluster));
    }

    /// The one that starts all others.
    public static ProcessHandle postmaster(Path data) throws IOException {
        var lines = Files.readAllLines(data.resolve("postgres").resolve("postmaster.pid"));
        return ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).orElseThrow();
    }

    private static boolean worksIn(ProcessHandle process, Path cluster) {
        try {
            var directory = Path.of("/proc", Long.toString(process.pid()), "cwd");
            return Files.readSymbolicLink(directory).equals(cluster.toRealPath());
        } catch (IOException goneOrForeign) {
            return false;
        }
    }
}
