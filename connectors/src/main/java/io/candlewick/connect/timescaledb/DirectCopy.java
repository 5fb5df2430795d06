package io.candlewick.connect.timescaledb;

/**
 * Whether the next batch of a table is worth a COPY straight into it.
 *
 * <p>A straight COPY costs about half of staging and upsert, and fails as a whole if a row is there already. Rows are new in all but replays,
 * restarts and corrections, so it is tried first; after a conflict it is left for a number of batches that doubles with each, up to
 * {@value #MOST}, and halves with each success. <b>Thread</b>: one at a time.
 */
final class DirectCopy {

    private static final int MOST = 64;

    private int leave;
    private int next = 1;

    boolean isWorthIt() {
        return leave == 0;
    }

    void succeeded() {
        next = Math.max(1, next / 2);
    }

    void conflicted() {
        leave = next;
        next = Math.min(MOST, next * 2);
    }

    /** A batch was staged instead. */
    void left() {
        leave = Math.max(0, leave - 1);
    }
}
