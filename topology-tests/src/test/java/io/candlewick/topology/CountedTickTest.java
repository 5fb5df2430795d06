package io.candlewick.topology;

import static io.candlewick.topology.LaneDriver.EUR_USD;
import static io.candlewick.topology.LaneDriver.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.AggressorSide;
import io.candlewick.avro.FeedStatus;
import io.candlewick.contract.Headers;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Tick;
import io.candlewick.market.Timeframe;
import io.candlewick.streams.config.Lane;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever does not simply enter an open bar is counted by reason and symbol. */
class CountedTickTest {

    @TempDir
    private Path stateDir;

    private LaneDriver lane;

    @BeforeEach
    void open() {
        lane = new LaneDriver(Lane.LIVE, stateDir.resolve("first"));
        lane.instrument(LaneDriver.quoted(EUR_USD, Duration.ofSeconds(2)));
        lane.mark(EUR_USD, "00:00:00", FeedStatus.STARTED);
        lane.quote("00:00:10", 1.1, 1.2);
    }

    @AfterEach
    void close() {
        lane.close();
    }

    @Test
    void shouldCountDuplicatesAndSayTheBarWithoutThem() {
        lane.quote("00:00:10", 1.1, 1.2);
        lane.quote("00:00:20", 1.1, 1.2);
        lane.quote("00:00:10", 1.1, 1.2);
        lane.alive("00:01:02");

        assertThat(lane.barsOf(Timeframe.M1)).extracting(Bar::tickCount).containsExactly(2L);
        assertThat(lane.counted("DUPLICATE", EUR_USD)).isEqualTo(2);
    }

    @Test
    void shouldKnowDuplicatesAfterRestart() {
        lane.alive("00:01:02");
        lane.quote("00:01:10", 1.1, 1.2);

        try (LaneDriver restarted = new LaneDriver(Lane.LIVE, stateDir.resolve("restarted"))) {
            restarted.instrument(LaneDriver.quoted(EUR_USD, Duration.ofSeconds(2)));
            restarted.restoreFrom(lane);
            restarted.quote("00:00:10", 1.1, 1.2);
            restarted.quote("00:01:10", 1.1, 1.2);

            assertThat(restarted.bars.isEmpty()).isTrue();
            assertThat(restarted.counted("DUPLICATE", EUR_USD)).isEqualTo(2);
        }
    }

    @Test
    void shouldCountLateTicks() {
        lane.alive("00:01:02");
        lane.quote("00:00:20", 1.1, 1.2);

        assertThat(lane.counted("CORRECTED", EUR_USD)).isEqualTo(1);
    }

    @Test
    void shouldCountTicksThatComeTooLateAndRejectThem() {
        lane.alive("2014-05-07T00:00:00Z");
        lane.quote("00:00:20", 1.1, 1.2);

        assertThat(lane.counted("TOO_LATE", EUR_USD)).isEqualTo(1);
        assertThat(lane.rejected.readValuesToList()).hasSize(1);
    }

    @Test
    void shouldCountTradesOfQuotedInstrument() {
        lane.tick(Tick.trade(
                new Tick.Origin(BarKey.SYSTEM_TENANT, LaneDriver.FEED, LaneDriver.at("00:00:30")),
                EUR_USD,
                LaneDriver.at("00:00:30"),
                0,
                1.1,
                1,
                AggressorSide.BUY,
                "a"));

        assertThat(lane.counted("NOT_COUNTED", EUR_USD)).isEqualTo(1);
    }

    @Test
    void shouldCarryNumberOfCrossedQuotesBesideTheBar() {
        lane.quote("00:00:20", 1.3, 1.2);
        lane.alive("00:01:02");

        TestRecord<String, Bar> bar = lane.bars.readRecord();
        assertThat(header(bar.headers(), Headers.CROSSED_TICKS)).isEqualTo("1");
    }
}
