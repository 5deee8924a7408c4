package almanac.drill;

import almanac.testing.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/// A file system in memory that can be filled. To mount it takes root.
final class SmallDisk implements AutoCloseable {
    private static final String SIZE = "1g";

    private final Path directory;

    private SmallDisk(Path directory) {
        this.directory = directory;
    }

    /// Mounts a new one below `target`.
    static SmallDisk mount() {
        try {
            var directory = Files.createTempDirectory(
                    Files.createDirectories(Path.of("target")).toAbsolutePath(), "disk-");
            Command.succeed("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "tmpfs", directory.toString());
            return new SmallDisk(directory);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// A directory on it.
    Path directory() {
        try {
            return Files.createDirectories(directory.resolve("data"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Takes all room that is left.
    void fill() {
        var _ = Command.run("dd", "if=/dev/zero", "of=" + directory.resolve("ballast-" + UUID.randomUUID()), "bs=64k");
    }

    /// Gives all room back that was taken.
    void free() {
        Command.succeed("find", directory.toString(), "-maxdepth", "1", "-name", "ballast-*", "-delete");
    }

    @Override
    public void close() {
        Command.succeed("umount", "-l", directory.toString());
    }
}
