package io.candlewick.ingest.replay;

/**
 * Keeps a replay in step with the wall clock: event time passes at the speed chosen, counted from the first tick.
 *
 * <p><b>Thread</b>: one.
 */
final class Pace {

    /* Short enough that a request to stop is heard at once. */
    private static final long LONGEST_SLEEP_NANOS = 50_000_000L;
    private static final double NANOS_PER_US = 1_000;

    private final ReplaySpeed speed;
    private final WallClock clock;
    private long firstTimeUs;
    private long firstNanos;
    private boolean anchored;

    /** Is asked while the replay waits. */
    interface Waiting {

        /**
         * Goes on waiting, or not.
         *
         * @param eventTimeUs the event time that has come
         * @return false to stop waiting at once
         */
        boolean continueAt(long eventTimeUs);
    }

    Pace(ReplaySpeed speed, WallClock clock) {
        this.speed = speed;
        this.clock = clock;
    }

    /** Returns when the event time has come. */
    void await(long eventTimeUs, Waiting waiting) {
        if (!speed.isPaced()) {
            return;
        }
        if (!anchored) {
            anchored = true;
            firstTimeUs = eventTimeUs;
            firstNanos = clock.nanoTime();
        }
        double dueNanos = (eventTimeUs - firstTimeUs) * NANOS_PER_US / speed.factor();
        long passed = clock.nanoTime() - firstNanos;
        while (passed < dueNanos) {
            long nowUs = firstTimeUs + (long) (passed / NANOS_PER_US * speed.factor());
            if (!waiting.continueAt(nowUs)) {
                return;
            }
            clock.sleepNanos(Math.min(LONGEST_SLEEP_NANOS, (long) Math.ceil(dueNanos - passed)));
            passed = clock.nanoTime() - firstNanos;
        }
    }
}
