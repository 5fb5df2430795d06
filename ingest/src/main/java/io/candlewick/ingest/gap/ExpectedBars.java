package io.candlewick.ingest.gap;

import io.candlewick.market.TimeSpan;
import io.candlewick.market.Timeframe;
import io.candlewick.market.TradingCalendar;
import java.util.Arrays;

/** The bars a calendar expects: those that share an instant with an open market. */
final class ExpectedBars {

    private ExpectedBars() {}

    /**
     * Where they start.
     *
     * @return ascending, those whose whole span lies within the two times
     */
    static long[] starts(TradingCalendar calendar, Timeframe timeframe, long fromUs, long toUs) {
        long[] starts = new long[16];
        int count = 0;
        long next = Long.MIN_VALUE;
        for (TimeSpan open : calendar.openSpans(fromUs, toUs)) {
            long start = Math.max(next, calendar.startOf(timeframe, open.startUs()));
            while (start < open.endUs()) {
                long end = calendar.endOf(timeframe, start);
                if (start >= fromUs && end <= toUs) {
                    starts = count == starts.length ? Arrays.copyOf(starts, 2 * count) : starts;
                    starts[count++] = start;
                }
                start = end;
            }
            next = start;
        }
        return Arrays.copyOf(starts, count);
    }
}
