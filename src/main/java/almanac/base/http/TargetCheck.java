package almanac.base.http;

import almanac.base.problem.DirectAnswers;
import almanac.base.problem.Problem;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;

/// Refuses request targets that are no URI, such as `/%zz`: 400 with the documented body.
///
/// Quarkus refuses them too, in front of every route and with an empty body, unless a system property
/// tells it not to; [#takeOver] sets it.
@Singleton
public class TargetCheck {
    private static final String QUARKUS_LEAVES_IT = "vertx.disableURIValidation";

    /// Before everything else that looks at the target.
    private static final int PRIORITY = 10_000;

    private final DirectAnswers answers;

    TargetCheck(DirectAnswers answers) {
        this.answers = answers;
    }

    /// Makes this check the one that decides; to be called before Quarkus starts.
    public static void takeOver() {
        System.setProperty(QUARKUS_LEAVES_IT, "true");
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext context) {
        try {
            new URI(context.request().uri());
        } catch (URISyntaxException malformed) {
            answers.write(context.response(), Problem.BAD_REQUEST);
            return;
        }
        context.next();
    }
}
