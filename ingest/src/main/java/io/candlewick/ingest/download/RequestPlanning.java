package io.candlewick.ingest.download;

import io.candlewick.avro.BackfillCause;
import io.candlewick.avro.BackfillRequest;
import io.candlewick.avro.BackfillStatus;
import io.candlewick.ingest.instrument.InstrumentException;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import io.candlewick.market.TradingCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns requests into chunks that are not in the ledger yet: overlapping requests are merged by leaving out what is on its way or done.
 *
 * <p><b>Edges</b>: a bar that is still open is asked for when it has ended, if that is soon, and else left out; a range that failed is tried
 * again. Requests to warm indicators up are the streams application's. A request that cannot be read or whose instrument is unknown is
 * logged and left out. <b>Thread</b>: the planner's.
 */
final class RequestPlanning {

    private static final Logger LOG = LoggerFactory.getLogger(RequestPlanning.class);
    private static final Set<BackfillStatus> ON_ITS_WAY =
            EnumSet.of(BackfillStatus.REQUESTED, BackfillStatus.DOWNLOADED, BackfillStatus.PUBLISHED);
    private static final Set<BackfillStatus> TAKEN = EnumSet.complementOf(EnumSet.of(BackfillStatus.FAILED));
    private static final String CORRECTION = "correction-";
    private static final long SOON_US = Duration.ofMinutes(2).toMillis() * 1_000;

    private final ChunkPlan plan;
    private final Duration settle;
    private final ChunkWorker.InstrumentLookup instruments;
    private final InstantSource clock;

    RequestPlanning(DownloadConfig config, ChunkWorker.InstrumentLookup instruments, InstantSource clock) {
        this.plan = new ChunkPlan(config.chunkBars());
        this.settle = config.settle();
        this.instruments = instruments;
        this.clock = clock;
    }

    void plan(BackfillRequest request, Ledger ledger, Consumer<ChunkJob> into) {
        if (request.getCause() == BackfillCause.WARM_UP) {
            return;
        }
        try {
            Symbol symbol = Symbol.of(request.getSymbol());
            Timeframe timeframe = Timeframe.parse(request.getTimeframe());
            Instrument instrument = instruments.find(request.getTenant(), symbol);
            SpanSet taken = ledger.spans(request.getTenant(), symbol, timeframe, isAgain(request) ? ON_ITS_WAY : TAKEN);
            for (Chunk chunk : plan.chunks(request, instrument, taken, latestUs(instrument.calendar(), timeframe))) {
                into.accept(new ChunkJob(chunk, due(chunk)));
            }
        } catch (IllegalArgumentException | InstrumentException unfit) {
            LOG.warn("Request {} left out: {}", request.getRequestId(), unfit.getMessage());
        }
    }

    /* The topology asks again for a bar whose trade was voided after it was verified. */
    private static boolean isAgain(BackfillRequest request) {
        return request.getAgain() || request.getRequestId().startsWith(CORRECTION);
    }

    private long latestUs(TradingCalendar calendar, Timeframe timeframe) {
        long nowUs = Times.us(clock.instant());
        long endUs = calendar.endOf(timeframe, nowUs);
        return endUs - nowUs <= SOON_US ? endUs : calendar.startOf(timeframe, nowUs);
    }

    private Instant due(Chunk chunk) {
        return Times.instant(chunk.toUs()).plus(settle);
    }
}
