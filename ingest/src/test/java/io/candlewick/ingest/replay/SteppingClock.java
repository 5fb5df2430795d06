package io.candlewick.ingest.replay;

import java.util.ArrayList;
import java.util.List;

/** A clock that moves by being slept on. */
final class SteppingClock implements WallClock {

    final List<Long> sleeps = new ArrayList<>();
    long nanos;
    Runnable onSleep = () -> {};

    @Override
    public long nowUs() {
        return 1_700_000_000_000_000L + nanos / 1_000;
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public void sleepNanos(long duration) {
        sleeps.add(duration);
        nanos += duration;
        onSleep.run();
    }
}
