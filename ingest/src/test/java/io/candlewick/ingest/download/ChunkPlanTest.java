package io.candlewick.ingest.download;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.BackfillCause;
import io.candlewick.avro.BackfillRequest;
import io.candlewick.avro.Lane;
import io.candlewick.ingest.venue.CollectedBars;
import io.candlewick.market.Instrument;
import io.candlewick.market.Times;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkPlanTest {

    private static final Instrument CRYPTO = CollectedBars.instrument("BTC/USD", "polygon", "X:BTCUSD");
    private static final Instrument FOREX = CollectedBars.instrument("EUR/USD", "polygon", "C:EURUSD");
    private static final long LATEST = us("2026-11-20T12:00:00Z");

    private final SpanSet taken = new SpanSet();

    @Test
    void shouldCutAtMultiplesOfTheChunksLengthSoThatRequestsShareChunks() {
        List<Chunk> chunks = chunks(request("BTC/USD", "1m", "2026-11-01T06:30:30Z", "2026-11-03T01:00:00Z"), 1_440);

        assertThat(chunks)
                .extracting(Chunk::toString)
                .containsExactly(
                        "BTC/USD 1m 2026-11-01T06:30:00Z to 2026-11-02T00:00:00Z",
                        "BTC/USD 1m 2026-11-02T00:00:00Z to 2026-11-03T00:00:00Z",
                        "BTC/USD 1m 2026-11-03T00:00:00Z to 2026-11-03T01:00:00Z");
        assertThat(chunks.get(0).key()).isEqualTo("system|BTC/USD|1m|2026-11-01T06:30:00Z|2026-11-02T00:00:00Z");
    }

    @Test
    void shouldLeaveOutWhatIsTaken() {
        taken.add(us("2026-11-01T12:00:00Z"), us("2026-11-02T12:00:00Z"));

        assertThat(chunks(request("BTC/USD", "1m", "2026-11-01T00:00:00Z", "2026-11-03T00:00:00Z"), 10_000))
                .extracting(Chunk::toString)
                .containsExactly(
                        "BTC/USD 1m 2026-11-01T00:00:00Z to 2026-11-01T12:00:00Z",
                        "BTC/USD 1m 2026-11-02T12:00:00Z to 2026-11-03T00:00:00Z");
    }

    @Test
    void shouldLeaveOutWhatHasNotHappened() {
        assertThat(chunks(request("BTC/USD", "1h", "2026-11-20T10:00:00Z", "2027-01-01T00:00:00Z"), 10_000))
                .extracting(Chunk::toString)
                .containsExactly("BTC/USD 1h 2026-11-20T10:00:00Z to 2026-11-20T12:00:00Z");
    }

    @Test
    void shouldLeaveOutChunksOfAClosedMarket() {
        /* 2026-11-14 is a Saturday. */
        BackfillRequest request = request("EUR/USD", "1m", "2026-11-14T00:00:00Z", "2026-11-15T00:00:00Z");

        assertThat(new ChunkPlan(1_440).chunks(request, FOREX, taken, LATEST)).isEmpty();
    }

    private List<Chunk> chunks(BackfillRequest request, int chunkBars) {
        return new ChunkPlan(chunkBars).chunks(request, CRYPTO, taken, LATEST);
    }

    private static BackfillRequest request(String symbol, String timeframe, String from, String to) {
        return BackfillRequest.newBuilder()
                .setRequestId("r")
                .setSymbol(symbol)
                .setTimeframe(timeframe)
                .setFromTime(Instant.parse(from))
                .setToTime(Instant.parse(to))
                .setCause(BackfillCause.USER)
                .setLane(Lane.HISTORY)
                .setRequestedTime(Instant.EPOCH)
                .build();
    }

    private static long us(String time) {
        return Times.us(Instant.parse(time));
    }
}
