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

/// Text that can be stored and returned unchanged: its length within bounds, no NUL (PostgreSQL cannot store
/// it) and no lone surrogate (UTF-8 cannot encode it).
@Documented
@Constraint(validatedBy = Text.Validator.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Text {
    /// The minimum length, in Unicode code points.
    int min() default 0;

    /// The maximum length, in Unicode code points.
    int max();

    /// The message for any other text.
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
