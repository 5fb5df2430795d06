package io.candlewick.streams.domain.bar;

import io.candlewick.avro.BarSource;
import io.candlewick.avro.BarStatus;
import io.candlewick.market.Bar;
import io.candlewick.market.Instrument;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Draws the open bars of a symbol as they stand: coarser ones with the finer open ones in them. It copies, and changes nothing that is
 * stored.
 *
 * <p><b>Cost</b>: a bar copied for each timeframe.
 */
final class FormingBars {

    private final TimeframeTree tree;
    private final BarCascade cascade;

    FormingBars(TimeframeTree tree, BarCascade cascade) {
        this.tree = tree;
        this.cascade = cascade;
    }

    /** An open bar as it stands, and whether it has changed since it was said last. */
    private record Drawn(BarAccumulator bar, boolean changed) {}

    /** Says the open bars that have changed since the last time. */
    void say(Coverage coverage, Instrument instrument, BarSource source, Consumer<Bar> listener) {
        List<List<Drawn>> levels = new ArrayList<>(tree.levels());
        levels.add(finest());
        for (int level = 1; level < tree.levels(); level++) {
            levels.add(coarser(level, levels.get(tree.base(level)), instrument));
        }
        for (int level = 0; level < tree.levels(); level++) {
            for (Drawn drawn : levels.get(level)) {
                BarAccumulator bar = drawn.bar;
                if (drawn.changed && bar.tickCount > 0) {
                    bar.complete = coverage.isCovered(bar.startUs, bar.endUs, instrument.calendar());
                    listener.accept(
                            Bars.toBar(bar, instrument, tree.timeframe(level), source, BarStatus.FORMING, null));
                }
            }
        }
    }

    private List<Drawn> finest() {
        List<Drawn> drawn = new ArrayList<>(2);
        for (BarAccumulator bar : cascade.finest) {
            drawn.add(new Drawn(bar, hasChanged(bar)));
        }
        return drawn;
    }

    private List<Drawn> coarser(int level, List<Drawn> finer, Instrument instrument) {
        List<Drawn> drawn = new ArrayList<>(2);
        BarAccumulator closedPart = cascade.coarser[level];
        if (closedPart != null) {
            BarAccumulator bar = closedPart.emptied();
            bar.merge(closedPart);
            drawn.add(new Drawn(bar, hasChanged(closedPart)));
        }
        for (Drawn part : finer) {
            mergeInto(drawn, part, level, instrument);
        }
        return drawn;
    }

    private void mergeInto(List<Drawn> drawn, Drawn part, int level, Instrument instrument) {
        for (int index = 0; index < drawn.size(); index++) {
            Drawn whole = drawn.get(index);
            if (whole.bar.holds(part.bar.startUs)) {
                whole.bar.merge(part.bar);
                drawn.set(index, new Drawn(whole.bar, whole.changed || part.changed));
                return;
            }
        }
        BarAccumulator bar = cascade.open(level, part.bar.startUs, instrument);
        bar.merge(part.bar);
        drawn.add(new Drawn(bar, part.changed));
    }

    private static boolean hasChanged(BarAccumulator bar) {
        boolean changed = bar.tickCount != bar.ticksDrawn;
        bar.ticksDrawn = bar.tickCount;
        return changed;
    }
}
