package io.candlewick.indicator;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Endless minute bars of a random walk, the same in every run. */
final class BarWalk {

    static final int BARS = 1 << 14;
    private static final long MINUTE_US = TimeUnit.MINUTES.toMicros(1);
    private static final long DAY_US = TimeUnit.DAYS.toMicros(1);

    final double[] open = new double[BARS];
    final double[] high = new double[BARS];
    final double[] low = new double[BARS];
    final double[] close = new double[BARS];
    final double[] volume = new double[BARS];
    private long count;

    BarWalk() {
        Random random = new Random(1);
        double last = 1.1;
        for (int index = 0; index < BARS; index++) {
            open[index] = last;
            close[index] = Math.rint((last + random.nextGaussian() * 1e-4) * 1e6) / 1e6;
            high[index] = Math.max(open[index], close[index]) + random.nextInt(100) * 1e-6;
            low[index] = Math.min(open[index], close[index]) - random.nextInt(100) * 1e-6;
            volume[index] = 1 + random.nextInt(1_000);
            last = close[index];
        }
    }

    /** Goes to the next bar; gives its place in the arrays. */
    int next() {
        return (int) (count++ & (BARS - 1));
    }

    long startUs() {
        return count * MINUTE_US;
    }

    long sessionStartUs() {
        return startUs() - startUs() % DAY_US;
    }
}
