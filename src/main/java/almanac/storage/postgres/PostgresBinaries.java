package almanac.storage.postgres;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// The PostgreSQL programs, unpacked once from the archive in the jar.
final class PostgresBinaries {
    private final Path home;

    private PostgresBinaries(Path home) {
        this.home = home;
    }

    /// Unpacks the archive for this machine into `parent`, unless that was done before.
    ///
    /// @throws StartFailure where the jar has no archive for this machine
    static PostgresBinaries unpackInto(Path parent) {
        var archive = "/postgres-linux-" + architecture() + ".txz";
        try (var packed = PostgresBinaries.class.getResourceAsStream(archive)) {
            if (packed == null) {
                throw new StartFailure(
                        isNative()
                                ? "The native binary carries no PostgreSQL."
                                        + " Set almanac.database.url to an external one, for example"
                                        + " almanac.database.url=postgresql://db.example.com:5432/almanac"
                                : "There is no embedded PostgreSQL for " + System.getProperty("os.name") + " on "
                                        + System.getProperty("os.arch")
                                        + ". Set almanac.database.url to an external one.");
            }
            var bytes = packed.readAllBytes();
            var home = parent.resolve("pgsql-" + fingerprint(bytes));
            if (!Files.isDirectory(home)) {
                unpack(new ByteArrayInputStream(bytes), home);
            }
            return new PostgresBinaries(home);
        } catch (IOException failure) {
            throw new StartFailure("PostgreSQL could not be unpacked into " + parent + ": " + failure, failure);
        }
    }

    /// The path of a program.
    String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    /// The directory is named after a hash of the archive, so that another version is unpacked beside it.
    private static String fingerprint(byte[] archive) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(archive);
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// The system property is set in a native image, at build time and at run time.
    private static boolean isNative() {
        return System.getProperty("org.graalvm.nativeimage.imagecode") != null;
    }

    private static String architecture() {
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> "unknown";
        };
    }

    private static void unpack(InputStream packed, Path home) throws IOException {
        var half = Files.createTempDirectory(home.getParent(), "unpacking-");
        try (var tar = new TarArchiveInputStream(new XZInputStream(packed))) {
            for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
                unpack(tar, entry, half);
            }
            Files.setPosixFilePermissions(half, PosixFilePermissions.fromString("rwxr-xr-x"));
            // The move is atomic: an interrupted start leaves no half-unpacked programs.
            Files.move(half, home);
        } finally {
            deleteTree(half);
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path root) throws IOException {
        var target = root.resolve(entry.getName()).normalize();
        if (!target.startsWith(root)) {
            throw new IOException("An entry of the archive points outside of it: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, target);
        var executable = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }

    /// Deletes a directory and its contents, if it exists.
    static void deleteTree(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (var paths = Files.walk(directory)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
