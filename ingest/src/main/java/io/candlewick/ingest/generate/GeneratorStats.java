package io.candlewick.ingest.generate;

import io.candlewick.market.Symbol;
import java.time.Instant;
import java.util.Map;

/**
 * What a generated market held, and what was done to it on the way.
 *
 * @param quotes quotes delivered for the first time
 * @param duplicates quotes delivered a second time
 * @param outOfOrder quotes delivered up to two seconds after their time, behind younger ones
 * @param late quotes delivered later than that
 * @param lostInOutage quotes that happened while the feed was down
 * @param heartbeats heartbeats of the whole feed
 * @param marks STARTED, DOWN and ENDED marks of single symbols
 * @param bursts bursts of the whole market
 * @param open when the week opened
 * @param close when it closed
 * @param outageFrom when the feed went down
 * @param outageTo when it came back
 * @param end up to when the feed stayed up
 * @param quotesBySymbol quotes delivered for the first time, by symbol
 */
public record GeneratorStats(
        long quotes,
        long duplicates,
        long outOfOrder,
        long late,
        long lostInOutage,
        long heartbeats,
        long marks,
        int bursts,
        Instant open,
        Instant close,
        Instant outageFrom,
        Instant outageTo,
        Instant end,
        Map<Symbol, Long> quotesBySymbol) {

    /**
     * All quotes delivered.
     *
     * @return first deliveries and duplicates
     */
    public long delivered() {
        return quotes + duplicates;
    }
}
