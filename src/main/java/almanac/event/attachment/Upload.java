package almanac.event.attachment;

import java.nio.file.Path;

/// One part of a request, on disk in a temporary place.
///
/// @param file where it lies
/// @param name the name the client sent
/// @param contentType the media type the client sent
/// @param size bytes
public record Upload(Path file, String name, String contentType, long size) {}
