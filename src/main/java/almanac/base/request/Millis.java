package almanac.base.request;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A time in epoch milliseconds, from the year 1 to the end of the year 9999.
@Documented
@Constraint(validatedBy = {})
@Min(Millis.FIRST)
@Max(Millis.LAST)
@ReportAsSingleViolation
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
public @interface Millis {
    /// 0001-01-01T00:00:00Z.
    long FIRST = -62_135_596_800_000L;

    /// 9999-12-31T23:59:59.999Z.
    long LAST = 253_402_300_799_999L;

    /// The message for a value outside this range.
    String message() default "must be a moment in epoch milliseconds within the years 1 to 9999";

    /// As in every constraint.
    Class<?>[] groups() default {};

    /// As in every constraint.
    Class<? extends Payload>[] payload() default {};
}
