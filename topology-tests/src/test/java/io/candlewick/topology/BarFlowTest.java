package io.candlewick.topology;

import static io.candlewick.topology.LaneDriver.EUR_USD;
import static io.candlewick.topology.LaneDriver.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.candlewick.avro.BarSource;
import io.candlewick.avro.BarStatus;
import io.candlewick.avro.CorrectionCause;
import io.candlewick.avro.FeedStatus;
import io.candlewick.contract.Headers;
import io.candlewick.market.Bar;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.streams.config.Lane;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BarFlowTest {

    private static final Symbol USD_JPY = Symbol.of("USD/JPY");

    @TempDir
    private Path stateDir;

    private LaneDriver lane;

    @BeforeEach
    void open() {
        lane = new LaneDriver(Lane.LIVE, stateDir.resolve("first"));
        lane.instrument(LaneDriver.quoted(EUR_USD, Duration.ofSeconds(2)));
    }

    @AfterEach
    void close() {
        lane.close();
    }

    @Test
    void shouldSayBarWithKeyTimestampAndLineage() {
        lane.mark(EUR_USD, "00:00:00", FeedStatus.STARTED);
        lane.quote("00:00:10", 1.38727, 1.38729);
        lane.quote("00:00:50", 1.38737, 1.38741);
        lane.quote("00:01:02", 1.38700, 1.38702);

        TestRecord<String, Bar> said = lane.bars.readRecord();

        assertThat(lane.bars.isEmpty()).isTrue();
        assertThat(said.key()).isEqualTo("system|EUR/USD|1m|2014-05-05T00:00:00Z");
        assertThat(said.timestamp()).isEqualTo(1_399_248_060_000L);
        assertThat(header(said.headers(), Headers.LINEAGE)).isEqualTo("ticks.live/0/1/2");
        Bar bar = said.value();
        assertThat(bar.price().open()).isEqualTo(1.38728);
        assertThat(bar.price().close()).isEqualTo(1.38739);
        assertThat(bar.tickCount()).isEqualTo(2);
        assertThat(bar.source()).isEqualTo(BarSource.LIVE);
        assertThat(bar.status()).isEqualTo(BarStatus.FINAL);
        assertThat(bar.complete()).isTrue();
        assertThat(bar.version()).isEqualTo(5L << 32);
    }

    @Test
    void shouldSayRepairedBarsInHistoryLane() {
        try (LaneDriver history = new LaneDriver(Lane.HISTORY, stateDir.resolve("history"))) {
            history.instrument(LaneDriver.quoted(EUR_USD, Duration.ofSeconds(2)));
            history.mark(EUR_USD, "00:00:00", FeedStatus.STARTED);
            history.quote("00:00:10", 1.38727, 1.38729);
            history.mark(EUR_USD, "00:01:00", FeedStatus.ENDED);

            TestRecord<String, Bar> minute = history.bars.readRecord();

            assertThat(minute.value().source()).isEqualTo(BarSource.REPAIRED);
            assertThat(minute.value().version()).isEqualTo(4L << 32);
            assertThat(header(minute.headers(), Headers.LINEAGE)).startsWith("ticks.history/");
            assertThat(history.bars.readValuesToList())
                    .extracting(bar -> bar.key().timeframe().code() + " " + bar.complete())
                    .containsExactly(
                            "5m false", "15m false", "30m false", "1h false", "4h false", "1d false", "1w false");
        }
    }

    @Test
    void shouldCloseBarOfQuietSymbolByHeartbeat() {
        lane.mark(EUR_USD, "00:00:00", FeedStatus.STARTED);
        lane.quote("00:00:10", 1.38727, 1.38729);

        lane.alive("00:01:01.999999");
        assertThat(lane.bars.isEmpty()).isTrue();
        lane.alive("00:01:02");

        assertThat(lane.bars.readKeyValue().key).isEqualTo("system|EUR/USD|1m|2014-05-05T00:00:00Z");
        assertThat(lane.bars.isEmpty()).isTrue();
    }

    @Test
    void shouldKeepClocksOfSymbolsApart() {
        lane.instrument(LaneDriver.quoted(USD_JPY, Duration.ofSeconds(2)));
        lane.mark(EUR_USD, "00:00:00", FeedStatus.STARTED);
        lane.mark(USD_JPY, "00:00:00", FeedStatus.STARTED);
        lane.quote("00:00:10", 1.38727, 1.38729);
        lane.tick(LaneDriver.quote(USD_JPY, "00:00:10", 102.1, 102.2));

        lane.quote("00:05:02", 1.38727, 1.38729);

        assertThat(lane.bars.readKeyValuesToList())
                .extracting(said -> said.key)
                .containsExactly("system|EUR/USD|1m|2014-05-05T00:00:00Z", "system|EUR/USD|5m|2014-05-05T00:00:00Z");
    }

    @Test
    void shouldCorrectClosedBarsByLateTick() {
        lane.mark(EUR_USD, "00:00:00", FeedStatus.STARTED);
        lane.quote("00:00:10", 1.38727, 1.38729);
        lane.quote("00:05:02", 1.38727, 1.38729);
        lane.bars.readValuesToList();

        lane.quote("00:00:20", 1.39727, 1.39729);

        TestRecord<String, Bar> minute = lane.bars.readRecord();
        assertThat(minute.key()).isEqualTo("system|EUR/USD|1m|2014-05-05T00:00:00Z");
        assertThat(minute.value().status()).isEqualTo(BarStatus.CORRECTED);
        assertThat(minute.value().cause()).isEqualTo(CorrectionCause.LATE_TICK);
        assertThat(minute.value().revision()).isEqualTo(1);
        assertThat(minute.value().price().high()).isEqualTo(1.39728);
        assertThat(header(minute.headers(), Headers.LINEAGE)).endsWith("/1/3");
        assertThat(lane.bars.readRecord().key()).isEqualTo("system|EUR/USD|5m|2014-05-05T00:00:00Z");
        assertThat(lane.bars.isEmpty()).isTrue();
    }

    @Test
    void shouldSayTheSameBytesWhereverTheTicksLie() {
        lane.mark(EUR_USD, "00:00:00", FeedStatus.STARTED);
        lane.quote("00:00:10", 1.38727, 1.38729);
        lane.quote("00:00:11", 1.38725, 1.38728);
        lane.mark(EUR_USD, "00:03:00", FeedStatus.ENDED);
        List<byte[]> alone = lane.rawBars.readValuesToList();

        try (LaneDriver other = new LaneDriver(Lane.LIVE, stateDir.resolve("second"))) {
            other.instrument(LaneDriver.quoted(EUR_USD, Duration.ofSeconds(2)));
            other.instrument(LaneDriver.quoted(USD_JPY, Duration.ofSeconds(2)));
            other.mark(USD_JPY, "00:00:00", FeedStatus.STARTED);
            other.mark(EUR_USD, "00:00:00", FeedStatus.STARTED);
            other.quote("00:00:11", 1.38725, 1.38728);
            other.tick(LaneDriver.quote(USD_JPY, "00:00:10", 102.1, 102.2));
            other.quote("00:00:10", 1.38727, 1.38729);
            other.alive("00:02:30");
            other.mark(EUR_USD, "00:03:00", FeedStatus.ENDED);
            List<byte[]> amongOthers = other.rawBars.readKeyValuesToList().stream()
                    .filter(said -> said.key.contains("EUR/USD"))
                    .map(said -> said.value)
                    .toList();

            assertThat(amongOthers).hasSize(8).containsExactlyElementsOf(alone);
        }
    }

    @Test
    void shouldUseChangedInstrument() {
        lane.mark(EUR_USD, "00:00:00", FeedStatus.STARTED);
        lane.quote("00:00:10", 1.38727, 1.38729);
        lane.instrument(LaneDriver.quoted(EUR_USD, Duration.ofSeconds(30)));

        lane.quote("00:01:29.999999", 1.38727, 1.38729);
        assertThat(lane.bars.isEmpty()).isTrue();
        lane.quote("00:01:30", 1.38727, 1.38729);

        assertThat(lane.barsOf(Timeframe.M1)).hasSize(1);
    }

    @Test
    void shouldContinueFromItsChangelogsAsIfNothingHadHappened() {
        lane.mark(EUR_USD, "00:00:00", FeedStatus.STARTED);
        lane.quote("00:00:10", 1.38727, 1.38729);
        lane.quote("00:01:05", 1.38737, 1.38741);
        assertThat(lane.barsOf(Timeframe.M1)).hasSize(1);

        try (LaneDriver restarted = new LaneDriver(Lane.LIVE, stateDir.resolve("restarted"))) {
            restarted.instrument(LaneDriver.quoted(EUR_USD, Duration.ofSeconds(2)));
            restarted.restoreFrom(lane);
            restarted.quote("00:00:20", 1.39727, 1.39729);
            restarted.alive("00:05:02");

            assertThat(restarted.bars.readValuesToList())
                    .extracting(bar -> bar.key().timeframe().code() + " " + bar.revision() + " " + bar.tickCount() + " "
                            + bar.complete())
                    .containsExactly("1m 1 2 true", "1m 0 1 true", "5m 0 3 true");
        }
    }

    @Test
    void shouldForgetSymbolWhoseLastFeedEnded() {
        lane.mark(EUR_USD, "00:00:00", FeedStatus.STARTED);
        lane.quote("00:00:10", 1.38727, 1.38729);
        lane.mark(EUR_USD, "00:01:00", FeedStatus.ENDED);
        lane.bars.readValuesToList();

        try (LaneDriver restarted = new LaneDriver(Lane.LIVE, stateDir.resolve("restarted"))) {
            restarted.instrument(LaneDriver.quoted(EUR_USD, Duration.ofSeconds(2)));
            restarted.restoreFrom(lane);
            restarted.mark(EUR_USD, "00:00:00", FeedStatus.STARTED);
            restarted.quote("00:00:10", 1.38727, 1.38729);
            restarted.mark(EUR_USD, "00:01:00", FeedStatus.ENDED);

            assertThat(restarted.barsOf(Timeframe.M1))
                    .extracting(Bar::revision, Bar::tickCount, Bar::complete)
                    .containsExactly(tuple(0, 1L, true));
        }
    }

    @Test
    void shouldSayTheSameBarsWhenHistoryIsReplayedAgain() {
        try (LaneDriver history = new LaneDriver(Lane.HISTORY, stateDir.resolve("history"))) {
            history.instrument(LaneDriver.quoted(EUR_USD, Duration.ofSeconds(2)));
            List<byte[]> once = replay(history.run("first"), true);
            // The second is broken off, the third is a run of its own.
            replay(history.run("second"), false);

            assertThat(replay(history.run("third"), true)).hasSize(9).containsExactlyElementsOf(once);
        }
    }

    private static List<byte[]> replay(LaneDriver history, boolean toTheEnd) {
        history.mark(EUR_USD, "00:00:00", FeedStatus.STARTED);
        history.quote("00:00:10", 1.38727, 1.38729);
        history.quote("00:01:10", 1.38726, 1.38728);
        history.alive("00:01:30");
        if (toTheEnd) {
            history.mark(EUR_USD, "00:02:00", FeedStatus.ENDED);
        }
        return history.rawBars.readValuesToList();
    }
}
