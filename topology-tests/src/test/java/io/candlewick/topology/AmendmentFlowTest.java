package io.candlewick.topology;

import static io.candlewick.topology.LaneDriver.EUR_USD;
import static io.candlewick.topology.LaneDriver.at;
import static io.candlewick.topology.LaneDriver.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.candlewick.avro.AggressorSide;
import io.candlewick.avro.AssetClass;
import io.candlewick.avro.BackfillCause;
import io.candlewick.avro.BackfillRequest;
import io.candlewick.avro.CorrectionCause;
import io.candlewick.avro.FeedStatus;
import io.candlewick.avro.PriceBasis;
import io.candlewick.avro.TickAction;
import io.candlewick.contract.Headers;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Instrument;
import io.candlewick.market.Tick;
import io.candlewick.market.Timeframe;
import io.candlewick.market.TradingCalendar;
import io.candlewick.streams.config.Lane;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AmendmentFlowTest {

    @TempDir
    private Path stateDir;

    private LaneDriver lane;

    @BeforeEach
    void open() {
        lane = new LaneDriver(Lane.LIVE, stateDir.resolve("first"));
        lane.instrument(traded());
        lane.mark(EUR_USD, "00:00:00", FeedStatus.STARTED);
        lane.tick(trade("00:00:10", "a", 10, 1));
        lane.tick(trade("00:00:20", "b", 12, 2));
    }

    @AfterEach
    void close() {
        lane.close();
    }

    @Test
    void shouldRebuildClosedBarFromTradesOfSeveralCommits() {
        lane.alive("00:01:02");
        lane.bars.readValuesToList();

        lane.tick(cancel("00:00:20", "b"));

        assertThat(lane.barsOf(Timeframe.M1))
                .extracting(
                        Bar::revision,
                        Bar::cause,
                        Bar::tickCount,
                        bar -> bar.price().close())
                .containsExactly(tuple(1, CorrectionCause.TRADE_CANCELLED, 1L, 10.0));
        assertThat(lane.counted("AMENDED", EUR_USD)).isEqualTo(1);
        assertThat(lane.rejected.isEmpty()).isTrue();
    }

    @Test
    void shouldRebuildAfterRestart() {
        lane.alive("00:01:02");

        try (LaneDriver restarted = new LaneDriver(Lane.LIVE, stateDir.resolve("restarted"))) {
            restarted.instrument(traded());
            restarted.restoreFrom(lane);
            restarted.tick(trade("00:00:10", "a", 9, 4).as(TickAction.CORRECT));

            assertThat(restarted.barsOf(Timeframe.M1))
                    .extracting(
                            Bar::revision,
                            Bar::cause,
                            Bar::volume,
                            bar -> bar.price().open())
                    .containsExactly(tuple(1, CorrectionCause.TRADE_CORRECTED, 6.0, 9.0));
        }
    }

    @Test
    void shouldAskForBarWhoseTradesAreNoLongerKept() {
        lane.alive("2014-05-06T00:01:00.000001Z");
        lane.tick(trade("2014-05-06T00:01:00.000001Z", "x", 1, 1));

        lane.tick(cancel("00:00:20", "b"));

        TestRecord<String, BackfillRequest> request = lane.requests.readRecordsToList().stream()
                .filter(sent -> sent.value().getCause() != BackfillCause.WARM_UP)
                .findFirst()
                .orElseThrow();
        assertThat(request.key()).isEqualTo("system|EUR/USD|1m|2014-05-05T00:00:00Z");
        assertThat(request.value().getRequestId()).startsWith("correction-system|EUR/USD|1m|2014-05-05T00:00:00Z-");
        assertThat(request.value().getToTime().toString()).isEqualTo("2014-05-05T00:01:00Z");
        assertThat(header(lane.rejected.readRecord().headers(), Headers.REJECT_REASON))
                .isEqualTo("TOO_LATE");
    }

    @Test
    void shouldUndoTradeByCancelWithoutPrice() {
        lane.alive("00:01:02");
        lane.bars.readValuesToList();

        lane.tick(trade("00:00:20", "b", Double.NaN, Double.NaN).as(TickAction.CANCEL));

        assertThat(lane.barsOf(Timeframe.M1))
                .extracting(Bar::cause, Bar::tickCount, bar -> bar.price().close())
                .containsExactly(tuple(CorrectionCause.TRADE_CANCELLED, 1L, 10.0));
        assertThat(lane.rejected.isEmpty()).isTrue();
    }

    @Test
    void shouldRejectCancelThatDoesNotSayOfWhat() {
        lane.tick(trade("00:00:20", null, 12, 2).as(TickAction.CANCEL));

        assertThat(header(lane.rejected.readRecord().headers(), Headers.REJECT_REASON))
                .isEqualTo("NO_TRADE_ID");
    }

    @Test
    void shouldForgetTradesWithTheSession() {
        assertThat(lane.keptTrades()).isPositive();

        lane.mark(EUR_USD, "00:01:00", FeedStatus.ENDED);

        assertThat(lane.keptTrades()).isZero();
    }

    private static Instrument traded() {
        return new Instrument(
                BarKey.SYSTEM_TENANT,
                EUR_USD,
                AssetClass.CRYPTO,
                PriceBasis.TRADE,
                Double.NaN,
                2,
                0,
                TradingCalendar.UTC,
                Duration.ofSeconds(2),
                Instrument.DEFAULT_LATENESS_HORIZON,
                Map.of());
    }

    private static Tick cancel(String time, String id) {
        return trade(time, id, 12, 2).as(TickAction.CANCEL);
    }

    private static Tick trade(String time, @Nullable String id, double price, double size) {
        return Tick.trade(
                new Tick.Origin(BarKey.SYSTEM_TENANT, LaneDriver.FEED, at(time)),
                EUR_USD,
                at(time),
                0,
                price,
                size,
                AggressorSide.BUY,
                id);
    }
}
