package io.candlewick.ingest.publish;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * For how long the oldest record of the spool has waited for the broker's acknowledgement, to a second.
 *
 * <p><b>Shape</b>: where the spool ended, looked at once a second, at most {@value #MOST} times; beyond that every second look is let go,
 * so an outage of a day is still told. <b>Thread</b>: one looks, any asks.
 */
final class SpoolAge {

    private static final long EVERY_NANOS = 1_000_000_000L;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int MOST = 4_096;

    private final Deque<Look> looks = new ArrayDeque<>();
    private long lookedNanos = Long.MIN_VALUE;

    /** All before the position had been kept by then. */
    private record Look(long endPosition, long nanos) {}

    /** Takes note of where the spool ends, if a second has passed, and of what is acknowledged. */
    synchronized void look(long endPosition, long acked, long nanos) {
        while (!looks.isEmpty() && looks.getFirst().endPosition <= acked) {
            looks.removeFirst();
        }
        if (endPosition > acked && (lookedNanos == Long.MIN_VALUE || nanos - lookedNanos >= EVERY_NANOS)) {
            lookedNanos = nanos;
            if (looks.isEmpty() || looks.getLast().endPosition < endPosition) {
                looks.addLast(new Look(endPosition, nanos));
            }
            if (looks.size() > MOST) {
                thin();
            }
        }
    }

    /* The first stays: it is the one that is told. */
    private void thin() {
        boolean keep = false;
        for (var each = looks.iterator(); each.hasNext(); ) {
            each.next();
            keep = !keep;
            if (!keep) {
                each.remove();
            }
        }
    }

    /** Seconds since the oldest record that waits was seen first; 0 if none waits. */
    synchronized double seconds(long nanos) {
        return looks.isEmpty() ? 0 : Math.max(0, nanos - looks.getFirst().nanos) / NANOS_PER_SECOND;
    }
}
