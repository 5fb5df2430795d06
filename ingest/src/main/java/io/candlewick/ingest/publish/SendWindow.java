package io.candlewick.ingest.publish;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Records that have been sent and not all acknowledged: says up to which position everything is. <b>Thread</b>: one sends, the producer's
 * acknowledges.
 */
final class SendWindow {

    private final Deque<Sent> sent = new ArrayDeque<>();

    /** One record on its way. */
    static final class Sent {
        final long endPosition;
        private boolean isDone;

        Sent(long endPosition) {
            this.endPosition = endPosition;
        }
    }

    synchronized Sent send(long endPosition) {
        Sent record = new Sent(endPosition);
        sent.add(record);
        return record;
    }

    synchronized void done(Sent record) {
        record.isDone = true;
    }

    /** End of the last record before which all are acknowledged; the fallback if that is none. */
    synchronized long acknowledged(long fallback) {
        long position = fallback;
        while (!sent.isEmpty() && sent.getFirst().isDone) {
            position = sent.removeFirst().endPosition;
        }
        return position;
    }

    synchronized int size() {
        return sent.size();
    }

    synchronized void clear() {
        sent.clear();
    }
}
