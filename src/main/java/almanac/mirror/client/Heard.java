package almanac.mirror.client;

import almanac.mirror.link.Skipped;
import java.util.List;

/// What an answer of the remote service tells.
///
/// @param items what could be read
/// @param skipped what could not, each with its reason
public record Heard<T>(List<T> items, List<Skipped> skipped) {}
