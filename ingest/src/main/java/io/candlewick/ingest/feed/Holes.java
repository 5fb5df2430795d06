package io.candlewick.ingest.feed;

import io.candlewick.avro.BackfillCause;
import io.candlewick.contract.BackfillRequests;
import io.candlewick.market.BarKey;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import io.candlewick.market.TradingCalendar;
import java.util.UUID;
import java.util.function.Function;

/**
 * Asks at once for what was missed: whole minutes, so that a bar half seen is replaced too; a short hole by the live lane, a long one by the
 * history lane; nothing for hours in which the market was shut.
 */
final class Holes {

    private static final long MINUTE_US = 60_000_000L;

    private final String tenant;
    private final String feed;
    private final FeedOutput output;
    private final Function<Symbol, TradingCalendar> calendarOf;

    Holes(String tenant, String feed, FeedOutput output, Function<Symbol, TradingCalendar> calendarOf) {
        this.tenant = tenant;
        this.feed = feed;
        this.output = output;
        this.calendarOf = calendarOf;
    }

    void request(Symbol symbol, long lostUs, long againUs, long nowUs) {
        long fromUs = Math.floorDiv(lostUs, MINUTE_US) * MINUTE_US;
        long toUs = Math.floorDiv(againUs + MINUTE_US - 1, MINUTE_US) * MINUTE_US;
        if (calendarOf.apply(symbol).openSpans(fromUs, toUs).isEmpty()) {
            return;
        }
        String name = feed + "|" + symbol + "|" + fromUs + "|" + toUs;
        BarKey first = new BarKey(tenant, symbol, Timeframe.M1, fromUs);
        output.request(BackfillRequests.of(first, toUs, BackfillCause.RECONNECT, Times.instant(nowUs))
                // By name, so that the same hole asked for twice is one request.
                .setRequestId(UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .toString())
                .build());
    }
}
