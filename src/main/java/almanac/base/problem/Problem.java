package almanac.base.problem;

/// A kind of failure, with its HTTP status, its machine-readable code and its text.
///
/// The texts from 400 to 500 are those of the Cliq Events API v2, unchanged (contract, "Errors"). The texts
/// for 408, 409, 412 to 416, 431, 503 and 507 are Almanac's own.
public enum Problem {
    BAD_REQUEST(
            400,
            "bad_request",
            "The request cannot be performed. Usually because of malformed parameter or missing parameter."),
    UNAUTHORIZED(401, "invalid_token", "Request was rejected because of invalid AuthToken."),
    FORBIDDEN(
            403,
            "permission_denied",
            "The user does not have enough permission or possibly not an user of the respective organization to access"
                    + " the resource."),
    NOT_FOUND(
            404,
            "not_found",
            "The URL you've sent is wrong. It's possible that the resource you've requested has been moved to another"
                    + " URL."),
    METHOD_NOT_ALLOWED(
            405,
            "method_not_allowed",
            "The requested resource does not support the HTTP method used. For example, requesting List of all"
                    + " customers API with PUT as the HTTP method."),
    NOT_ACCEPTABLE(
            406,
            "not_acceptable",
            "The response has been received but the requested response type is not supported by the browser."),
    REQUEST_TIMEOUT(408, "request_timeout", "The request has not arrived in time."),
    CONFLICT(409, "conflict", "The request conflicts with what is already there."),
    PRECONDITION_FAILED(
            412, "edit_tag_stale", "The resource has been changed since the edit_tag that was sent; nothing was done."),
    TOO_LARGE(413, "too_large", "The request is larger than the service takes."),
    URI_TOO_LONG(414, "uri_too_long", "The URL of the request is longer than the service takes."),
    UNSUPPORTED_MEDIA_TYPE(415, "unsupported_media_type", "The media type of the request's body is not supported."),
    RANGE_NOT_SATISFIABLE(416, "range_not_satisfiable", "The resource has no such range of bytes."),
    TOO_MANY_REQUESTS(429, "too_many_requests", "Too many requests within a certain time frame."),
    HEADERS_TOO_LARGE(431, "headers_too_large", "The header fields of the request are larger than the service takes."),
    SERVER_ERROR(
            500, "internal_error", "Cliq server encountered an error which prevents it from fulfilling the request."),
    UNAVAILABLE(503, "unavailable", "The service cannot answer right now; try again later."),
    INSUFFICIENT_STORAGE(507, "insufficient_storage", "The service has no room for what was sent.");

    private final int status;
    private final String code;
    private final String message;

    Problem(int status, String code, String message) {
        this.status = status;
        this.code = code;
        this.message = message;
    }

    /// The HTTP status code, as in RFC 9110.
    public int status() {
        return status;
    }

    /// The default machine-readable code; a failure may have a more specific one.
    public String code() {
        return code;
    }

    /// The fixed text of the body's `message`.
    public String message() {
        return message;
    }

    /// The problem of an HTTP status; for other statuses, [#BAD_REQUEST] for 4xx and [#SERVER_ERROR] for the
    /// rest.
    public static Problem ofStatus(int status) {
        for (var problem : values()) {
            if (problem.status == status) {
                return problem;
            }
        }
        return status >= 400 && status < 500 ? BAD_REQUEST : SERVER_ERROR;
    }
}
