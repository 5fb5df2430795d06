package io.candlewick.connect.sink;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a failure means for the batch it happened to: the one place where that is decided.
 *
 * <p><b>Source</b>: PostgreSQL 17, appendix A "Error Codes"; ClickHouse {@code src/Common/ErrorCodes.cpp}.
 */
public enum FailureClass {
    /** Passes by itself or by an operator's hand, with the same rows: try again, for as long as it takes. */
    RETRYABLE,
    /** The rows, not the place: take the bad one out and write the rest. */
    BAD_ROW,
    /** Neither waiting nor leaving rows out would help, e.g. a table is not there: stop and say so. */
    FATAL;

    /* Classes of SQLSTATE, its first two characters. */
    private static final Set<String> RETRYABLE_CLASSES = Set.of(
            "08", // connection
            "40", // rollback: deadlock, serialization
            "53", // resources: disk full, memory, connections
            "57", // operator: shutdown, starting up, timeout
            "58"); // the server's own input or output
    private static final Set<String> RETRYABLE_STATES = Set.of(
            "25006", // read-only: a standby before its promotion
            "55006", // object in use
            "55P03"); // lock not available
    private static final Set<String> BAD_ROW_CLASSES = Set.of("22", "23", "54");
    /* A column whose type was changed refuses every row's bytes: the table's fault, though its class says "data". */
    private static final Set<String> TABLE_CHANGED_STATES = Set.of("22P03", "22P04");

    private static final Set<Integer> RETRYABLE_CODES = Set.of(
            159, // timeout exceeded
            164, // read-only
            201, 202, 203, // quota, too many queries, no free connection
            209, 210, // socket timeout, network
            225, 242, 999, // keeper away, table read-only without it
            236, // aborted: shutting down
            241, 243, // memory limit, no space
            252, // too many parts
            285, 286, 319, // replicas, insert of unknown outcome
            394, // query was cancelled
            439, // no thread
            473); // deadlock avoided
    private static final Set<Integer> BAD_ROW_CODES = Set.of(131, 349, 469); // text too large, null, constraint
    private static final Set<Integer> RETRYABLE_HTTP = Set.of(408, 425, 429, 502, 503, 504);

    /**
     * Class of a PostgreSQL failure.
     *
     * @param failure what the driver threw
     * @return the class
     */
    public static FailureClass of(SQLException failure) {
        String state = failure.getSQLState();
        if (state == null || state.length() < 2) {
            return hasCause(failure, IOException.class) ? RETRYABLE : FATAL;
        }
        String group = state.substring(0, 2);
        if (RETRYABLE_CLASSES.contains(group) || RETRYABLE_STATES.contains(state)) {
            return RETRYABLE;
        }
        return BAD_ROW_CLASSES.contains(group) && !TABLE_CHANGED_STATES.contains(state) ? BAD_ROW : FATAL;
    }

    /**
     * Class of ClickHouse's refusal.
     *
     * @param code ClickHouse's error code, 0 if it gave none
     * @param httpStatus status of the answer
     * @return the class
     */
    public static FailureClass ofClickHouse(int code, int httpStatus) {
        if (RETRYABLE_CODES.contains(code) || (code == 0 && RETRYABLE_HTTP.contains(httpStatus))) {
            return RETRYABLE;
        }
        return BAD_ROW_CODES.contains(code) ? BAD_ROW : FATAL;
    }

    private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
        @Nullable Throwable cause = failure.getCause();
        while (cause != null) {
            if (type.isInstance(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
