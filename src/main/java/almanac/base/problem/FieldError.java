package almanac.base.problem;

import io.quarkus.runtime.annotations.RegisterForReflection;

/// One thing to mend: the field of the body, the query parameter or the header, and what is wrong with
/// it.
///
/// @param field the name as the client wrote it, with the way to it: `attendees[3].email`
/// @param message what is wrong, in a form that a person can act on; never the value itself

@RegisterForReflection
public record FieldError(String field, String message) {}
