package almanac.access.consent;

import almanac.access.auth.Guesses;
import almanac.access.grant.Person;
import almanac.access.grant.SignIn;
import almanac.access.token.Secret;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;

/// Recognizes people, within the limit of guesses of an address.
@Singleton
class Visitors {
    private final SignIn signIn;
    private final Guesses guesses;

    Visitors(SignIn signIn, Guesses guesses) {
        this.signIn = signIn;
        this.guesses = guesses;
    }

    /// The person that a proof stands for; empty for a wrong one, which is counted as a guess.
    Uni<Optional<Person>> find(Secret proof, Visit visit) {
        guesses.check(visit.request());
        return signIn.find(proof).invoke(found -> {
            if (found.isEmpty()) {
                guesses.count(visit.request());
            }
        });
    }

    /// The person of a step before; empty if the proof is not valid any more.
    Uni<Optional<Person>> again(long proof) {
        return signIn.again(proof);
    }
}
