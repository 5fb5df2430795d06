package io.candlewick.streams.query;

import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorValues;
import io.candlewick.streams.stored.SeriesRange;
import java.util.List;

/**
 * What an answer says of each closed bar of a series: two that are worded alike can share what was written.
 *
 * @param wish the newest bars, without the open one
 * @param valuesOnly whether it says the indicators alone
 */
record Wording(SeriesWish wish, boolean valuesOnly) {

    /** How an answer to a wish for the newest bars is worded. */
    static Wording of(SeriesWish wish, boolean valuesOnly) {
        return new Wording(
                new SeriesWish(wish.range(), wish.indicators(), wish.names(), wish.fields(), false), valuesOnly);
    }

    /** Whether the bars that are wanted are the newest, whatever they are. */
    static boolean isOfNewest(SeriesRange range) {
        SeriesRange newest = new SeriesRange(
                range.tenant(), range.symbol(), range.timeframe(), Long.MIN_VALUE, Long.MAX_VALUE, range.limit());
        return range.equals(newest);
    }

    int limit() {
        return wish.range().limit();
    }

    /** Bars as text. */
    WrittenBlock write(List<Bar> bars, List<IndicatorValues> indicators) {
        return SeriesJson.block(wish, valuesOnly, bars, indicators);
    }
}
