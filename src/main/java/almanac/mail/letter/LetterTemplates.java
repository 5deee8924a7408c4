package almanac.mail.letter;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import jakarta.inject.Singleton;
import java.util.Locale;

/// Renders the content of a mail.
@Singleton
class LetterTemplates {
    private final Template text;
    private final Template html;

    LetterTemplates(@Location("letter.txt") Template text, @Location("letter.html") Template html) {
        this.text = text;
        this.html = html;
    }

    String text(LetterContent content, Locale locale) {
        return render(text, content, locale);
    }

    String html(LetterContent content, Locale locale) {
        return render(html, content, locale);
    }

    private static String render(Template template, LetterContent content, Locale locale) {
        return template.data("content", content).setLocale(locale.getLanguage()).render();
    }
}
