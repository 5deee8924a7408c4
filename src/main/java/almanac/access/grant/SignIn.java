package almanac.access.grant;

import almanac.access.token.Secret;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/// Tells who somebody is that a client has led here. The only place at which that is decided.
public interface SignIn {
    /// The person that a proof stands for; empty for an invalid one.
    ///
    /// @param proof what the person has entered
    Uni<Optional<Person>> find(Secret proof);

    /// The same person a moment later; empty if the proof is not valid any more.
    ///
    /// @param proof `Person.proof`
    Uni<Optional<Person>> again(long proof);
}
