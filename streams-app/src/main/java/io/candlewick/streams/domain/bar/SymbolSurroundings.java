package io.candlewick.streams.domain.bar;

import io.candlewick.avro.BarSource;
import io.candlewick.avro.BarStatus;
import io.candlewick.avro.CorrectionCause;
import io.candlewick.avro.CrossedQuotes;
import io.candlewick.market.Instrument;
import io.candlewick.market.Timeframe;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a symbol's state needs to work with, the same for every tick of it in one task.
 *
 * @param instrument reference data of the symbol
 * @param source what bars built here are called
 * @param clocks the feeds' heartbeats in this partition
 * @param closedBars the closed bars of this symbol
 * @param trades the trades of this symbol
 * @param listener hears of bars
 * @param graceUs the instrument's grace
 * @param latenessHorizonUs the instrument's lateness horizon
 */
public record SymbolSurroundings(
        Instrument instrument,
        BarSource source,
        FeedClocks clocks,
        ClosedBars closedBars,
        TradeTape trades,
        BarListener listener,
        long graceUs,
        long latenessHorizonUs) {

    /**
     * Takes grace and horizon from the instrument.
     *
     * @param instrument reference data of the symbol
     * @param source what bars built here are called
     * @param clocks the feeds' heartbeats in this partition
     * @param closedBars the closed bars of this symbol
     * @param trades the trades of this symbol
     * @param listener hears of bars
     */
    public SymbolSurroundings(
            Instrument instrument,
            BarSource source,
            FeedClocks clocks,
            ClosedBars closedBars,
            TradeTape trades,
            BarListener listener) {
        this(
                instrument,
                source,
                clocks,
                closedBars,
                trades,
                listener,
                TimeUnit.MILLISECONDS.toMicros(instrument.grace().toMillis()),
                TimeUnit.MILLISECONDS.toMicros(instrument.latenessHorizon().toMillis()));
    }

    void say(Timeframe timeframe, BarAccumulator bar, BarStatus status, @Nullable CorrectionCause cause) {
        listener.said(
                Bars.toBar(bar, instrument, timeframe, source, status, cause),
                new BarListener.Lineage(bar.firstOffset, bar.lastOffset, flagged(bar)));
    }

    /* Where crossed quotes are to be counted only, a metric has counted them. */
    private long flagged(BarAccumulator bar) {
        return instrument.quality().crossedQuotes() == CrossedQuotes.FLAG ? bar.crossedTicks : 0;
    }
}
