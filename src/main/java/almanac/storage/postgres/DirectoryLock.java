package almanac.storage.postgres;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// The exclusive lock of a data directory. One process holds it, and the operating system releases it when
/// that process ends.
final class DirectoryLock implements AutoCloseable {
    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Locks the directory, and creates it if it does not exist.
    ///
    /// @throws StartFailure where another process holds the lock
    static DirectoryLock take(Path directory) {
        var file = directory.resolve("almanac.lock");
        try {
            Files.createDirectories(directory);
            var channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                var holder = Files.readString(file).strip();
                channel.close();
                throw new StartFailure("The data directory " + directory + " is in use by another Almanac (process "
                        + holder + "). Stop that one, or set almanac.data to another directory.");
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
            return new DirectoryLock(channel);
        } catch (IOException failure) {
            throw new StartFailure("The data directory " + directory + " cannot be used: " + failure, failure);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldInThisProcess) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException ignored) {
            // The operating system releases the lock when the process ends.
        }
    }
}
