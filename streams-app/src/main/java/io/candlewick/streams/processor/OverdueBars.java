package io.candlewick.streams.processor;

import io.candlewick.streams.timing.BarTimes;
import io.candlewick.streams.timing.BarWatch;
import io.candlewick.streams.timing.MarketTime;
import java.time.Duration;

/**
 * Looks every {@value #EVERY_SECONDS} s for open bars that should have closed: a feed is behind or silent, or this task is.
 *
 * <p>A bar is overdue when its market has been open for its grace and {@value #ALLOWED_SECONDS} s more since its end, by the wall clock: a feed
 * in a quiet market says ALIVE some seconds late. What ended longer than a day ago is a replay's. <b>Thread</b>: the task's. <b>Cost</b>: a
 * comparison a symbol.
 */
final class OverdueBars {

    private static final int EVERY_SECONDS = 5;
    private static final int ALLOWED_SECONDS = 10;
    private static final long ALLOWED_US = Duration.ofSeconds(ALLOWED_SECONDS).toNanos() / 1_000;
    private static final long LIVE_WITHIN_US = BarTimes.LIVE_WITHIN.toNanos() / 1_000;
    private static final long US_PER_MS = 1_000;

    private final SymbolSessions sessions;
    private final BarWatch.OfTask watch;
    private int symbols;
    private long longestUs;

    OverdueBars(SymbolSessions sessions, BarWatch.OfTask watch) {
        this.sessions = sessions;
        this.watch = watch;
    }

    Duration interval() {
        return Duration.ofSeconds(EVERY_SECONDS);
    }

    void look(long nowMs) {
        long nowUs = nowMs * US_PER_MS;
        symbols = 0;
        longestUs = 0;
        sessions.forEach((key, state) -> {
            long endUs = state.nextEndUs();
            if (endUs > nowUs - ALLOWED_US || endUs < nowUs - LIVE_WITHIN_US) {
                return;
            }
            SymbolSession session = sessions.find(key);
            if (session != null) {
                long overdueUs = MarketTime.openUs(session.instrument().calendar(), endUs, nowUs)
                        - session.around().graceUs()
                        - ALLOWED_US;
                if (overdueUs > 0) {
                    symbols++;
                    longestUs = Math.max(longestUs, overdueUs);
                }
            }
        });
        watch.overdue(symbols, longestUs);
    }
}
