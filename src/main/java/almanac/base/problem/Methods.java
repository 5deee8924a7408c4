package almanac.base.problem;

import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/// The methods of each path, for the field `Allow` of a 405 (RFC 9110, section 15.5.6).
///
/// Quarkus REST omits the field, and answers 404 if a shorter template of another class matches the path as
/// well.
@Singleton
@Provider
public class Methods implements DynamicFeature {
    private final ConcurrentSkipListMap<String, NavigableSet<String>> methods = new ConcurrentSkipListMap<>();
    private final PathTree templates = new PathTree();

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        var template = path(resource.getResourceClass().getAnnotation(Path.class))
                + path(resource.getResourceMethod().getAnnotation(Path.class));
        templates.add(template);
        for (var annotation : resource.getResourceMethod().getAnnotations()) {
            var method = annotation.annotationType().getAnnotation(HttpMethod.class);
            if (method != null) {
                methods.computeIfAbsent(template, _ -> new ConcurrentSkipListSet<>())
                        .add(method.value());
            }
        }
    }

    /// The methods of a path, by the most literal template; empty for an unknown path.
    public NavigableSet<String> of(String path) {
        return template(path)
                .map(template -> withImplied(methods.getOrDefault(template, Collections.emptyNavigableSet())))
                .orElseGet(TreeSet::new);
    }

    /// The template that matches a path; empty for an unknown path.
    public Optional<String> template(String path) {
        return templates.find(path);
    }

    /// Whether a text is a known template.
    public boolean isTemplate(String text) {
        return methods.containsKey(text);
    }

    private static NavigableSet<String> withImplied(NavigableSet<String> own) {
        var all = new TreeSet<>(own);
        all.add(HttpMethod.OPTIONS);
        if (own.contains(HttpMethod.GET)) {
            all.add(HttpMethod.HEAD);
        }
        return all;
    }

    private static String path(@Nullable Path annotation) {
        if (annotation == null || annotation.value().isEmpty()) {
            return "";
        }
        return annotation.value().startsWith("/") ? annotation.value() : "/" + annotation.value();
    }
}
