package io.candlewick.streams.processor;

import io.candlewick.streams.store.BarSeriesKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The series whose indicators began with too few bars, and when each asks for its past again.
 *
 * <p>The past of a symbol that is new here is downloaded because the symbol is: after its live series have begun and asked for it in vain.
 * The pause between two requests doubles from a minute to a day, for there may be no past at all.
 *
 * <p><b>Thread</b>: the task's. It is not part of the state: after a restart every series that is still cold begins with the first pause.
 */
final class ColdSeries {

    static final Duration CHECK_EVERY = Duration.ofSeconds(10);
    static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    static final Duration LONGEST_PAUSE = Duration.ofDays(1);

    private final Map<BarSeriesKey, Next> waiting = new HashMap<>();

    private record Next(long atMs, long pauseMs) {

        Next later() {
            long doubled = Math.min(2 * pauseMs, LONGEST_PAUSE.toMillis());
            return new Next(atMs + doubled, doubled);
        }
    }

    void add(BarSeriesKey key, long nowMs) {
        long pauseMs = FIRST_PAUSE.toMillis();
        waiting.putIfAbsent(key, new Next(nowMs + pauseMs, pauseMs));
    }

    void remove(BarSeriesKey key) {
        waiting.remove(key);
    }

    /** Those that are to ask now; each waits for its next time then. */
    List<BarSeriesKey> due(long nowMs) {
        List<BarSeriesKey> due = new ArrayList<>();
        waiting.replaceAll((key, next) -> {
            if (nowMs < next.atMs()) {
                return next;
            }
            due.add(key);
            return next.later();
        });
        return due;
    }
}
