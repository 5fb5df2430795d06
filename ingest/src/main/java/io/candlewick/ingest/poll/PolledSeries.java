package io.candlewick.ingest.poll;

import io.candlewick.market.Bar;
import io.candlewick.market.TimeSpan;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import io.candlewick.market.TradingCalendar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was polled of one symbol: when to ask next, which span, and which bars of an answer are news.
 *
 * <p>Every question goes back over the last {@value #OVERLAP} bars, because vendors change a bar after late trades; a bar that is as it was is
 * no news. <b>Thread</b>: one.
 */
final class PolledSeries {

    private static final int OVERLAP = 5;

    private final PollConfig config;
    private final TradingCalendar calendar;
    private final Map<Long, Bar> last = new HashMap<>();
    private Instant next = Instant.MIN;
    private @Nullable Long doneToUs;
    private Set<String> rejected = Set.of();

    PolledSeries(PollConfig config, TradingCalendar calendar) {
        this.config = config;
        this.calendar = calendar;
    }

    /** The span to ask for now; nothing if it is not time, or no bar has ended. */
    Optional<TimeSpan> due(Instant now) {
        if (now.isBefore(next)) {
            return Optional.empty();
        }
        boolean open = calendar.isOpen(Times.us(now));
        next = now.plus(open ? config.whileOpen() : config.whileClosed());
        Timeframe timeframe = config.timeframe();
        long toUs = calendar.startOf(timeframe, Times.us(now.minus(config.settle())));
        Long done = doneToUs;
        long fromUs = done == null
                ? calendar.startOf(timeframe, Times.us(now.minus(config.lookBack())))
                : done - OVERLAP * timeframe.lengthUs();
        return fromUs < toUs && !calendar.openSpans(fromUs, toUs).isEmpty()
                ? Optional.of(new TimeSpan(fromUs, toUs))
                : Optional.empty();
    }

    /** The rows of an answer that are no bars and were not in the answer before. */
    Set<String> newFaults(Set<String> rows) {
        Set<String> news = new LinkedHashSet<>(rows);
        news.removeAll(rejected);
        rejected = Set.copyOf(rows);
        return news;
    }

    /** The bars of an answer that are new or changed. */
    List<Bar> news(TimeSpan asked, List<Bar> answer) {
        List<Bar> news = new ArrayList<>();
        for (Bar bar : answer) {
            if (!bar.equals(last.put(bar.key().startTimeUs(), bar))) {
                news.add(bar);
            }
        }
        doneToUs = asked.endUs();
        last.keySet()
                .removeIf(start ->
                        start < asked.endUs() - 2 * OVERLAP * config.timeframe().lengthUs());
        return news;
    }
}
