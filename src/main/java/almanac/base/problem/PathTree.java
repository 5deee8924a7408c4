package almanac.base.problem;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Templates of paths such as `/api/v2/events/{id}` as a tree of their steps: a path is looked up step by
/// step, and not compared with each template.
///
/// A variable step stands for one step that is not empty. A path may have one slash more at its end.
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

    /// The template that a path follows, the most literal one where there are several; empty where there is
    /// none.
    Optional<String> find(String path) {
        return Optional.ofNullable(find(path, 0));
    }

    /// @param from where the slash in front of the next step is
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
