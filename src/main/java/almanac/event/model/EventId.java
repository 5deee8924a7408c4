package almanac.event.model;

import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.base.request.Texts;

/// The id of an event: `<hex>@<domain>` for one made here, any text for one that was mirrored.
public final class EventId {
    private static final int LONGEST = 255;

    private EventId() {}

    /// An id from a path.
    ///
    /// @throws ProblemException 404 for what cannot be an id
    public static String checked(String text) {
        if (text.length() > LONGEST || !Texts.isStorable(text)) {
            throw ProblemException.of(Problem.NOT_FOUND);
        }
        return text;
    }
}
