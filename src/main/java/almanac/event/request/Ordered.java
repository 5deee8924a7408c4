package almanac.event.request;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Requires that an event ends after its start.
@Documented
@Constraint(validatedBy = Ordered.Validator.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface Ordered {
    /// The error text.
    String message() default "must be after start_time";

    /// As in every constraint.
    Class<?>[] groups() default {};

    /// As in every constraint.
    Class<? extends Payload>[] payload() default {};

    /// The validator.
    class Validator implements ConstraintValidator<Ordered, EventRequest> {
        /// For the validator's factory.
        public Validator() {}

        @Override
        public boolean isValid(EventRequest request, ConstraintValidatorContext context) {
            var start = request.startTime();
            var end = request.endTime();
            if (start == null || end == null || end > start) {
                return true;
            }
            context.disableDefaultConstraintViolation();
            context.buildConstraintViolationWithTemplate(context.getDefaultConstraintMessageTemplate())
                    .addPropertyNode("endTime")
                    .addConstraintViolation();
            return false;
        }
    }
}
