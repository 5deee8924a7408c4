package almanac.event.attachment;

import almanac.base.request.Texts;
import java.util.regex.Pattern;

/// Sanitizes the name of an uploaded file. Keeps the last part of a path; removes control characters,
/// bidirectional controls (with which `txt.exe` is displayed as `exe.txt`), and characters that are special
/// in shells or file systems. Quotes and semicolons are kept.
final class FileName {
    private static final int LONGEST = 255;
    private static final Pattern UNSAFE =
            Pattern.compile("[\\p{Cntrl}\\u202a-\\u202e\\u2066-\\u2069\\u200e\\u200f\\u061c<>|?*:]");

    private FileName() {}

    static String safe(String sent) {
        var last = sent.substring(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1);
        var clean = Texts.isStorable(last) ? last : last.replaceAll("[\\x00\\ud800-\\udfff]", "_");
        clean = UNSAFE.matcher(clean).replaceAll("_").strip();
        // "." and ".." are directories, and a leading dot hides the file.
        while (clean.startsWith(".")) {
            clean = clean.substring(1);
        }
        if (clean.isEmpty()) {
            return "file";
        }
        return clean.codePointCount(0, clean.length()) <= LONGEST
                ? clean
                : clean.substring(0, clean.offsetByCodePoints(0, LONGEST));
    }
}
