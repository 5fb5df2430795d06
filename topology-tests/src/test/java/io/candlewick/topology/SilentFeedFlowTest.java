package io.candlewick.topology;

import static io.candlewick.topology.LaneDriver.EUR_USD;
import static io.candlewick.topology.LaneDriver.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.candlewick.avro.FeedStatus;
import io.candlewick.contract.Headers;
import io.candlewick.market.Bar;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
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

/** The time-out is 30 s and looked at every 3 s. */
class SilentFeedFlowTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration CHECK = Duration.ofSeconds(3);

    @TempDir
    private Path stateDir;

    private LaneDriver lane;

    @BeforeEach
    void open() {
        lane = new LaneDriver(Lane.LIVE, stateDir.resolve("first"));
        lane.instrument(LaneDriver.quoted(EUR_USD, Duration.ofSeconds(2)));
        lane.mark("one", EUR_USD, "00:00:00", FeedStatus.STARTED);
        lane.mark("two", EUR_USD, "00:00:00", FeedStatus.STARTED);
        lane.quote("one", "00:00:10");
        lane.quote("two", "00:00:20");
        lane.pass(CHECK, CHECK);
    }

    @AfterEach
    void close() {
        lane.close();
    }

    @Test
    void shouldMarkFeedThatIsSilentForTheTimeoutInTheLogAndGoOnWithoutIt() {
        lane.passWhile(CHECK, TIMEOUT.minusMillis(1), () -> lane.aliveNext("one"));
        assertThat(lane.barsOf(Timeframe.M1)).isEmpty();

        lane.pass(CHECK, CHECK);
        lane.alive("one", "00:05:00");

        TestRecord<String, Tick> mark = lane.marks.readRecord();
        assertThat(mark.key()).isEqualTo("EUR/USD");
        assertThat(header(mark.headers(), Headers.MARKED_BY)).isEqualTo("silence");
        assertThat(mark.value().feed()).isEqualTo("two");
        assertThat(mark.value().feedStatus()).isEqualTo(FeedStatus.DOWN);
        assertThat(mark.value().eventTimeUs()).isEqualTo(LaneDriver.at("00:00:20"));
        assertThat(lane.marks.isEmpty()).isTrue();
        assertThat(lane.barsOf(Timeframe.M1)).extracting(Bar::complete).containsExactly(true);
    }

    @Test
    void shouldNotTakePauseOfItsOwnForSilence() {
        lane.pass(Duration.ofHours(1), Duration.ofHours(1));

        assertThat(lane.marks.isEmpty()).isTrue();
    }

    @Test
    void shouldKeepFeedThatSpeaksOfAnotherSymbol() {
        Symbol other = Symbol.of("USD/JPY");
        lane.instrument(LaneDriver.quoted(other, Duration.ofSeconds(2)));
        lane.passWhile(CHECK, TIMEOUT.multipliedBy(3), () -> {
            lane.aliveNext("one");
            lane.tick(LaneDriver.quote("two", other, lane.nextTime(), 1.1, 1.2));
        });

        assertThat(lane.marks.isEmpty()).isTrue();
    }

    @Test
    void shouldWaitForSilentFeedAgainWhenItSpeaks() {
        lane.pass(CHECK, TIMEOUT.plus(CHECK));
        assertThat(lane.marks.readRecordsToList()).hasSize(2);

        lane.alive("one", "00:05:00");
        assertThat(lane.barsOf(Timeframe.M1)).hasSize(1);
        lane.alive("two", "00:05:00");
        lane.quote("one", "00:06:10");
        lane.alive("one", "00:10:00");
        assertThat(lane.barsOf(Timeframe.M1)).isEmpty();
        lane.alive("two", "00:07:02");

        assertThat(lane.barsOf(Timeframe.M1)).hasSize(1);
    }

    @Test
    void shouldKnowSilenceAfterRestart() {
        lane.passWhile(CHECK, TIMEOUT.plus(CHECK), () -> lane.aliveNext("one"));

        try (LaneDriver restarted = new LaneDriver(Lane.LIVE, stateDir.resolve("restarted"))) {
            restarted.instrument(LaneDriver.quoted(EUR_USD, Duration.ofSeconds(2)));
            restarted.restoreFrom(lane);
            restarted.alive("one", "00:05:00");

            assertThat(restarted.barsOf(Timeframe.M1)).hasSize(1);
        }
    }

    @Test
    void shouldEndReplayThatWasKilledAndSayItsBars() {
        try (LaneDriver history = history()) {
            history.run("first").mark(EUR_USD, "00:00:00", FeedStatus.STARTED);
            history.quote("00:00:10", 1.1, 1.2);
            history.pass(CHECK, TIMEOUT.multipliedBy(120).plus(CHECK));

            assertThat(history.marks.readValuesToList())
                    .extracting(Tick::feedStatus)
                    .startsWith(FeedStatus.DOWN)
                    .endsWith(FeedStatus.ENDED);
            assertThat(history.bars.readValuesToList()).hasSize(8).allMatch(bar -> !bar.complete());
            assertThat(history.liveEntries()).isZero();

            history.pass(CHECK, TIMEOUT.multipliedBy(2));
            assertThat(history.marks.isEmpty()).isTrue();
        }
    }

    @Test
    void shouldLoseNothingOfReplayThatPaused() {
        try (LaneDriver history = history()) {
            history.run("first").mark(EUR_USD, "00:00:00", FeedStatus.STARTED);
            history.quote("00:00:10", 1.1, 1.2);
            history.pass(CHECK, TIMEOUT.multipliedBy(3));
            assertThat(history.marks.readRecordsToList()).hasSize(1);

            history.quote("00:00:50", 1.1, 1.2);
            history.alive("00:05:02");

            assertThat(history.bars.readValuesToList())
                    .extracting(Bar::tickCount, Bar::complete)
                    .containsExactly(tuple(2L, true), tuple(2L, true));
        }
    }

    @Test
    void shouldNotBeKeptFromReplayingByReplayThatWasKilled() {
        try (LaneDriver history = history()) {
            history.run("killed").mark(EUR_USD, "00:20:00", FeedStatus.STARTED);
            history.quote("00:20:10", 1.1, 1.2);

            assertThat(replay(history.run("second"))).containsExactly("1m 00:00 n1", "1m 00:01 n1", "5m 00:00 n2");
        }
    }

    @Test
    void shouldLoseNoBarOfTwoReplaysOfOneFeedAtOnce() {
        try (LaneDriver history = history()) {
            history.run("first").mark(EUR_USD, "00:00:00", FeedStatus.STARTED);
            history.quote("00:00:10", 1.1, 1.2);
            history.run("second").mark(EUR_USD, "12:00:00", FeedStatus.STARTED);
            history.quote("12:00:10", 1.1, 1.2);
            history.alive("12:01:02");
            history.run("first").quote("00:01:10", 1.1, 1.2);
            history.alive("00:01:02");
            history.run("second").quote("12:01:10", 1.1, 1.2);
            history.mark(EUR_USD, "12:02:00", FeedStatus.ENDED);
            history.run("first").mark(EUR_USD, "00:02:00", FeedStatus.ENDED);

            assertThat(told(history.bars.readValuesToList()))
                    .filteredOn(bar -> bar.startsWith("1m"))
                    .containsExactlyInAnyOrder("1m 12:00 n1", "1m 00:00 n1", "1m 12:01 n1", "1m 00:01 n1");
            assertThat(history.rejected.isEmpty()).isTrue();
            assertThat(history.liveEntries()).isZero();
        }
    }

    @Test
    void shouldSayOpenBarsOfSessionWhoseFeedStartsAgainInItsRun() {
        try (LaneDriver history = history()) {
            history.mark(EUR_USD, "00:00:00", FeedStatus.STARTED);
            history.quote("00:00:10", 1.1, 1.2);

            history.mark(EUR_USD, "12:00:00", FeedStatus.STARTED);

            assertThat(history.bars.readValuesToList()).hasSize(8).allMatch(bar -> !bar.complete());
        }
    }

    private LaneDriver history() {
        LaneDriver history = new LaneDriver(Lane.HISTORY, stateDir.resolve("history"));
        history.instrument(LaneDriver.quoted(EUR_USD, Duration.ofSeconds(2)));
        return history;
    }

    private static List<String> replay(LaneDriver history) {
        history.mark(EUR_USD, "00:00:00", FeedStatus.STARTED);
        history.quote("00:00:10", 1.1, 1.2);
        history.quote("00:01:10", 1.1, 1.2);
        history.alive("00:05:02");
        return told(history.bars.readValuesToList());
    }

    private static List<String> told(List<Bar> bars) {
        return bars.stream()
                .map(bar -> bar.key().timeframe().code() + " "
                        + bar.key().text().replaceAll(".*T|:00Z", "") + " n" + bar.tickCount())
                .toList();
    }
}
