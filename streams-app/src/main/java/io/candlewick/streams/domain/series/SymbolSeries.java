package io.candlewick.streams.domain.series;

import io.candlewick.streams.domain.bar.TimeframeTree;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What is known of the canonical series of one symbol, one for each timeframe, without reading them.
 *
 * <p><b>Thread</b>: the task's.
 */
public final class SymbolSeries {

    static final int MAX_WAITING = 64;

    final TimeframeTree tree;
    final SeriesIndex[] levels;
    /* Coarse bars that may be merged once the lane's own clock has passed their end, the longest known first. */
    final Set<Waiting> waiting = new LinkedHashSet<>();
    /* The least end of those, so that a bar costs one comparison. */
    long nextWaitingEndUs = Long.MAX_VALUE;

    record Waiting(int level, long startUs, long endUs) {}

    /**
     * A symbol of which nothing was said yet.
     *
     * @param tree the timeframes that are made
     */
    public SymbolSeries(TimeframeTree tree) {
        this.tree = tree;
        this.levels = new SeriesIndex[tree.levels()];
        for (int level = 0; level < levels.length; level++) {
            levels[level] = new SeriesIndex(tree.timeframe(level));
        }
    }

    /**
     * Where the bars kept of a timeframe end.
     *
     * @param level of the timeframe
     * @return a time after which none starts, the start of the newest as a rule; the least time if none is kept
     */
    public long lastStartUs(int level) {
        return levels[level].lastStartUs;
    }

    void await(Waiting coarse) {
        if (!waiting.add(coarse)) {
            return;
        }
        if (waiting.size() > MAX_WAITING) {
            var oldest = waiting.iterator();
            oldest.next();
            oldest.remove();
        }
        findNextWaiting();
    }

    void done(Waiting coarse) {
        if (waiting.remove(coarse)) {
            findNextWaiting();
        }
    }

    void findNextWaiting() {
        nextWaitingEndUs = waiting.stream().mapToLong(Waiting::endUs).min().orElse(Long.MAX_VALUE);
    }
}
