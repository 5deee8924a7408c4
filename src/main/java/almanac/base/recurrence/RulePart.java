package almanac.base.recurrence;

import java.util.regex.Pattern;

/// A part of a rule (RFC 5545, section 3.3.10; RFC 7529, section 4), with the range of its numbers. The order
/// is that of the canonical spelling.
enum RulePart {
    FREQ,
    INTERVAL,
    COUNT,
    UNTIL,
    WKST,
    BYDAY,
    BYHOUR(0, 23, false),
    BYMINUTE(0, 59, false),
    BYMONTH(1, 12, false),
    BYMONTHDAY(1, 31, true),
    /// 60, a leap second, is read as 59 (RFC 5545, section 3.3.12).
    BYSECOND(0, 60, false),
    BYSETPOS(1, 366, true),
    BYWEEKNO(1, 53, true),
    BYYEARDAY(1, 366, true),
    RSCALE,
    SKIP;

    private static final Pattern UNSIGNED = Pattern.compile("[0-9]{1,2}");
    private static final Pattern SIGNED = Pattern.compile("[+-]?[0-9]{1,3}");

    private final int min;
    private final int max;
    private final boolean signed;

    RulePart() {
        this(0, 0, false);
    }

    RulePart(int min, int max, boolean signed) {
        this.min = min;
        this.max = max;
        this.signed = signed;
    }

    /// Whether it is a list of numbers.
    boolean isNumbers() {
        return max > 0;
    }

    /// Whether a text is one of its numbers.
    boolean accepts(String text) {
        if (!(signed ? SIGNED : UNSIGNED).matcher(text).matches()) {
            return false;
        }
        var number = Integer.parseInt(text);
        var size = signed ? Math.abs(number) : number;
        return size >= min && size <= max;
    }

    /// The numbers that it accepts, for an error message.
    String range() {
        return signed
                ? "whole numbers from %d to %d or from -%d to -%d".formatted(min, max, max, min)
                : "whole numbers from %d to %d".formatted(min, max);
    }
}
