package io.candlewick.ingest.replay;

import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/** The time outside: what ingest times are read from, and what a paced replay waits by. */
public interface WallClock {

    /**
     * The time of day.
     *
     * @return microseconds since the epoch
     */
    long nowUs();

    /**
     * A time that only moves forward, for measuring.
     *
     * @return nanoseconds since some moment
     */
    long nanoTime();

    /**
     * Waits, perhaps a little shorter or longer.
     *
     * @param nanos how long
     */
    void sleepNanos(long nanos);

    /**
     * The machine's clock.
     *
     * @param time where the time of day comes from
     * @return a clock that really waits
     */
    static WallClock of(InstantSource time) {
        return new WallClock() {
            @Override
            public long nowUs() {
                return io.candlewick.market.Times.us(time.instant());
            }

            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public void sleepNanos(long nanos) {
                LockSupport.parkNanos(nanos);
            }
        };
    }
}
