package almanac.event.upload;

import almanac.base.problem.FieldError;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.event.attachment.AttachmentConfig;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.common.util.CaseInsensitiveMap;
import org.jboss.resteasy.reactive.server.core.multipart.FormData;
import org.jboss.resteasy.reactive.server.core.multipart.MultipartParser;
import org.jspecify.annotations.Nullable;

/// Parses the form of an upload as it arrives and writes its files to disk, each up to the limit.
///
/// An error is kept until the whole body is read, and the rest of the body is dropped: a client that is still
/// sending may not read an early answer. Not thread-safe.
final class FormReader implements MultipartParser.PartHandler, AutoCloseable {
    private static final Set<String> PART_NAMES = Set.of("files", "file");

    /// The most bytes without the start or content of a part: a part's headers, or a body that is no form.
    private static final int LONGEST_HEAD = 64 * 1024;

    private final Path directory;
    private final long fileLimit;
    private final int countLimit;
    private final MultipartParser.ParseState parser;
    private final FormData form;
    private final List<Path> files = new ArrayList<>();

    private @Nullable ProblemException problem;
    private @Nullable Part part;
    private long unused;

    /// @param boundary the boundary of the parts
    /// @param directory where the files are written
    /// @param config the limits
    FormReader(String boundary, Path directory, AttachmentConfig config) {
        this.directory = directory;
        this.fileLimit = config.fileLimit().asLongValue();
        this.countLimit = config.countLimit();
        this.form = new FormData(countLimit + 1);
        this.parser = MultipartParser.beginParse(
                this, boundary.getBytes(StandardCharsets.US_ASCII), StandardCharsets.UTF_8.name());
    }

    /// A file that is being written.
    private record Part(
            String name, String fileName, CaseInsensitiveMap<String> headers, Path file, FileChannel channel) {}

    /// Parses the next bytes.
    ///
    /// @throws UncheckedIOException if writing to disk fails
    void take(ByteBuffer bytes) {
        if (problem != null) {
            return;
        }
        unused += bytes.remaining();
        try {
            parser.parse(bytes);
        } catch (ProblemException refused) {
            problem = refused;
        } catch (UncheckedIOException disk) {
            throw disk;
        } catch (IOException | RuntimeException malformed) {
            problem = unreadable();
        }
        if (unused > LONGEST_HEAD) {
            problem = unreadable();
        }
    }

    /// The form, after the last byte.
    ///
    /// @throws ProblemException if the form is invalid
    FormData end() {
        if (problem != null) {
            throw problem;
        }
        if (!parser.isComplete()) {
            throw unreadable();
        }
        return form;
    }

    /// Removes the files that were not moved elsewhere.
    @Override
    public void close() throws IOException {
        if (part != null) {
            part.channel.close();
        }
        for (var file : files) {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public void beginPart(CaseInsensitiveMap<String> headers) {
        unused = 0;
        var disposition = Optional.ofNullable(headers.getFirst(HttpHeaders.CONTENT_DISPOSITION))
                .flatMap(Disposition::parse)
                .orElseThrow(FormReader::unreadable);
        var name = disposition.name();
        if (name == null || !PART_NAMES.contains(name)) {
            throw ProblemException.of(
                    Problem.BAD_REQUEST,
                    "extra_param_found",
                    List.of(new FieldError(name == null ? "" : name, "is not known here")));
        }
        var fileName = disposition.fileName();
        if (fileName == null || fileName.isEmpty()) {
            throw ProblemException.field(name, "has a file name");
        }
        if (files.size() == countLimit) {
            throw ProblemException.field(name, "holds at most " + countLimit + " files");
        }
        part = begin(name, fileName, headers);
    }

    private Part begin(String name, String fileName, CaseInsensitiveMap<String> headers) {
        try {
            Files.createDirectories(directory);
            var file = Files.createTempFile(directory, "upload-", "");
            files.add(file);
            return new Part(name, fileName, headers, file, FileChannel.open(file, StandardOpenOption.WRITE));
        } catch (IOException disk) {
            throw new UncheckedIOException(disk);
        }
    }

    @Override
    public void data(ByteBuffer bytes) {
        unused = 0;
        var current = current();
        try {
            if (current.channel.position() + bytes.remaining() > fileLimit) {
                throw ProblemException.of(
                        Problem.TOO_LARGE,
                        new FieldError(current.name, "holds files of at most " + fileLimit + " bytes"));
            }
            while (bytes.hasRemaining()) {
                var _ = current.channel.write(bytes);
            }
        } catch (IOException disk) {
            throw new UncheckedIOException(disk);
        }
    }

    @Override
    public void endPart() {
        var ended = current();
        try {
            ended.channel.close();
        } catch (IOException disk) {
            throw new UncheckedIOException(disk);
        }
        form.add(ended.name, ended.file, ended.fileName, ended.headers);
        part = null;
    }

    private Part current() {
        if (part == null) {
            throw new IllegalStateException("outside of a part");
        }
        return part;
    }

    private static ProblemException unreadable() {
        return ProblemException.field("body", "is not a valid multipart form");
    }
}
