package almanac.event.objectstore;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Checks that the settings of the object store fit together. It runs before Quarkus starts, and loads no class of
/// the AWS SDK. Values are not repeated in messages, since one may be a secret at the wrong place.
public final class ObjectStoreCheck {
    private static final String ATTACHMENT = "almanac.attachment.";
    private static final String S3 = ATTACHMENT + "s3.";
    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]");
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9!_.*'()-]+(/[A-Za-z0-9!_.*'()-]+)*");

    private final Function<String, Optional<String>> settings;
    private final List<String> complaints = new ArrayList<>();

    private ObjectStoreCheck(Function<String, Optional<String>> settings) {
        this.settings = settings;
    }

    /// One line for each setting that is missing or contradicts another, with an example.
    ///
    /// @param settings the value of a property; empty if it is not set
    public static List<String> complaints(Function<String, Optional<String>> settings) {
        var check = new ObjectStoreCheck(settings);
        if (check.is(ATTACHMENT + "store", "s3")) {
            check.checkStore();
        } else {
            check.checkDisk();
        }
        return check.complaints;
    }

    private void checkStore() {
        var bucket = settings.apply(S3 + "bucket");
        if (bucket.isEmpty()) {
            complain(S3 + "bucket is not set, and almanac.attachment.store=s3 needs it", "bucket=almanac");
        } else if (!BUCKET.matcher(bucket.get()).matches()) {
            complain(S3 + "bucket is no name of a bucket", "bucket=almanac");
        }
        if (settings.apply(S3 + "endpoint").filter(url -> !isUrl(url)).isPresent()) {
            complain(S3 + "endpoint is no URL of a server", "endpoint=https://s3.example.com");
        }
        if (settings.apply(S3 + "prefix")
                .filter(text -> !PREFIX.matcher(text).matches())
                .isPresent()) {
            complain(S3 + "prefix is no beginning of a name", "prefix=attachments");
        }
        checkPair("access-key", "secret-key");
        checkPair("secret-key", "access-key");
    }

    private void checkPair(String given, String needed) {
        if (settings.apply(S3 + given).isPresent()
                && settings.apply(S3 + needed).isEmpty()) {
            complain(S3 + given + " is set without " + S3 + needed, needed + "=...");
        }
    }

    private void checkDisk() {
        if (is(ATTACHMENT + "copy", "only")) {
            complaints.add(ATTACHMENT + "copy is \"only\", and there is no object store to copy to; for example "
                    + ATTACHMENT + "store=s3");
        }
        if (is(ATTACHMENT + "redirect", "true")) {
            complaints.add(
                    ATTACHMENT + "redirect is \"true\", and there is no object store to redirect to; for example "
                            + ATTACHMENT + "store=s3");
        }
    }

    private boolean is(String name, String value) {
        return settings.apply(name).filter(value::equalsIgnoreCase).isPresent();
    }

    private void complain(String what, String example) {
        complaints.add(what + "; for example " + S3 + example);
    }

    private static boolean isUrl(String text) {
        try {
            var url = URI.create(text);
            return ("http".equals(scheme(url)) || "https".equals(scheme(url))) && url.getHost() != null;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static @Nullable String scheme(URI url) {
        return url.getScheme();
    }
}
