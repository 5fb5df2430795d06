package io.candlewick.streams.domain.bar;

import io.candlewick.market.Timeframe;
import java.util.List;

/**
 * The configured timeframes, finest first, and which finer one each is merged from.
 *
 * <p><b>Edges</b>: every timeframe must be a multiple of the finest.
 */
public final class TimeframeTree {

    private final List<Timeframe> timeframes;
    private final int[] base;

    /**
     * Orders the timeframes.
     *
     * @param timeframes at least one
     * @throws IllegalArgumentException if there is none, or one is no multiple of the finest
     */
    public TimeframeTree(List<Timeframe> timeframes) {
        if (timeframes.isEmpty()) {
            throw new IllegalArgumentException("timeframes: at least one is needed, e.g. 1m");
        }
        this.timeframes = timeframes.stream().distinct().sorted().toList();
        this.base = new int[this.timeframes.size()];
        for (int level = 1; level < base.length; level++) {
            base[level] = baseOf(level);
        }
    }

    private int baseOf(int level) {
        for (int finer = level - 1; finer >= 0; finer--) {
            if (timeframes.get(level).isMultipleOf(timeframes.get(finer))) {
                return finer;
            }
        }
        throw new IllegalArgumentException(
                "timeframe=" + timeframes.get(level) + " is no multiple of the finest, " + timeframes.get(0));
    }

    /**
     * The timeframes, finest first.
     *
     * @return at least one
     */
    public List<Timeframe> timeframes() {
        return timeframes;
    }

    /**
     * How many timeframes there are.
     *
     * @return at least one; a level is 0 for the finest to one less than this
     */
    public int levels() {
        return base.length;
    }

    /**
     * The timeframe of a level.
     *
     * @param level 0 for the finest
     * @return its timeframe
     */
    public Timeframe timeframe(int level) {
        return timeframes.get(level);
    }

    /** Length of the longest timeframe that is merged from this level's bars, or of this one's. */
    long longestMadeOf(int level) {
        long longestUs = timeframe(level).lengthUs();
        for (int coarser = level + 1; coarser < base.length; coarser++) {
            if (base[coarser] == level) {
                longestUs = Math.max(longestUs, timeframe(coarser).lengthUs());
            }
        }
        return longestUs;
    }

    /**
     * Level of the finer timeframe that a level's bars are merged from.
     *
     * @param level not the finest
     * @return a smaller level
     */
    public int base(int level) {
        return base[level];
    }

    /**
     * Level of a timeframe.
     *
     * @param timeframe any
     * @return its level, or -1 if it is not made
     */
    public int levelOf(Timeframe timeframe) {
        return timeframes.indexOf(timeframe);
    }
}
