package almanac.testing;

import almanac.testing.OpenApiDocument.Answer;
import io.quarkus.test.junit.callback.QuarkusTestBeforeClassCallback;
import io.restassured.RestAssured;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.net.URI;
import java.util.Set;
import java.util.TreeSet;

/// Holds every answer that a test gets by REST Assured against the OpenAPI document: what is not declared
/// fails the test that has caused it.
public final class DocumentedAnswers implements QuarkusTestBeforeClassCallback, Filter {
    private static final OpenApiDocument DOCUMENT = OpenApiDocument.read();

    @Override
    public void beforeClass(Class<?> testClass) {
        if (RestAssured.filters().stream().noneMatch(DocumentedAnswers.class::isInstance)) {
            RestAssured.filters(this);
        }
    }

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext context) {
        var response = context.next(request, expected);
        var path = URI.create(request.getURI()).getRawPath();
        var undeclared = DOCUMENT.undeclared(request.getMethod(), path, answer(response));
        if (!undeclared.isEmpty()) {
            throw new AssertionError("META-INF/openapi.yaml does not declare, for " + request.getMethod() + " " + path
                    + " answered " + response.statusCode() + ": " + String.join("; ", undeclared));
        }
        return response;
    }

    private static Answer answer(Response response) {
        var type = String.valueOf(response.contentType());
        Set<String> names = new TreeSet<>();
        response.headers().forEach(header -> names.add(header.getName()));
        var body = type.startsWith("text/event-stream") ? "" : response.asString();
        return new Answer(response.statusCode(), type, names, body);
    }
}
