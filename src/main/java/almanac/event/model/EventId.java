package almanac.event.model;

import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.base.request.Texts;

/// The id of an event: `<hex>@<domain>` if created here, any text if mirrored.
public final class EventId {
    private static final int LONGEST = 255;

    private EventId() {}

    /// Checks an id from a path.
    ///
    /// @throws ProblemException 404 for a text that cannot be an id
    public static String checked(String text) {
        if (text.length() > LONGEST || !Texts.isStorable(text)) {
            throw ProblemException.of(Problem.NOT_FOUND);
        }
        return text;
    }
}
