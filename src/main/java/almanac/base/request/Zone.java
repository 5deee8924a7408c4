package almanac.base.request;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.io.IOException;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The name of a time zone in the JDK's IANA database, such as `Europe/Berlin`.
@Documented
@Constraint(validatedBy = Zone.Validator.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
public @interface Zone {
    /// The message for an unknown name.
    String message() default "must be a time zone of the IANA database, such as Europe/Berlin";

    /// As in every constraint.
    Class<?>[] groups() default {};

    /// As in every constraint.
    Class<? extends Payload>[] payload() default {};

    /// The known names.
    ///
    /// The JDK has names that IANA does not have, and lacks three that IANA has: EST, MST and HST, which it
    /// treats as abbreviations.
    final class Names {
        private static final Set<String> ABBREVIATIONS = Set.of("EST", "MST", "HST");

        /// The names by their lower-case form.
        private static final Map<String, String> KNOWN = Stream.concat(
                        ZoneId.getAvailableZoneIds().stream().filter(name -> !name.startsWith("SystemV/")),
                        ABBREVIATIONS.stream())
                .distinct()
                .collect(Collectors.toUnmodifiableMap(name -> name.toLowerCase(Locale.ROOT), name -> name));

        private Names() {}

        /// A name in IANA's spelling, for a text in any case; an unknown name is returned unchanged.
        public static String canonical(String text) {
            return KNOWN.getOrDefault(text.toLowerCase(Locale.ROOT), text);
        }

        /// Whether a text is a name in IANA's spelling.
        public static boolean isKnown(String text) {
            return text.equals(KNOWN.get(text.toLowerCase(Locale.ROOT)));
        }
    }

    /// Reads a name in any case and returns IANA's spelling.
    class Reader extends StdDeserializer<String> {
        /// For Jackson.
        public Reader() {
            super(String.class);
        }

        @Override
        public @Nullable String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return parser.hasToken(JsonToken.VALUE_STRING)
                    ? Names.canonical(parser.getText())
                    : (String) context.handleUnexpectedToken(String.class, parser);
        }
    }

    /// The check itself.
    class Validator implements ConstraintValidator<Zone, String> {
        /// For the validator's factory.
        public Validator() {}

        @Override
        public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
            return value == null || Names.isKnown(value);
        }
    }
}
