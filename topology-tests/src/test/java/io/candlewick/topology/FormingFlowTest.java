package io.candlewick.topology;

import static io.candlewick.topology.LaneDriver.EUR_USD;
import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.BarStatus;
import io.candlewick.avro.EmptyBars;
import io.candlewick.avro.FeedStatus;
import io.candlewick.avro.Gap;
import io.candlewick.avro.GapReason;
import io.candlewick.avro.GapStatus;
import io.candlewick.market.Bar;
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

/** Open bars are said four times a second at most; slots without a bar are explained. */
class FormingFlowTest {

    private static final Duration QUARTER = Duration.ofMillis(250);

    @TempDir
    private Path stateDir;

    private LaneDriver lane;

    @BeforeEach
    void open() {
        lane = new LaneDriver(Lane.LIVE, stateDir.resolve("first"));
        lane.instrument(LaneDriver.quoted(EUR_USD, Duration.ofSeconds(2)));
        lane.mark(EUR_USD, "00:00:00", FeedStatus.STARTED);
    }

    @AfterEach
    void close() {
        lane.close();
    }

    @Test
    void shouldSayOpenBarsOfAllTimeframesOnceAnInterval() {
        lane.quote("00:00:10", 1.1, 1.2);
        lane.quote("00:00:11", 1.2, 1.3);
        assertThat(lane.forming.isEmpty()).isTrue();

        lane.pass(QUARTER, QUARTER);

        List<TestRecord<String, Bar>> forming = lane.forming.readRecordsToList();
        assertThat(forming).hasSize(8).allMatch(bar -> bar.value().status() == BarStatus.FORMING);
        assertThat(forming).allMatch(bar -> bar.value().tickCount() == 2);
        assertThat(forming.get(0).key()).isEqualTo("system|EUR/USD|1m|2014-05-05T00:00:00Z");
        lane.pass(QUARTER, Duration.ofSeconds(1));
        assertThat(lane.forming.isEmpty()).isTrue();
    }

    @Test
    void shouldNotSayFormingBarAfterItsFinalOne() {
        lane.quote("00:00:10", 1.1, 1.2);
        lane.alive("00:01:02");
        lane.quote("00:00:20", 1.2, 1.3);
        lane.pass(QUARTER, QUARTER);

        assertThat(lane.forming.readValuesToList())
                .isNotEmpty()
                .noneMatch(bar -> bar.key().timeframe().equals(Timeframe.M1));
    }

    @Test
    void shouldSayNoOpenBarsInTheHistoryLane() {
        try (LaneDriver history = new LaneDriver(Lane.HISTORY, stateDir.resolve("history"))) {
            history.instrument(LaneDriver.quoted(EUR_USD, Duration.ofSeconds(2)));
            history.mark(EUR_USD, "00:00:00", FeedStatus.STARTED);
            history.quote("00:00:10", 1.1, 1.2);
            history.pass(QUARTER, Duration.ofSeconds(1));

            assertThat(history.forming.isEmpty()).isTrue();
        }
    }

    @Test
    void shouldExplainMissingBars() {
        lane.quote("00:00:10", 1.1, 1.2);
        lane.mark(EUR_USD, "00:02:00", FeedStatus.DOWN);
        lane.mark(EUR_USD, "00:04:00", FeedStatus.STARTED);
        lane.quote("00:04:10", 1.1, 1.2);
        lane.alive("00:05:02");

        List<TestRecord<String, Gap>> gaps = lane.gaps.readRecordsToList();
        assertThat(gaps)
                .extracting(TestRecord::key)
                .containsExactly("system|EUR/USD|1m|2014-05-05T00:01:00Z", "system|EUR/USD|1m|2014-05-05T00:02:00Z");
        assertThat(gaps)
                .extracting(gap -> gap.value().getReason())
                .containsExactly(GapReason.QUIET, GapReason.FEED_DOWN);
        assertThat(gaps)
                .extracting(gap -> gap.value().getStatus())
                .containsExactly(GapStatus.EXPLAINED, GapStatus.OPEN);
        assertThat(gaps).extracting(gap -> gap.value().getMissingBars()).containsExactly(1, 2);
    }

    @Test
    void shouldMakeFlatBarsByHeartbeatAlone() {
        lane.instrument(LaneDriver.quoted(EUR_USD, Duration.ofSeconds(2)).with(EmptyBars.FLAT));
        lane.quote("00:00:10", 1.1, 1.2);
        lane.alive("00:01:02");
        lane.alive("00:02:02");
        lane.alive("00:03:02");

        assertThat(lane.barsOf(Timeframe.M1)).extracting(Bar::tickCount).containsExactly(1L, 0L, 0L);
    }
}
