package almanac.event.attachment;

import almanac.base.request.Texts;
import java.util.regex.Pattern;

/// The name of an uploaded file, made safe for those who save it: the last part of a path, without
/// control characters, without those that turn the direction of writing, which make `exe.txt` of `txt.exe`, and
/// without what stands for other files in shells and on other systems. Quotes and semicolons
/// are letters of a name like others.
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
