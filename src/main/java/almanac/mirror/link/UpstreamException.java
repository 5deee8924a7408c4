package almanac.mirror.link;

import almanac.base.problem.FieldError;
import java.util.List;

/// Why a call to a remote service gave no result. None of them holds a secret, or has a stack trace:
/// they are answers, not incidents.
public sealed class UpstreamException extends RuntimeException {
    private final String code;

    private UpstreamException(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /// Nothing is wrong there: it failed here.
    public static UpstreamException here(String what) {
        return new UpstreamException("mirror_failed", "failed here: " + what);
    }

    /// Machine-readable.
    public String code() {
        return code;
    }

    /// It cannot be reached, or cannot answer now.
    public static final class Away extends UpstreamException {
        private final boolean sent;

        /// No answer came.
        ///
        /// @param sent whether it may have received the request all the same
        public Away(String message, boolean sent) {
            super("upstream_away", message);
            this.sent = sent;
        }

        /// Whether it may have received the request, and acted on it.
        public boolean isSent() {
            return sent;
        }
    }

    /// It has answered no.
    public static final class Refused extends UpstreamException {
        private final int status;
        private final transient List<FieldError> errors;

        public Refused(int status, String code, List<FieldError> errors) {
            super(code, "was answered " + status + " " + code);
            this.status = status;
            this.errors = List.copyOf(errors);
        }

        /// The HTTP status.
        public int status() {
            return status;
        }

        /// What it finds wrong, by field.
        public List<FieldError> errors() {
            return errors;
        }
    }

    /// Its quota is used up, or it says so.
    public static final class Throttled extends UpstreamException {
        private final long until;

        public Throttled(UpstreamCall call, long until) {
            super("request_limit_exceeded", "the quota of " + call.text() + " is used up");
            this.until = until;
        }

        /// When the next try is worth while, in epoch ms.
        public long until() {
            return until;
        }
    }

    /// It does not accept the credentials.
    public static final class Unauthorized extends UpstreamException {
        public Unauthorized(String message) {
            super("upstream_unauthorized", message);
        }
    }

    /// What it answers cannot be understood.
    public static final class Garbled extends UpstreamException {
        public Garbled(String message) {
            super("upstream_garbled", message);
        }
    }
}
