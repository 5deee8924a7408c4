package almanac.event.api;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;

/// A part of an object, as the body of an answer. The [ObjectPartWriter] sends it.
///
/// @param bytes the content, at the reader's pace
/// @param length in bytes
record ObjectPart(Multi<Buffer> bytes, long length) {}
