package almanac.base.request;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/// Text that can be stored and sent back unchanged: a number of Unicode characters within bounds, no
/// NUL (which PostgreSQL cannot hold) and no lone surrogate (which UTF-8 cannot).
@Documented
@Constraint(validatedBy = Text.Validator.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Text {
    /// The least number of characters.
    int min() default 0;

    /// The greatest number of characters, counted as Unicode code points.
    int max();

    /// What is said of a value outside the bounds.
    String message() default "must have {min} to {max} characters, and neither NUL nor lone surrogates";

    /// As in every constraint.
    Class<?>[] groups() default {};

    /// As in every constraint.
    Class<? extends Payload>[] payload() default {};

    /// The check itself.
    class Validator implements ConstraintValidator<Text, String> {
        private int min;
        private int max;

        /// For the validator's factory.
        public Validator() {}

        @Override
        public void initialize(Text bounds) {
            min = bounds.min();
            max = bounds.max();
        }

        @Override
        public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
            return value == null || (Texts.isStorable(value) && fits(value.codePointCount(0, value.length())));
        }

        private boolean fits(int length) {
            return length >= min && length <= max;
        }
    }
}
