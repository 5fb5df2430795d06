package io.candlewick.streams.query;

import java.util.List;

/**
 * Why a request is not answered, as RFC 9457 wants it told.
 *
 * @param status the HTTP status
 * @param title what kind of problem it is, the same for all of its kind
 * @param detail what is wrong with this request, and the way out
 * @param errors what is wrong with each parameter; empty if it is not about parameters
 */
record Problem(int status, String title, String detail, List<ParameterError> errors) {

    /** The media type of a problem document. */
    static final String MEDIA_TYPE = "application/problem+json";

    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ACCEPTABLE = 406;
    private static final int TOO_MANY = 429;
    private static final int FAILED = 500;
    private static final int UNAVAILABLE = 503;

    /**
     * One parameter that cannot be used.
     *
     * @param parameter its name
     * @param value what was sent
     * @param reason what is wrong with it
     */
    record ParameterError(String parameter, String value, String reason) {}

    static Problem parameters(List<ParameterError> errors) {
        String detail = errors.stream()
                .map(error -> error.parameter() + "=" + error.value() + " " + error.reason())
                .reduce((left, right) -> left + "; " + right)
                .orElse("");
        return new Problem(BAD_REQUEST, "Parameters cannot be used", detail, errors);
    }

    static Problem unauthorized() {
        return new Problem(
                UNAUTHORIZED, "Not authorized", "Send the token as 'Authorization: Bearer <token>'", List.of());
    }

    static Problem notFound(String detail) {
        return new Problem(NOT_FOUND, "Not found", detail, List.of());
    }

    static Problem notAcceptable(String detail) {
        return new Problem(NOT_ACCEPTABLE, "Not acceptable", detail, List.of());
    }

    static Problem unavailable(String detail) {
        return new Problem(UNAVAILABLE, "Cannot be answered now", detail, List.of());
    }

    static Problem tooMany(String detail) {
        return new Problem(TOO_MANY, "Too many at once", detail, List.of());
    }

    static Problem failed() {
        return new Problem(FAILED, "Failed", "The error is in the program's log", List.of());
    }
}
