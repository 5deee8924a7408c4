package almanac.base.problem;

import io.quarkus.runtime.annotations.RegisterForReflection;

/// An error of one field of the body, query parameter or header.
///
/// @param field its name as the client wrote it, with its path: `attendees[3].email`
/// @param message what is wrong, so that a developer can mend it; never the value itself

@RegisterForReflection
public record FieldError(String field, String message) {}
