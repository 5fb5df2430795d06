package io.candlewick.streams.domain.bar;

import io.candlewick.avro.BarStatus;
import io.candlewick.avro.CorrectionCause;
import io.candlewick.market.Instrument;
import io.candlewick.market.Tick;

/**
 * Mends bars that have closed, in every timeframe: folds late ticks into them and says them again.
 *
 * <p><b>Cost</b>: one read and one write of a closed bar a timeframe.
 */
final class Corrections {

    /** Revision of a bar that has closed and was not said, because it has no ticks. */
    static final int UNSAID = -1;

    private final TimeframeTree tree;
    private final BarCascade cascade;

    Corrections(TimeframeTree tree, BarCascade cascade) {
        this.tree = tree;
        this.cascade = cascade;
    }

    /** Folds in a tick whose finest bar has closed. */
    Admission add(Tick tick, long offset, long closedUntilUs, Coverage coverage, SymbolSurroundings around) {
        Instrument instrument = around.instrument();
        if (!correctFinest(tick, offset, coverage, around)) {
            return Admission.DUPLICATE;
        }
        for (int level = 1; level < tree.levels(); level++) {
            if (isClosed(level, tick.eventTimeUs(), closedUntilUs, instrument)) {
                BarAccumulator bar = closedBar(level, tick.eventTimeUs(), coverage, around);
                bar.add(tick, offset, instrument.priceScale(), instrument.sizeScale());
                saveAndSay(level, bar, CorrectionCause.LATE_TICK, around);
            } else if (isClosed(tree.base(level), tick.eventTimeUs(), closedUntilUs, instrument)) {
                cascade.coarserAt(level, tick.eventTimeUs(), instrument)
                        .add(tick, offset, instrument.priceScale(), instrument.sizeScale());
            }
            // Else the open bar that this one is merged from carries the tick up when it closes.
        }
        return Admission.CORRECTED;
    }

    private boolean correctFinest(Tick tick, long offset, Coverage coverage, SymbolSurroundings around) {
        Instrument instrument = around.instrument();
        BarAccumulator bar = closedBar(0, tick.eventTimeUs(), coverage, around);
        if (!bar.addNew(tick, offset, instrument.priceScale(), instrument.sizeScale())) {
            return false;
        }
        if (!bar.quotes) {
            around.trades().append(bar.startUs, tick, offset);
        }
        saveAndSay(0, bar, CorrectionCause.LATE_TICK, around);
        return true;
    }

    /** Whether a cancel or a correction of a trade came in before it, and its bar has closed since. */
    boolean isAmended(Tick trade, SymbolSurroundings around) {
        Instrument instrument = around.instrument();
        BarAccumulator bar = around.closedBars()
                .find(tree.timeframe(0), instrument.calendar().startOf(tree.timeframe(0), trade.eventTimeUs()));
        return bar != null && bar.isAmended(trade);
    }

    /* A bar of a calendar that was changed since may be open in its place; then there is none to fold into. */
    boolean isClosed(int level, long timeUs, long closedUntilUs, Instrument instrument) {
        return level == 0
                || instrument.calendar().endOf(tree.timeframe(level), timeUs) <= closedUntilUs
                || cascade.isTaken(level, timeUs);
    }

    /** The closed bar of a time as it was said last; where none was said, an empty one that is unsaid. */
    BarAccumulator closedBar(int level, long timeUs, Coverage coverage, SymbolSurroundings around) {
        Instrument instrument = around.instrument();
        long startUs = instrument.calendar().startOf(tree.timeframe(level), timeUs);
        BarAccumulator said = around.closedBars().find(tree.timeframe(level), startUs);
        if (said != null) {
            return said;
        }
        BarAccumulator bar = cascade.open(level, timeUs, instrument);
        bar.complete = coverage.isCovered(bar.startUs, bar.endUs, instrument.calendar());
        bar.revision = UNSAID;
        return bar;
    }

    void saveAndSay(int level, BarAccumulator bar, CorrectionCause cause, SymbolSurroundings around) {
        bar.revision++;
        around.closedBars().save(tree.timeframe(level), bar);
        if (bar.revision > 0) {
            around.say(tree.timeframe(level), bar, BarStatus.CORRECTED, cause);
        } else {
            around.say(tree.timeframe(level), bar, BarStatus.FINAL, null);
        }
    }
}
