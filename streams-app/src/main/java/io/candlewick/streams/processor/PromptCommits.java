package io.candlewick.streams.processor;

import java.time.Duration;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Asks for a commit when a bar has closed that somebody waits for: readers of committed data see it then at once, and not when the lane's commit
 * interval is over.
 *
 * <p>Somebody waits for what closes now: a record that the broker took longer than {@link #RECENT} ago is being caught up with, and throughput
 * counts. One commit serves every bar that closed until it is made. The next is asked for {@link #LEAST} later at the earliest, and no sooner
 * than twice the time this one took, so that ten thousand symbols whose minute ends cost a few commits, and commits at most a third of the
 * thread's time. <b>Thread</b>: the task's. <b>Cost</b>: two comparisons a record.
 */
final class PromptCommits {

    /** No task asks more often. */
    static final Duration LEAST = Duration.ofMillis(20);

    /** Older records are not hurried. */
    static final Duration RECENT = Duration.ofSeconds(1);

    private static final int REST = 2;

    private final ProcessorContext<?, ?> context;
    private boolean closed;
    private boolean owed;
    private boolean asked;
    private long askedMs;
    private long notBeforeMs;

    PromptCommits(ProcessorContext<?, ?> context) {
        this.context = context;
    }

    /** A bar was said. */
    void closed() {
        closed = true;
    }

    /**
     * A record is done with.
     *
     * @param takenMs when the broker took it
     */
    void processed(long takenMs) {
        if (!closed && !asked) {
            return;
        }
        long nowMs = context.currentSystemTimeMs();
        owed |= closed && takenMs >= nowMs - RECENT.toMillis();
        closed = false;
        look(nowMs);
    }

    /** Looks whether it is time; to be called every {@link #LEAST}. */
    void look(long nowMs) {
        if (asked) {
            // The thread commits before it reads on: what it is given now comes after that.
            asked = false;
            notBeforeMs = nowMs + Math.max(LEAST.toMillis(), REST * (nowMs - askedMs));
        }
        if (owed && nowMs >= notBeforeMs) {
            owed = false;
            asked = true;
            askedMs = nowMs;
            context.commit();
        }
    }
}
