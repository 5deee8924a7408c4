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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An e-mail address: text, one `@`, text, and no invisible characters. With an invisible character, two
/// different addresses could look the same.
@Documented
@Constraint(validatedBy = Address.Validator.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Address {
    /// What is wrong with a text that is not an address.
    String RULE = "must be an e-mail address, without spaces and invisible characters";

    /// The message for a text that is not an address.
    String message() default RULE;

    /// As in every constraint.
    Class<?>[] groups() default {};

    /// As in every constraint.
    Class<? extends Payload>[] payload() default {};

    /// The check itself.
    class Validator implements ConstraintValidator<Address, String> {
        private static final Pattern FORM = Pattern.compile("[^@]+@[^@]+");

        /// For the validator's factory.
        public Validator() {}

        @Override
        public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
            return value == null || isAddress(value);
        }

        /// Whether a text is an address.
        public static boolean isAddress(String text) {
            return FORM.matcher(text).matches() && text.codePoints().allMatch(Texts::isVisible);
        }
    }
}
