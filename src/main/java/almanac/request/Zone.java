package almanac.request;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The name of a time zone in the IANA database that comes with the JDK, such as `Europe/Berlin`.
@Documented
@Constraint(validatedBy = Zone.Validator.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
public @interface Zone {
    /// What is said of a name that the database does not have.
    String message() default "must be a time zone of the IANA database, such as Europe/Berlin";

    /// As in every constraint.
    Class<?>[] groups() default {};

    /// As in every constraint.
    Class<? extends Payload>[] payload() default {};

    /// The check itself.
    class Validator implements ConstraintValidator<Zone, String> {
        private static final Set<String> KNOWN = Set.copyOf(ZoneId.getAvailableZoneIds());

        /// For the validator's factory.
        public Validator() {}

        @Override
        public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
            return value == null || KNOWN.contains(value);
        }
    }
}
