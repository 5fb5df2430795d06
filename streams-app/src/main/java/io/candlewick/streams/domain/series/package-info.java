/**
 * The canonical series of a lane: which of the bars that sources say of one span counts, and how it is numbered.
 *
 * <p>{@link io.candlewick.streams.domain.series.SeriesMerging} takes in bars built here and bars of vendors. Start reading there:
 * {@link io.candlewick.streams.domain.series.Precedence} says who wins, {@link io.candlewick.streams.domain.series.RollUp} makes a coarse
 * bar of finer ones, {@link io.candlewick.streams.domain.series.SymbolSeries} knows what is kept of a symbol.
 */
@NullMarked
package io.candlewick.streams.domain.series;

import org.jspecify.annotations.NullMarked;
