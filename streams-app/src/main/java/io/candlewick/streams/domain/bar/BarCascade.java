package io.candlewick.streams.domain.bar;

import io.candlewick.avro.PriceBasis;
import io.candlewick.market.Instrument;
import io.candlewick.market.Tick;
import io.candlewick.market.Timeframe;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The open bars of one symbol. A tick touches the finest one; a bar that closes is merged into the next coarser ones.
 *
 * <p><b>Shape</b>: of the finest timeframe as many bars are open as grace spans, usually one or two; of each coarser one at most one,
 * because the first bar of its successor closes later than it does.
 */
final class BarCascade {

    private final TimeframeTree tree;
    final List<BarAccumulator> finest = new ArrayList<>(2);
    final @Nullable BarAccumulator[] coarser;
    /* The coarser bars as they were written last, as long as they have not changed: most commits touch only the finest. */
    private final byte[] @Nullable [] written;

    /** Hears of a closing bar before it is merged upwards. */
    interface Closing {
        void closed(int level, BarAccumulator bar);
    }

    BarCascade(TimeframeTree tree) {
        this.tree = tree;
        this.coarser = new BarAccumulator[tree.levels()];
        this.written = new byte[tree.levels()][];
    }

    /**
     * Whether the newest finest bar is the one of that time and all that ended before it is closed, as it is for all but the ticks
     * around a bar's end.
     */
    boolean isNewestAt(long timeUs, long closedUntilUs) {
        if (finest.isEmpty()) {
            return false;
        }
        BarAccumulator newest = finest.get(finest.size() - 1);
        return newest.holds(timeUs) && newest.startUs <= closedUntilUs;
    }

    /** Whether a coarser bar is open that does not hold a time. */
    boolean isTaken(int level, long timeUs) {
        BarAccumulator bar = coarser[level];
        return bar != null && !bar.holds(timeUs);
    }

    /**
     * Folds a tick into its finest bar, which must not have closed.
     *
     * @return false if it is a duplicate
     */
    boolean add(Tick tick, long offset, Instrument instrument) {
        return finestAt(tick.eventTimeUs(), instrument)
                .addNew(tick, offset, instrument.priceScale(), instrument.sizeScale());
    }

    BarAccumulator finestAt(long timeUs, Instrument instrument) {
        int index = finest.size();
        while (index > 0) {
            BarAccumulator candidate = finest.get(index - 1);
            if (timeUs >= candidate.startUs) {
                if (timeUs < candidate.endUs) {
                    return candidate;
                }
                break;
            }
            index--;
        }
        BarAccumulator opened = open(0, timeUs, instrument);
        finest.add(index, opened);
        return opened;
    }

    /** The bar of a coarser timeframe that is open at a time, made if there is none; to be changed. */
    BarAccumulator coarserAt(int level, long timeUs, Instrument instrument) {
        BarAccumulator bar = coarser[level];
        written[level] = null;
        if (bar == null) {
            bar = open(level, timeUs, instrument);
            coarser[level] = bar;
        } else if (!bar.holds(timeUs)) {
            throw new IllegalStateException("timeframe=" + tree.timeframe(level) + ": the open bar of start="
                    + bar.startUs + " does not hold time=" + timeUs);
        }
        return bar;
    }

    void replaceFinest(BarAccumulator before, BarAccumulator after) {
        finest.set(finest.indexOf(before), after);
    }

    void replaceCoarser(int level, BarAccumulator bar) {
        coarser[level] = bar;
        written[level] = null;
    }

    /** An open coarser bar as bytes, written anew only if it has changed. */
    byte[] written(int level, BarAccumulator bar, Function<BarAccumulator, byte[]> writing) {
        byte[] bytes = written[level];
        if (bytes == null) {
            bytes = writing.apply(bar);
            written[level] = bytes;
        }
        return bytes;
    }

    BarAccumulator open(int level, long timeUs, Instrument instrument) {
        Timeframe timeframe = tree.timeframe(level);
        return new BarAccumulator(
                instrument.calendar().startOf(timeframe, timeUs),
                instrument.calendar().endOf(timeframe, timeUs),
                instrument.priceBasis() == PriceBasis.QUOTE);
    }

    /** Closes every bar that ends at or before a time, finer before coarser, earlier before later. */
    void closeUntil(long endUs, Instrument instrument, Closing closing) {
        while (!finest.isEmpty() && finest.get(0).endUs <= endUs) {
            close(0, finest.remove(0), instrument, closing);
        }
        for (int level = 1; level < coarser.length; level++) {
            BarAccumulator bar = coarser[level];
            if (bar != null && bar.endUs <= endUs) {
                coarser[level] = null;
                written[level] = null;
                close(level, bar, instrument, closing);
            }
        }
    }

    private void close(int level, BarAccumulator bar, Instrument instrument, Closing closing) {
        closing.closed(level, bar);
        if (bar.tickCount == 0) {
            return;
        }
        for (int parent = level + 1; parent < coarser.length; parent++) {
            if (tree.base(parent) == level) {
                BarAccumulator open = coarser[parent];
                if (open != null && !open.holds(bar.startUs)) {
                    coarser[parent] = null;
                    written[parent] = null;
                    close(parent, open, instrument, closing);
                }
                coarserAt(parent, bar.startUs, instrument).merge(bar);
            }
        }
    }

    /** The earliest end of an open bar, which is where the next closing happens; the greatest time if none is open. */
    long nextEndUs() {
        long next = finest.isEmpty() ? Long.MAX_VALUE : finest.get(0).endUs;
        for (BarAccumulator bar : coarser) {
            if (bar != null) {
                next = Math.min(next, bar.endUs);
            }
        }
        return next;
    }

    boolean isEmpty() {
        return nextEndUs() == Long.MAX_VALUE;
    }
}
