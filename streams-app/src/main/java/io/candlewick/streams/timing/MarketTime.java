package io.candlewick.streams.timing;

import io.candlewick.market.TimeSpan;
import io.candlewick.market.TradingCalendar;
import java.time.Duration;

/** Time as a market counts it: only while it is open. */
public final class MarketTime {

    /** A time longer ago counts as this long ago, so that a series that ended years back costs no more than one that ended a month ago. */
    public static final Duration LONGEST = Duration.ofDays(30);

    private static final long LONGEST_US = LONGEST.toNanos() / 1_000;

    private MarketTime() {}

    /**
     * How long the market was open between two times.
     *
     * @param calendar the market's
     * @param fromUs from when; at most {@link #LONGEST} before the end is looked at
     * @param toUs until when
     * @return microseconds, 0 if the times are the wrong way round
     */
    public static long openUs(TradingCalendar calendar, long fromUs, long toUs) {
        long openUs = 0;
        for (TimeSpan span : calendar.openSpans(Math.max(fromUs, toUs - LONGEST_US), toUs)) {
            openUs += span.endUs() - span.startUs();
        }
        return openUs;
    }
}
