package io.candlewick.ingest.feed;

import io.candlewick.avro.BackfillCause;
import io.candlewick.avro.BackfillRequest;
import io.candlewick.avro.Lane;
import io.candlewick.market.Symbol;
import io.candlewick.market.Times;
import io.candlewick.market.TradingCalendar;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;

/**
 * Asks at once for what was missed: whole minutes, so that a bar half seen is replaced too; a short hole by the live lane, a long one by the
 * history lane; nothing for hours in which the market was shut.
 */
final class Holes {

    private static final long MINUTE_US = 60_000_000L;
    private static final long LONGEST_LIVE_US = Duration.ofHours(6).toNanos() / 1_000;

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
        output.request(BackfillRequest.newBuilder()
                .setTenant(tenant)
                // By name, so that the same hole asked for twice is one request.
                .setRequestId(UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .toString())
                .setSymbol(symbol.text())
                .setTimeframe("1m")
                .setFromTime(Times.instant(fromUs))
                .setToTime(Times.instant(toUs))
                .setCause(BackfillCause.RECONNECT)
                .setLane(toUs - fromUs <= LONGEST_LIVE_US ? Lane.LIVE : Lane.HISTORY)
                .setRequestedTime(Times.instant(nowUs))
                .build());
    }
}
