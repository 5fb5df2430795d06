package io.candlewick.ingest.download;

import io.candlewick.avro.BackfillRequest;
import io.candlewick.avro.Lane;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.market.TimeSpan;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import io.candlewick.market.TradingCalendar;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a request into chunks: whole bars, without what is taken care of already, none without open market.
 *
 * <p>Chunks are cut at multiples of their length from 1970, so that overlapping requests share chunks. <b>Cost</b>: chunks of a request are
 * bounded by {@value #MAX_CHUNKS}.
 *
 * @param chunkBars how many bars a chunk has room for: three months of minutes are 129,600, some 40 MB while they are in memory
 */
record ChunkPlan(int chunkBars) {

    static final int DEFAULT_CHUNK_BARS = 129_600;
    private static final int MAX_CHUNKS = 10_000;

    ChunkPlan {
        if (chunkBars < 1) {
            throw new IllegalArgumentException("chunkBars=" + chunkBars + " must be at least 1");
        }
    }

    /**
     * The chunks of a request.
     *
     * @param request what is asked
     * @param instrument its instrument
     * @param taken what is downloaded already or being so
     * @param latestUs nothing starts at or after this: it has not happened
     * @return ascending; empty if nothing is left to do
     */
    List<Chunk> chunks(BackfillRequest request, Instrument instrument, SpanSet taken, long latestUs) {
        Timeframe timeframe = Timeframe.parse(request.getTimeframe());
        TradingCalendar calendar = instrument.calendar();
        long fromUs = calendar.startOf(timeframe, Times.us(request.getFromTime()));
        long toUs = up(calendar, timeframe, Math.min(Times.us(request.getToTime()), latestUs));
        long chunkUs = Math.multiplyExact(timeframe.lengthUs(), (long) chunkBars);
        List<Chunk> chunks = new ArrayList<>();
        for (TimeSpan part : taken.missing(fromUs, toUs)) {
            long at = part.startUs();
            while (at < part.endUs() && chunks.size() < MAX_CHUNKS) {
                long gridUs = Math.floorDiv(at, chunkUs) * chunkUs + chunkUs;
                long end = Math.min(part.endUs(), up(calendar, timeframe, gridUs));
                if (!calendar.openSpans(at, end).isEmpty()) {
                    chunks.add(new Chunk(
                            request.getTenant(),
                            Symbol.of(request.getSymbol()),
                            timeframe,
                            at,
                            end,
                            request.getLane() == Lane.LIVE ? Lane.LIVE : Lane.HISTORY,
                            request.getRequestId()));
                }
                at = end;
            }
        }
        return chunks;
    }

    private static long up(TradingCalendar calendar, Timeframe timeframe, long timeUs) {
        return calendar.startOf(timeframe, timeUs) == timeUs ? timeUs : calendar.endOf(timeframe, timeUs);
    }
}
