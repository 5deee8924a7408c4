package almanac.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The client that is generated for TypeScript, compiled by tsc and run by node against the packaged service.
class TypeScriptClientIT {
    private static final Path SOURCES = Path.of("src", "clients", "typescript").toAbsolutePath();
    private static final Path BUILD = Path.of("target", "clients", "typescript").toAbsolutePath();
    private static final String TSC = "node_modules/typescript/bin/tsc";
    private static final long PATIENCE_MINUTES = 5;

    /// What a program has said.
    private record Ended(int status, String output) {}

    @BeforeAll
    static void compile() throws Exception {
        try (var files = Files.list(SOURCES)) {
            for (var file : files.toList()) {
                Files.copy(file, BUILD.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        succeeds("npm", "ci");
        succeeds("node", TSC, "--project", ".");
    }

    @Test
    void doesWhatItIsMadeFor() throws Exception {
        try (var service = Installation.start(
                Installation.freshData(), "-Dalmanac.admin.token=" + Api.ADMIN_TOKEN)) {
            var ended = run(List.of("node", "build/smoke.js", service.address()));
            assertEquals(0, ended.status(), ended.output());
            var said = ended.output().lines().toList();
            assertTrue(said.size() >= 10 && said.stream().allMatch(line -> line.startsWith("ok ")), ended.output());
        }
    }

    private static void succeeds(String... command) throws Exception {
        var ended = run(List.of(command));
        assertEquals(0, ended.status(), () -> String.join(" ", command) + ": " + ended.output());
    }

    private static Ended run(List<String> command) throws IOException, InterruptedException {
        var output = Files.createTempFile(BUILD, "said-", ".log");
        var builder = new ProcessBuilder(command)
                .directory(BUILD.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("ALMANAC_ADMIN_TOKEN", Api.ADMIN_TOKEN);
        var process = started(builder);
        if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError(command + " does not end: " + Files.readString(output));
        }
        return new Ended(process.exitValue(), Files.readString(output));
    }

    private static Process started(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException missing) {
            throw new AssertionError(
                    "The TypeScript client needs node 18 or newer and npm on PATH: " + missing.getMessage(), missing);
        }
    }
}
