package almanac.base.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.PropertyBindingException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// What is wrong with one body, told together. A field is told once: what follows from a refused value, such
/// as that a required field is absent, is left out.
final class BodyErrors {
    private static final Comparator<FieldError> ORDER =
            Comparator.comparing(FieldError::field).thenComparing(FieldError::message);

    private final TreeSet<FieldError> errors = new TreeSet<>(ORDER);
    /// The fields whose values are not in what was validated.
    private final Set<String> refused = new HashSet<>();

    private boolean hasUnknown;

    private BodyErrors() {}

    static BodyErrors none() {
        return new BodyErrors();
    }

    /// Adds a place that the JSON reader refused.
    void add(JsonProcessingException failure) {
        hasUnknown |= failure instanceof PropertyBindingException;
        var field = failure instanceof JsonMappingException mapping ? path(mapping) : "";
        var error = new FieldError(field.isEmpty() ? "body" : field, reason(failure));
        if (isOutside(refused, error.field())) {
            refused.add(error.field());
            errors.add(error);
        }
    }

    /// Adds errors of fields that were not told yet.
    void add(List<FieldError> others) {
        var told = fields();
        others.stream().filter(error -> isOutside(told, error.field())).forEach(errors::add);
    }

    /// Adds a broken constraint.
    ///
    /// @param skipped the number of nodes in its path before the body: 2 for a method and its parameter
    void add(ConstraintViolation<?> violation, int skipped) {
        var field = field(violation, skipped);
        if (isOutside(refused, field)) {
            errors.add(new FieldError(field, violation.getMessage()));
        }
    }

    /// Adds what a body finds itself.
    void add(OpenBody body, boolean isNew) {
        var unknown = body.unknown(isNew).toList();
        hasUnknown |= !unknown.isEmpty();
        add(Stream.concat(unknown.stream(), body.malformed(isNew)).toList());
    }

    private Set<String> fields() {
        return errors.stream().map(FieldError::field).collect(Collectors.toSet());
    }

    boolean isEmpty() {
        return errors.isEmpty();
    }

    /// The answer.
    ProblemException problem() {
        var code = hasUnknown ? "extra_param_found" : Problem.BAD_REQUEST.code();
        return ProblemException.of(Problem.BAD_REQUEST, code, List.copyOf(errors));
    }

    /// @throws ProblemException 400, unless there is no error
    void refuse() {
        if (!isEmpty()) {
            throw problem();
        }
    }

    /// Whether neither a field nor one within it was told.
    private static boolean isOutside(Set<String> told, String field) {
        return told.stream()
                .noneMatch(each -> each.equals(field) || each.startsWith(field + ".") || each.startsWith(field + "["));
    }

    /// The invalid field as the client names it.
    private static String field(ConstraintViolation<?> violation, int skipped) {
        var nodes = StreamSupport.stream(violation.getPropertyPath().spliterator(), false)
                .skip(skipped)
                .toList();
        var name = new StringBuilder();
        for (Path.Node node : nodes) {
            if (node.isInIterable() && node.getIndex() != null) {
                name.append('[').append(node.getIndex()).append(']');
            }
            if (node.getName() != null && !node.getName().startsWith("<")) {
                name.append(name.isEmpty() ? "" : ".").append(JsonNames.of(node.getName()));
            }
        }
        return name.isEmpty() ? "body" : name.toString();
    }

    private static String path(JsonMappingException failure) {
        var path = new StringBuilder();
        for (var reference : failure.getPath()) {
            if (reference.getFieldName() != null) {
                path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
            } else if (reference.getIndex() >= 0) {
                path.append('[').append(reference.getIndex()).append(']');
            }
        }
        return path.toString();
    }

    private static String reason(JsonProcessingException failure) {
        return switch (failure) {
            case PropertyBindingException ignored -> "is not known here";
            case UnreadableValueException unreadable -> unreadable.reason();
            case JsonMappingException ignored -> "is not of the type that belongs here";
            default -> "is not valid JSON";
        };
    }
}
