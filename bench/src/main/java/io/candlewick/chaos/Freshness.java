package io.candlewick.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;

/**
 * How far what readers can see is behind the market, by the clock, and since when it has not been.
 *
 * <p>A gauge is something that bars reach: a partition of the topic, a table. It is behind by the time since the bar it lacks should have
 * closed; one of ticks by the market's time since the last tick that was dealt with. <b>Thread</b>: any.
 */
final class Freshness {

    /** What bars reach. */
    enum Kind {
        /** What has been made of the ticks of a partition is committed up to there. */
        TICKS,
        /** Committed data of a partition. */
        BARS,
        /** A table. */
        ROWS
    }

    private static final long BAR_US = TimeUnit.MINUTES.toMicros(1);

    private final LongUnaryOperator marketUs;
    private final long graceUs;
    private final int speed;
    private final Map<String, Gauge> gauges = new LinkedHashMap<>();

    private static final class Gauge {
        private final Kind kind;
        private final long toleratedNanos;
        private long newestEndUs = Long.MIN_VALUE;
        private long disturbedNanos;
        private boolean disturbed = true;

        Gauge(Kind kind, Duration tolerated) {
            this.kind = kind;
            this.toleratedNanos = tolerated.toNanos();
        }
    }

    /**
     * Nothing is watched yet.
     *
     * @param marketUs the market's time at an instant of the clock
     * @param grace how long after its end a bar closes
     * @param speed seconds of market time a second
     */
    Freshness(LongUnaryOperator marketUs, Duration grace, int speed) {
        this.marketUs = marketUs;
        this.graceUs = TimeUnit.NANOSECONDS.toMicros(grace.toNanos());
        this.speed = speed;
    }

    synchronized void watch(String gauge, Kind kind, Duration tolerated) {
        gauges.put(gauge, new Gauge(kind, tolerated));
    }

    /** A bar that ends then can be seen there. */
    synchronized void seen(String gauge, long endUs) {
        Gauge known = gauges.get(gauge);
        if (known != null) {
            known.newestEndUs = Math.max(known.newestEndUs, endUs);
        }
    }

    /** Everything up to then has been dealt with there. */
    synchronized void reached(String gauge, long timeUs) {
        seen(gauge, timeUs - graceUs - BAR_US);
    }

    /** Looks at every gauge now. */
    synchronized void sample(long nowNanos) {
        for (Gauge gauge : gauges.values()) {
            gauge.disturbed = behindNanos(gauge, nowNanos) > gauge.toleratedNanos;
            if (gauge.disturbed) {
                gauge.disturbedNanos = nowNanos;
            }
        }
    }

    private long behindNanos(Gauge gauge, long nowNanos) {
        if (gauge.newestEndUs == Long.MIN_VALUE) {
            return Long.MAX_VALUE;
        }
        long missingUs = marketUs.applyAsLong(nowNanos) - graceUs - (gauge.newestEndUs + BAR_US);
        return TimeUnit.MICROSECONDS.toNanos(Math.max(0, missingUs)) / speed;
    }

    /** Whether everything has been fresh for so long. */
    synchronized boolean isCalmFor(Duration time, long nowNanos) {
        return gauges.values().stream()
                .allMatch(gauge -> !gauge.disturbed && nowNanos - gauge.disturbedNanos >= time.toNanos());
    }

    /** How long after an instant the last gauge of a kind was still behind; zero if none was. */
    synchronized Duration disturbedAfter(long sinceNanos, Kind kind) {
        long last = gauges.values().stream()
                .filter(gauge -> gauge.kind == kind)
                .mapToLong(gauge -> gauge.disturbedNanos - sinceNanos)
                .max()
                .orElse(0);
        return Duration.ofNanos(Math.max(0, last));
    }

    /** What is behind now, and how far. */
    synchronized List<String> behind(long nowNanos) {
        List<String> behind = new ArrayList<>();
        gauges.forEach((name, gauge) -> {
            long nanos = behindNanos(gauge, nowNanos);
            if (nanos > gauge.toleratedNanos) {
                behind.add(
                        nanos == Long.MAX_VALUE
                                ? name + " has nothing"
                                : name + " is " + TimeUnit.NANOSECONDS.toMillis(nanos) / 1e3 + " s behind");
            }
        });
        return behind;
    }
}
