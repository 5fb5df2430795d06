package io.candlewick.streams.domain.indicator;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Made-up bar series of every kind that is hard on sums and windows. Equal seeds give equal bars. */
enum Walks {
    /** Prices with all digits a double has. */
    RANDOM,
    /** Prices of two decimals, so that closes and extremes are often equal. */
    TICKS,
    /** One price for ever. */
    CONSTANT,
    /** Long stretches of one price between moves. */
    STRETCHES,
    /** Jumps to another level, missing bars, and hours without volume. */
    GAPS,
    /** Single bars a million times too high. */
    SPIKES,
    /** Prices only up for long, then only down. */
    MONOTONE,
    /** About the thousandth of a millionth of a millionth. */
    TINY,
    /** About 1e90, where squares and their sums must not overflow. */
    HUGE,
    /** Prices and volumes below the least normal double. */
    SUBNORMAL,
    /** Prices of every magnitude from 1e-300 to 1e90, one after the other. */
    EVERY_MAGNITUDE,
    /** A price so great that bars differ in its last digits only. */
    LAST_DIGITS;

    private static final long MINUTE_US = TimeUnit.MINUTES.toMicros(1);
    private static final long DAY_US = TimeUnit.DAYS.toMicros(1);
    private static final long START_US = 1_700_000_040_000_000L;

    List<IndicatorBar> bars(long seed, int count) {
        Random random = new Random(seed);
        List<IndicatorBar> bars = new ArrayList<>(count);
        long startUs = START_US;
        double last = first();
        for (int index = 0; index < count; index++) {
            double open = round(last);
            double close = round(next(random, last, index));
            double high = round(Math.max(open, close) + wick(random, close));
            double low = round(Math.min(open, close) - wick(random, close));
            boolean quiet = this == GAPS && index / 40 % 5 == 0;
            double volume = this == SUBNORMAL
                    ? random.nextInt(100) * Double.MIN_VALUE
                    : quiet ? 0 : random.nextInt(10_000) / 8.0;
            bars.add(new IndicatorBar(startUs, startUs - startUs % DAY_US, open, high, low, close, volume));
            startUs += this == GAPS && random.nextInt(20) == 0 ? random.nextInt(5_000) * MINUTE_US : 0;
            startUs += MINUTE_US;
            // A spike is gone with its bar.
            last = this == SPIKES && close > 10 * last ? last : close;
        }
        return bars;
    }

    private double first() {
        return switch (this) {
            case TINY -> 1e-15;
            case HUGE -> 1e90;
            case SUBNORMAL -> 1e-315;
            case LAST_DIGITS -> 1e15;
            case RANDOM, TICKS, CONSTANT, STRETCHES, GAPS, SPIKES, MONOTONE, EVERY_MAGNITUDE -> 100;
        };
    }

    private double next(Random random, double last, int index) {
        double step = last * (1 + random.nextGaussian() * 1e-3);
        return switch (this) {
            case CONSTANT -> last;
            case STRETCHES -> index % 90 < 60 ? last : step;
            case GAPS -> random.nextInt(50) == 0 ? 100 * (0.5 + random.nextDouble()) : step;
            case SPIKES -> random.nextInt(70) == 0 ? last * 1e6 : step;
            case MONOTONE -> last * (index / 300 % 2 == 0 ? 1.001 : 0.999);
            case EVERY_MAGNITUDE -> Math.scalb(1 + random.nextDouble(), random.nextInt(1_290) - 990);
            case LAST_DIGITS -> 1e15 + random.nextInt(4);
            case RANDOM, TICKS, TINY, HUGE, SUBNORMAL -> step;
        };
    }

    private double wick(Random random, double close) {
        return this == CONSTANT || this == LAST_DIGITS ? 0 : Math.abs(close) * random.nextInt(3) * 3e-4;
    }

    private double round(double price) {
        return this == TICKS ? Math.rint(price * 100) / 100 : price;
    }
}
