package almanac.testing;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The methods of the resources, by the calls that lead to them.
public final class ResourceMethods {
    /// Where `FeedRouting` leads the streams of lists to: no addresses of their own for clients.
    private static final String FEEDS = "/api/v2/feeds/";

    private ResourceMethods() {}

    /// A call, and one of the methods for it.
    private record Route(String call, JavaMethod method) {}

    /// Every call as `GET /path/{variable}`, with its methods: one for each representation.
    public static Map<String, List<JavaMethod>> byCall() {
        return new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests()).importPackages("almanac").stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .flatMap(ResourceMethods::routes)
                        .collect(groupingBy(Route::call, TreeMap::new, Collectors.mapping(Route::method, toList())));
    }

    private static Stream<Route> routes(JavaClass resource) {
        var root = resource.getAnnotationOfType(Path.class).value().replace(FEEDS, "/api/v2/");
        return resource.getMethods().stream()
                .flatMap(method ->
                        methods(method).map(name -> new Route(name + " " + joined(root, path(method)), method)));
    }

    private static String path(JavaMethod method) {
        return method.tryGetAnnotationOfType(Path.class).map(Path::value).orElse("");
    }

    private static Stream<String> methods(JavaMethod method) {
        return method.getAnnotations().stream()
                .filter(annotation -> annotation.getRawType().isAnnotatedWith(HttpMethod.class))
                .map(annotation -> annotation.getRawType().getSimpleName());
    }

    private static String joined(String root, String rest) {
        return rest.isEmpty() || rest.startsWith("/") ? root + rest : root + "/" + rest;
    }
}
