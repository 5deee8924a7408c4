package almanac.storage.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// The files of a database cluster, made once, with a random password and SCRAM authentication.
///
/// @param directory the directory of the cluster
/// @param password the password of the user `almanac`
record PostgresCluster(Path directory, String password) {
    static final String USER = "almanac";
    static final String DATABASE = "almanac";
    private static final String PASSWORD_FILE = "almanac.password";

    /// Opens the cluster in a directory, and makes it if it does not exist.
    static PostgresCluster in(Path directory, PostgresBinaries binaries) {
        try {
            if (!Files.isDirectory(directory)) {
                make(directory, binaries);
            }
            return new PostgresCluster(
                    directory.toRealPath(),
                    Files.readString(directory.resolve(PASSWORD_FILE)).strip());
        } catch (IOException failure) {
            throw new StartFailure("The database in " + directory + " could not be made or read: " + failure, failure);
        }
    }

    private static void make(Path directory, PostgresBinaries binaries) throws IOException {
        var half = Files.createTempDirectory(directory.getParent(), "making-database-");
        try {
            var cluster = half.resolve("cluster");
            var password = half.resolve(PASSWORD_FILE);
            writeSecret(password);
            run(initdb(binaries, cluster, password), "");
            run(
                    List.of(binaries.program("postgres"), "--single", "-D", cluster.toString(), "postgres"),
                    "create database " + DATABASE + "\n");
            Files.move(password, cluster.resolve(PASSWORD_FILE));
            // The move is atomic: an interrupted first start is repeated from the beginning.
            Files.move(cluster, directory);
        } finally {
            PostgresBinaries.deleteTree(half);
        }
    }

    private static List<String> initdb(PostgresBinaries binaries, Path cluster, Path password) {
        return List.of(
                binaries.program("initdb"),
                "--pgdata=" + cluster,
                "--username=" + USER,
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
                "--auth=scram-sha-256",
                "--pwfile=" + password);
    }

    private static void writeSecret(Path file) throws IOException {
        var random = new byte[32];
        new SecureRandom().nextBytes(random);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, HexFormat.of().formatHex(random), StandardOpenOption.WRITE);
    }

    private static void run(List<String> command, String input) throws IOException {
        var whole = new ArrayList<>(PostgresCommand.once());
        whole.addAll(command);
        var process = new ProcessBuilder(whole).redirectErrorStream(true).start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(command.getFirst() + " ended with " + process.exitValue() + ": " + output);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }
}
