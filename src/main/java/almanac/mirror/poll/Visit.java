package almanac.mirror.poll;

import almanac.mirror.link.Link;
import java.util.List;

/// One turn of a link.
///
/// @param askedAt when the asking began, in epoch ms
/// @param slices the times that are asked for
record Visit(Link link, long askedAt, List<Slice> slices) {
    long from() {
        return slices.stream().mapToLong(Slice::from).min().orElseThrow();
    }

    long to() {
        return slices.stream().mapToLong(Slice::to).max().orElseThrow();
    }
}
