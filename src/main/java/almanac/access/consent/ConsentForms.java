package almanac.access.consent;

import almanac.access.signature.SigningKey;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Signs the forms of the page on which a person approves, and reads what comes back. A form is valid for ten minutes,
/// on any node.
@Singleton
class ConsentForms {
    private static final String PURPOSE = "consent";
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final SigningKey key;
    private final Clock clock;

    ConsentForms(SigningKey key, Clock clock) {
        this.key = key;
        this.clock = clock;
    }

    /// A new form.
    ///
    /// @param proof identifies the person; null while that is not known
    /// @param page makes an answer of the form and its signed text
    <T> Uni<T> sign(AuthorizationRequest request, @Nullable Long proof, Function<Signed, T> page) {
        var form = new ConsentForm(request, proof, clock.millis() + PATIENCE.toMillis());
        return key.read(PURPOSE).map(secret -> page.apply(new Signed(request, form.text(secret))));
    }

    /// A form to be sent.
    ///
    /// @param request what it is about
    /// @param text its signed text
    record Signed(AuthorizationRequest request, String text) {}

    /// A form that was sent back; empty if it is not one of this service's, or too old.
    Uni<Optional<ConsentForm>> read(String signed) {
        return key.read(PURPOSE).map(secret -> ConsentForm.read(signed, secret, clock.millis()));
    }
}
