package almanac.base.problem;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A tree of path templates such as `/api/v2/events/{id}`, one level for each segment. A lookup follows the
/// segments of the path instead of comparing it with each template.
///
/// A variable matches one segment that is not empty. A path may end with one additional slash.
final class PathTree {
    private final Map<String, PathTree> literals = new ConcurrentHashMap<>();
    private volatile @Nullable PathTree variable;
    private volatile @Nullable String template;

    /// Adds a template.
    void add(String added) {
        var node = this;
        for (var step : added.split("/", -1)) {
            if (!step.isEmpty()) {
                node = node.child(step);
            }
        }
        node.template = added;
    }

    private PathTree child(String step) {
        if (!step.startsWith("{")) {
            return literals.computeIfAbsent(step, _ -> new PathTree());
        }
        var child = variable;
        if (child == null) {
            child = new PathTree();
            variable = child;
        }
        return child;
    }

    /// The template that matches a path; the most literal one if there are several; empty if there is none.
    Optional<String> find(String path) {
        return Optional.ofNullable(find(path, 0));
    }

    /// @param from the index of the slash before the next segment
    private @Nullable String find(String path, int from) {
        var last = path.length() - 1;
        if (from > last || (from == last && path.charAt(from) == '/')) {
            return template;
        }
        var slash = path.indexOf('/', from + 1);
        var end = slash < 0 ? path.length() : slash;
        if (path.charAt(from) != '/' || end == from + 1) {
            return null;
        }
        var literal = literals.get(path.substring(from + 1, end));
        var found = literal == null ? null : literal.find(path, end);
        var any = variable;
        return found != null || any == null ? found : any.find(path, end);
    }
}
