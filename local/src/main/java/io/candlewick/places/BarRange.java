package io.candlewick.places;

import io.candlewick.market.BarKey;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;

/**
 * Which bars are wanted: one series, from one start to another.
 *
 * @param tenant whose data
 * @param symbol the instrument
 * @param timeframe length of the bars
 * @param fromUs least start, inclusive; {@link Long#MIN_VALUE} for all
 * @param toUs greatest start, exclusive; {@link Long#MAX_VALUE} for all
 */
public record BarRange(String tenant, Symbol symbol, Timeframe timeframe, long fromUs, long toUs) {

    /** The range that holds one bar and no other. */
    static BarRange of(BarKey key) {
        return new BarRange(key.tenant(), key.symbol(), key.timeframe(), key.startTimeUs(), key.startTimeUs() + 1);
    }

    /** How the topics' keys of the series begin. */
    String keyPrefix() {
        return tenant + '|' + symbol.text() + '|' + timeframe.code() + '|';
    }

    boolean holds(long startUs) {
        return startUs >= fromUs && startUs < toUs;
    }
}
