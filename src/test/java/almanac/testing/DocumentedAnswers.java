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
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;

/// Holds the answers that tests get against the OpenAPI document: what is not declared, or left out though it is
/// required, fails the test that has caused it. A filter of REST Assured; other clients call it by themselves.
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
        hold(request.getMethod(), URI.create(request.getURI()).getRawPath(), answer(response));
        return response;
    }

    /// Holds an answer that came by another client against the document.
    ///
    /// @param path as it was sent, without the query
    /// @throws AssertionError where the document says something else
    public static void hold(String method, String path, Answer answer) {
        var faults = DOCUMENT.undeclared(method, path, answer);
        if (!faults.isEmpty()) {
            throw new AssertionError("META-INF/openapi.yaml does not declare, for " + method + " " + path + " answered "
                    + answer.status() + ": " + String.join("; ", faults));
        }
    }

    /// The same of an answer of the JDK's client, whose body is text that was read, or one that is not looked at.
    public static void hold(HttpResponse<?> response) {
        var request = response.request();
        hold(
                request.method(),
                request.uri().getRawPath(),
                new Answer(
                        response.statusCode(),
                        response.headers().firstValue("content-type").orElse(""),
                        response.headers().map().keySet(),
                        response.body() instanceof String text ? text : null));
    }

    private static Answer answer(Response response) {
        var type = String.valueOf(response.contentType());
        Set<String> names = new TreeSet<>();
        response.headers().forEach(header -> names.add(header.getName()));
        var body = type.startsWith("text/event-stream") ? "" : response.asString();
        return new Answer(response.statusCode(), type, names, body);
    }
}
