package io.candlewick.streams.app;

import io.candlewick.streams.config.ErrorClass;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/**
 * Decides what follows when a stream thread dies of an error.
 *
 * <p>Where somebody we need is away ({@link ErrorClass#TRANSIENT}: a broker that times out, a registry that does not answer) the thread is
 * replaced, and starts again from the last commit; at most {@value #MAX_REPLACEMENTS} times in ten minutes. Everything else, and one
 * more than that, ends the lane and with it the process, which its supervisor starts again. <b>Thread</b>: any.
 */
final class ThreadFailures {

    static final int MAX_REPLACEMENTS = 5;

    private static final long SPAN_NANOS = Duration.ofMinutes(10).toNanos();

    private final LongSupplier nanoClock;
    private final Deque<Long> replacedAt = new ArrayDeque<>();

    /**
     * No thread has died yet.
     *
     * @param nanoClock a time that only moves forward, in nanoseconds
     */
    ThreadFailures(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    synchronized StreamThreadExceptionResponse after(Throwable error) {
        if (ErrorClass.of(error) != ErrorClass.TRANSIENT) {
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        long now = nanoClock.getAsLong();
        while (!replacedAt.isEmpty() && now - replacedAt.getFirst() > SPAN_NANOS) {
            replacedAt.removeFirst();
        }
        if (replacedAt.size() >= MAX_REPLACEMENTS) {
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        replacedAt.addLast(now);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
}
