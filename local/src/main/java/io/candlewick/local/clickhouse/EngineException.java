package io.candlewick.local.clickhouse;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the engine answered instead of a result, with ClickHouse's own error code. */
final class EngineException extends Exception {
    private static final Pattern CODE = Pattern.compile("Code: (\\d+)\\.");
    private static final int UNKNOWN_EXCEPTION = 1002;
    static final int TOO_MANY_SIMULTANEOUS_QUERIES = 202;

    private final int code;

    private EngineException(int code, String message) {
        super(message);
        this.code = code;
    }

    static EngineException ofEngine(String message) {
        Matcher matcher = CODE.matcher(message);
        return new EngineException(matcher.find() ? Integer.parseInt(matcher.group(1)) : UNKNOWN_EXCEPTION, message);
    }

    static EngineException of(int code, String name, String message) {
        return new EngineException(code, "Code: " + code + ". DB::Exception: " + message + ". (" + name + ")");
    }

    int code() {
        return code;
    }

    /** The HTTP status ClickHouse's own server gives for this code. */
    int httpStatus() {
        return switch (code) {
            case 60, 81 -> 404;
            case 6, 26, 27, 36, 38, 41, 42, 43, 44, 46, 47, 50, 52, 53, 57, 62, 69, 70, 115, 386, 456 -> 400;
            case TOO_MANY_SIMULTANEOUS_QUERIES -> 503;
            default -> 500;
        };
    }
}
