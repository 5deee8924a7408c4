package almanac.event.attachment;

import java.nio.file.Path;

/// One part of a request, stored in a temporary file.
///
/// @param file the temporary file
/// @param name the sent name
/// @param contentType the sent media type
/// @param size in bytes
public record Upload(Path file, String name, String contentType, long size) {}
