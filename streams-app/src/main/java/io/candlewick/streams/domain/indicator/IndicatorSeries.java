package io.candlewick.streams.domain.indicator;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The indicators of one symbol and timeframe: takes its bars in order and says the values of each.
 *
 * <p>Rings keep as much of the last bars as the indicators of the plan look back on, shared by all of them; cells keep the indicators'
 * own numbers, each at the place it reserved. <b>Cost</b>: constant a bar; the standard plan keeps about 3.5 kB a series.
 * <b>Thread</b>: one at a time.
 */
public final class IndicatorSeries {

    private final IndicatorPlan plan;
    final double[] cells;
    final Ring closes;
    final Ring typicals;
    final Ring volumes;
    final Extremes highs;
    final Extremes lows;
    long barsSeen;
    long lastStartUs = Long.MIN_VALUE;

    /* Of the newest bar, while its values are computed. */
    IndicatorBar bar = new IndicatorBar(0, 0, 0, 0, 0, 0, 0);
    double trueRange;

    IndicatorSeries(IndicatorPlan plan, Layout layout) {
        int[] windows = layout.windowLengths();
        this.plan = plan;
        this.cells = new double[layout.cells()];
        this.closes = layout.newCloses();
        this.typicals = layout.newTypicals();
        this.volumes = layout.newVolumes();
        this.highs = layout.newExtremes(true, windows);
        this.lows = layout.newExtremes(false, windows);
    }

    /**
     * Takes the next bar.
     *
     * @param next a bar that starts after all before it
     * @param values receives a value for each column of the plan, NaN where there is none yet
     * @throws IllegalArgumentException if the bar does not start after the last one, or the values are not as many as columns
     */
    public void next(IndicatorBar next, double[] values) {
        if (next.startUs() <= lastStartUs) {
            throw new IllegalArgumentException(
                    "bar start=" + next.startUs() + " is not after the last one, start=" + lastStartUs);
        }
        plan.checkLength(values);
        push(next);
        plan.compute(this, values);
    }

    private void push(IndicatorBar next) {
        bar = next;
        barsSeen++;
        lastStartUs = next.startUs();
        // The true range looks at the close before, so it comes first.
        trueRange = barsSeen == 1 ? next.high() - next.low() : trueRange(next, closes.at(0));
        closes.push(next.close());
        typicals.push(next.typical());
        volumes.push(next.volume());
        highs.push(next.high());
        lows.push(next.low());
    }

    private static double trueRange(IndicatorBar bar, double closeBefore) {
        return Math.max(
                bar.high() - bar.low(),
                Math.max(Math.abs(bar.high() - closeBefore), Math.abs(bar.low() - closeBefore)));
    }

    /**
     * Says what the values would be if a bar, the open one, were the next. The series is not touched.
     *
     * @param forming a bar that starts after all before it
     * @param scratch any other series of the plan; what it held is lost
     * @param values as for {@link #next}
     */
    public void peek(IndicatorBar forming, IndicatorSeries scratch, double[] values) {
        scratch.copyFrom(this);
        scratch.next(forming, values);
    }

    /**
     * How many bars it has seen.
     *
     * @return bars, 0 at first
     */
    public long barsSeen() {
        return barsSeen;
    }

    /**
     * Start of the last bar it has seen.
     *
     * @return epoch microseconds, the least time before the first bar
     */
    public long lastStartUs() {
        return lastStartUs;
    }

    /**
     * Another series that goes on from here by itself.
     *
     * @return the copy
     */
    public IndicatorSeries copy() {
        IndicatorSeries copy = plan.newSeries();
        copy.copyFrom(this);
        return copy;
    }

    /**
     * Becomes a copy of another series of the same plan.
     *
     * @param other the other
     */
    public void copyFrom(IndicatorSeries other) {
        if (other.plan != plan) {
            throw new IllegalArgumentException("series of plan " + other.plan + " cannot be copied to one of " + plan);
        }
        System.arraycopy(other.cells, 0, cells, 0, cells.length);
        closes.copyFrom(other.closes);
        typicals.copyFrom(other.typicals);
        volumes.copyFrom(other.volumes);
        highs.copyFrom(other.highs);
        lows.copyFrom(other.lows);
        barsSeen = other.barsSeen;
        lastStartUs = other.lastStartUs;
    }

    /** Whether both say the same of any bars to come. */
    boolean goesOnAs(IndicatorSeries other) {
        return barsSeen == other.barsSeen
                && Arrays.equals(cells, other.cells)
                && closes.holdsSameAs(other.closes)
                && typicals.holdsSameAs(other.typicals)
                && volumes.holdsSameAs(other.volumes)
                && highs.ring().holdsSameAs(other.highs.ring())
                && lows.ring().holdsSameAs(other.lows.ring());
    }

    /** Numbers written for that many bars, 8 bytes each. */
    int numbers(long bars) {
        return cells.length
                + closes.held(bars)
                + typicals.held(bars)
                + volumes.held(bars)
                + highs.ring().held(bars)
                + lows.ring().held(bars);
    }

    void write(ByteBuffer out) {
        closes.write(out, barsSeen);
        typicals.write(out, barsSeen);
        volumes.write(out, barsSeen);
        highs.ring().write(out, barsSeen);
        lows.ring().write(out, barsSeen);
        for (double cell : cells) {
            out.putDouble(cell);
        }
    }

    void read(ByteBuffer in, long bars, long startUs) {
        barsSeen = bars;
        lastStartUs = startUs;
        closes.read(in, bars);
        typicals.read(in, bars);
        volumes.read(in, bars);
        highs.read(in, bars);
        lows.read(in, bars);
        for (int index = 0; index < cells.length; index++) {
            cells[index] = in.getDouble();
        }
    }
}
