package io.candlewick.ingest.download;

import io.candlewick.avro.BackfillRange;
import io.candlewick.avro.BackfillStatus;
import io.candlewick.avro.Lane;
import io.candlewick.ingest.store.BarTable;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import java.time.Instant;

/**
 * A span of one series that is downloaded, published and verified as one.
 *
 * @param tenant whose bars
 * @param symbol of what
 * @param timeframe their length
 * @param fromUs least start, inclusive
 * @param toUs greatest start, exclusive
 * @param lane which queue its bars take
 * @param requestId the request that asked for it first
 */
record Chunk(String tenant, Symbol symbol, Timeframe timeframe, long fromUs, long toUs, Lane lane, String requestId) {

    static Chunk of(BackfillRange range) {
        return new Chunk(
                range.getTenant(),
                Symbol.of(range.getSymbol()),
                Timeframe.parse(range.getTimeframe()),
                Times.us(range.getFromTime()),
                Times.us(range.getToTime()),
                range.getLane().equals(Lane.LIVE.name()) ? Lane.LIVE : Lane.HISTORY,
                range.getRequestId());
    }

    /** The ledger's key. */
    String key() {
        return String.join("|", tenant, symbol.text(), timeframe.code(), Times.text(fromUs), Times.text(toUs));
    }

    BarTable.Span span() {
        return new BarTable.Span(tenant, symbol, timeframe, fromUs, toUs);
    }

    /** What the ledger says of it, with nothing counted yet. */
    BackfillRange entry(BackfillStatus status, Instant now) {
        return BackfillRange.newBuilder()
                .setTenant(tenant)
                .setSymbol(symbol.text())
                .setTimeframe(timeframe.code())
                .setFromTime(Times.instant(fromUs))
                .setToTime(Times.instant(toUs))
                .setStatus(status)
                .setUpdatedTime(now)
                .setLane(lane.name())
                .setRequestId(requestId)
                .build();
    }

    @Override
    public String toString() {
        return symbol + " " + timeframe + " " + Times.text(fromUs) + " to " + Times.text(toUs);
    }
}
