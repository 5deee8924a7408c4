package almanac.mail.letter;

import io.quarkus.qute.TemplateData;
import org.jspecify.annotations.Nullable;

/// What the templates of a mail show.
///
/// @param lead the first sentence
/// @param title the title of the event
/// @param when its time, in words
/// @param where its place; empty for none
/// @param link its meeting link; null for none
/// @param organizer who organizes it
/// @param description its description; empty for none
/// @param repeats whether it is a series
/// @param answer the address at which a guest answers; null for none
/// @param footer why the mail was sent
@TemplateData
public record LetterContent(
        String lead,
        String title,
        String when,
        String where,
        @Nullable String link,
        String organizer,
        String description,
        boolean repeats,
        @Nullable String answer,
        String footer) {}
