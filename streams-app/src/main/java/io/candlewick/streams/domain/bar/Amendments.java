package io.candlewick.streams.domain.bar;

import io.candlewick.avro.CorrectionCause;
import io.candlewick.avro.TickAction;
import io.candlewick.market.Instrument;
import io.candlewick.market.Tick;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds bars of trades when one of them is cancelled or corrected: the finest bar from its trades, coarser ones from finer bars.
 *
 * <p>What counts is worked out of all that came in of a bar, so a cancel may come before its trade, and the order in which cancels,
 * corrections and trades arrive does not matter. A closed bar that loses its last trade is said again with no ticks, flat at the close of
 * the bar before it, or at its own last close where none is known.
 *
 * <p><b>Cost</b>: reads every trade of the finest bar, and the closed bars within each coarser one.
 */
final class Amendments {

    private final TimeframeTree tree;
    private final BarCascade cascade;
    private final Corrections corrections;

    Amendments(TimeframeTree tree, BarCascade cascade, Corrections corrections) {
        this.tree = tree;
        this.cascade = cascade;
        this.corrections = corrections;
    }

    /** What a tick does to the trades of its finest bar. */
    private record Change(BarAccumulator before, BarAccumulator after, boolean matters, boolean known) {}

    /** A cancel, a correction, or a trade that one of them came before, in an open bar. */
    Admission inOpenBar(Tick tick, long offset, SymbolSurroundings around) {
        BarAccumulator bar = cascade.finestAt(tick.eventTimeUs(), around.instrument());
        Change change = changeOf(bar, tick, offset, around);
        if (change == null) {
            return Admission.DUPLICATE;
        }
        cascade.replaceFinest(change.before, change.after);
        return Admission.AMENDED;
    }

    /** The same in a bar that has closed. */
    Admission inClosedBar(Tick tick, long offset, long closedUntilUs, Coverage coverage, SymbolSurroundings around) {
        BarAccumulator bar = corrections.closedBar(0, tick.eventTimeUs(), coverage, around);
        Change change = changeOf(bar, tick, offset, around);
        if (change == null) {
            return Admission.DUPLICATE;
        }
        if (change.matters) {
            sayAgain(0, change.after, bar, causeOf(tick), around);
            amendCoarser(tick, closedUntilUs, coverage, around);
        } else {
            around.closedBars().save(tree.timeframe(0), change.after);
        }
        return change.known ? Admission.AMENDED : Admission.UNMATCHED;
    }

    private static @Nullable Change changeOf(BarAccumulator bar, Tick tick, long offset, SymbolSurroundings around) {
        Instrument instrument = around.instrument();
        List<TapeEntry> tape = around.trades().of(bar.startUs);
        TapeEntry entry = TapeEntry.of(tick, offset);
        if (tape.stream().anyMatch(entry::isSameAs)) {
            return null;
        }
        boolean known = tick.action() == TickAction.NEW || tape.stream().anyMatch(other -> other.id() == entry.id());
        around.trades().append(bar.startUs, tick, offset);
        List<TapeEntry> before = TradesInForce.of(tape);
        tape.add(entry);
        List<TapeEntry> after = TradesInForce.of(tape);
        BarAccumulator rebuilt = bar.emptied();
        if (tick.action() == TickAction.NEW) {
            rebuilt.fingerprints.add(entry.id(), false);
        } else {
            rebuilt.amended.add(entry.id(), false);
        }
        for (TapeEntry trade : after) {
            rebuilt.add(trade, instrument.priceScale(), instrument.sizeScale());
        }
        rebuilt.tookOffset(offset);
        rebuilt.fingerprints.lookAmongAll();
        return new Change(bar, rebuilt, !before.equals(after), known);
    }

    private void amendCoarser(Tick tick, long closedUntilUs, Coverage coverage, SymbolSurroundings around) {
        Instrument instrument = around.instrument();
        long timeUs = tick.eventTimeUs();
        for (int level = 1; level < tree.levels(); level++) {
            if (corrections.isClosed(level, timeUs, closedUntilUs, instrument)) {
                BarAccumulator bar = corrections.closedBar(level, timeUs, coverage, around);
                sayAgain(level, merged(level, bar, around), bar, causeOf(tick), around);
            } else if (corrections.isClosed(tree.base(level), timeUs, closedUntilUs, instrument)) {
                cascade.replaceCoarser(level, merged(level, cascade.coarserAt(level, timeUs, instrument), around));
            }
        }
    }

    private BarAccumulator merged(int level, BarAccumulator bar, SymbolSurroundings around) {
        BarAccumulator merged = bar.emptied();
        around.closedBars()
                .within(tree.timeframe(tree.base(level)), bar.startUs, bar.endUs)
                .forEach(merged::merge);
        return merged;
    }

    private void sayAgain(
            int level,
            BarAccumulator amended,
            BarAccumulator before,
            CorrectionCause cause,
            SymbolSurroundings around) {
        if (amended.tickCount == 0) {
            if (before.revision < 0) {
                around.closedBars().save(tree.timeframe(level), amended);
                return;
            }
            BarAccumulator previous = around.closedBars().lastBefore(tree.timeframe(level), amended.startUs);
            amended.flattenAt(previous == null ? before : previous);
        }
        corrections.saveAndSay(level, amended, cause, around);
    }

    private static CorrectionCause causeOf(Tick tick) {
        return switch (tick.action()) {
            case NEW -> CorrectionCause.LATE_TICK;
            case CANCEL -> CorrectionCause.TRADE_CANCELLED;
            case CORRECT -> CorrectionCause.TRADE_CORRECTED;
        };
    }
}
