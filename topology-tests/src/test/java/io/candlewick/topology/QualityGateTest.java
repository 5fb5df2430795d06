package io.candlewick.topology;

import static io.candlewick.topology.LaneDriver.EUR_USD;
import static io.candlewick.topology.LaneDriver.at;
import static io.candlewick.topology.LaneDriver.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.AggressorSide;
import io.candlewick.avro.CrossedQuotes;
import io.candlewick.avro.FeedStatus;
import io.candlewick.contract.Headers;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.QualityRules;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.market.Timeframe;
import io.candlewick.streams.config.Lane;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What an instrument's rules let through. */
class QualityGateTest {

    private static final Symbol GBP_USD = Symbol.of("GBP/USD");

    @TempDir
    private Path stateDir;

    @TempDir
    private Path otherStateDir;

    private LaneDriver lane;

    @BeforeEach
    void open() {
        lane = new LaneDriver(Lane.LIVE, stateDir);
    }

    @AfterEach
    void close() {
        lane.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"FLAG", "COUNT"})
    void shouldCountCrossedQuoteAndLetItPass(CrossedQuotes policy) {
        rules(lane, crossed(policy));

        lane.quote("00:00:10", 1.38729, 1.38727);
        lane.quote("00:00:11", 1.38729, 1.38729);

        assertThat(reasons()).isEmpty();
        assertThat(lane.counted("crossed-quotes-total", Map.of("symbol", "EUR/USD")))
                .isEqualTo(1);
    }

    @Test
    void shouldRejectCrossedQuoteWhereTheInstrumentSaysSo() {
        rules(lane, crossed(CrossedQuotes.REJECT));

        lane.quote("00:00:10", 1.38729, 1.38727);
        lane.quote("00:00:11", 1.38729, 1.38729);

        TestRecord<String, Tick> rejected = lane.rejected.readRecord();
        assertThat(header(rejected.headers(), Headers.REJECT_REASON)).isEqualTo("CROSSED");
        assertThat(header(rejected.headers(), Headers.REJECT_DETAIL))
                .isEqualTo("symbol=EUR/USD bid=1.38729 ask=1.38727");
        assertThat(lane.rejected.isEmpty()).isTrue();
        assertThat(lane.counted("crossed-quotes-total", Map.of())).isZero();
        assertThat(lane.counted("rejected-ticks-total", Map.of("reason", "CROSSED", "symbol", "EUR/USD")))
                .isEqualTo(1);
    }

    @Test
    void shouldRejectSpreadBeyondTheBand() {
        // 1 % of a mid of 100 is 1.
        rules(lane, spread(0.01));

        lane.quote("00:00:10", 99.5, 100.5);
        lane.quote("00:00:11", 99.4, 100.6);
        lane.quote("00:00:12", 99, 100);

        TestRecord<String, Tick> rejected = lane.rejected.readRecord();
        assertThat(rejected.value().bid()).isEqualTo(99.4);
        assertThat(header(rejected.headers(), Headers.REJECT_REASON)).isEqualTo("SPREAD");
        assertThat(header(rejected.headers(), Headers.REJECT_DETAIL))
                .isEqualTo("symbol=EUR/USD bid=99.4 ask=100.6 is wider than max_spread=0.01");
        // A spread of 1 at a mid of 99.5 is more than 1 % of it.
        assertThat(reasons()).containsExactly("SPREAD");
    }

    @Test
    void shouldRejectSpikeAndGoOnWhereThePriceWas() {
        rules(lane, jump(CrossedQuotes.FLAG, 0.05));

        lane.quote("00:00:10", 1.38, 1.38);
        lane.quote("00:00:11", 13.8, 13.8);
        lane.quote("00:00:12", 1.39, 1.39);
        lane.alive("00:01:02");

        TestRecord<String, Tick> rejected = lane.rejected.readRecord();
        assertThat(header(rejected.headers(), Headers.REJECT_REASON)).isEqualTo("SPIKE");
        assertThat(header(rejected.headers(), Headers.REJECT_DETAIL))
                .isEqualTo("symbol=EUR/USD bid=13.8 ask=13.8 is further than max_jump=0.05 from 1.38;"
                        + " tick 1 of 3 that would hold the new level");
        assertThat(lane.rejected.isEmpty()).isTrue();
        Bar bar = lane.barsOf(Timeframe.M1).get(0);
        assertThat(bar.price().high()).isEqualTo(1.39);
        assertThat(bar.tickCount()).isEqualTo(2);
    }

    @Test
    void shouldTakeTheNewLevelWhenItHolds() {
        rules(lane, jump(CrossedQuotes.FLAG, 0.05));

        lane.quote("00:00:10", 1.38, 1.38);
        lane.quote("00:00:11", 1.5, 1.5);
        lane.quote("00:00:12", 1.51, 1.51);
        lane.quote("00:00:13", 1.52, 1.52);
        lane.quote("00:00:14", 1.53, 1.53);

        assertThat(reasons()).containsExactly("SPIKE", "SPIKE");
    }

    @Test
    void shouldRememberTheLevelOnTrialAcrossARestart() {
        rules(lane, jump(CrossedQuotes.FLAG, 0.05));
        lane.quote("00:00:10", 1.38, 1.38);
        lane.quote("00:00:11", 1.5, 1.5);
        lane.quote("00:00:12", 1.51, 1.51);

        try (LaneDriver restarted = new LaneDriver(Lane.LIVE, otherStateDir)) {
            restarted.restoreFrom(lane);
            rules(restarted, jump(CrossedQuotes.FLAG, 0.05));
            restarted.quote("00:00:13", 1.52, 1.52);
            restarted.quote("00:00:14", 1.38, 1.38);

            assertThat(reasons(restarted)).containsExactly("SPIKE");
        }
    }

    @Test
    void shouldJudgeTradesByTheirPrice() {
        rules(lane, jump(CrossedQuotes.FLAG, 0.05));

        lane.tick(trade("00:00:10", 100));
        lane.tick(trade("00:00:11", 106));

        assertThat(reasons()).containsExactly("SPIKE");
    }

    @Test
    void shouldNotMoveTheReferenceByATickThatAnotherRuleRejects() {
        rules(lane, jump(CrossedQuotes.REJECT, 0.05));
        lane.quote("00:00:10", 1.38, 1.38);

        lane.quote("00:00:11", 1.46, 1.4);
        // Within the band around 1.43, the crossed quote's mid, and beyond it around 1.38.
        lane.quote("00:00:12", 1.46, 1.46);

        assertThat(reasons()).containsExactly("CROSSED", "SPIKE");
    }

    @ParameterizedTest
    @CsvSource({"00:01:40, true", "00:01:40.000001, false", "00:01:41, false"})
    void shouldRejectWhatIsReceivedTooLongAfterItsEvent(String ingestTime, boolean passes) {
        rules(lane, stale(Duration.ofSeconds(90)));

        lane.tick(quoteReceivedAt("00:00:10", ingestTime));

        assertThat(reasons()).isEqualTo(passes ? List.of() : List.of("STALE"));
    }

    @Test
    void shouldNotCallHistoryStale() {
        try (LaneDriver history = new LaneDriver(Lane.HISTORY, otherStateDir)) {
            rules(history, stale(Duration.ofSeconds(90)));

            history.tick(quoteReceivedAt("00:00:10", "2014-06-01T00:00:00Z"));

            assertThat(reasons(history)).isEmpty();
        }
    }

    @Test
    void shouldRejectHeartbeatFromTheFutureWithoutMovingTheClock() {
        rules(lane, crossed(CrossedQuotes.FLAG));
        lane.quote("00:00:10", 1.38, 1.38);

        lane.tick(heartbeat(Symbol.EVERY, "2014-05-09T00:00:00Z", "00:00:11", FeedStatus.ALIVE));
        lane.tick(heartbeat(EUR_USD, "2014-05-09T00:00:00Z", "00:00:11", FeedStatus.ENDED));
        lane.quote("00:00:12", 1.39, 1.39);

        assertThat(reasons()).containsExactly("FUTURE", "FUTURE");
        assertThat(lane.bars.isEmpty()).isTrue();
        lane.alive("00:01:02");
        assertThat(lane.barsOf(Timeframe.M1))
                .singleElement()
                .satisfies(bar -> assertThat(bar.tickCount()).isEqualTo(2));
    }

    @Test
    void shouldRejectTickThatNamesEverySymbol() {
        lane.tick(LaneDriver.quote(Symbol.EVERY, "00:00:10", 1, 1));

        assertThat(reasons()).contains("UNKNOWN_SYMBOL");
    }

    @Test
    void shouldCountUnknownSymbolsUnderOneName() {
        rules(lane, crossed(CrossedQuotes.FLAG));

        for (int symbol = 0; symbol < 50; symbol++) {
            lane.tick(LaneDriver.quote(Symbol.of("X" + symbol), "00:00:10", 1, 1));
        }
        lane.quote("00:00:10", -1, 1);

        assertThat(lane.counted("rejected-ticks-total", Map.of("reason", "UNKNOWN_SYMBOL", "symbol", "unknown")))
                .isEqualTo(50);
        assertThat(lane.counted("rejected-ticks-total", Map.of("symbol", "X1"))).isZero();
        assertThat(lane.counted("rejected-ticks-total", Map.of("reason", "INVALID_PRICE", "symbol", "EUR/USD")))
                .isEqualTo(1);
    }

    @Test
    void shouldKeepReferencesOnlyForInstrumentsWithABand() {
        rules(lane, jump(CrossedQuotes.FLAG, 0.05));
        lane.instrument(LaneDriver.quoted(GBP_USD, Duration.ofSeconds(2)));

        lane.quote("00:00:10", 1.38, 1.38);
        lane.tick(LaneDriver.quote(GBP_USD, "00:00:10", 1.68, 1.68));
        lane.tick(LaneDriver.quote(GBP_USD, "00:00:11", 168, 168));

        assertThat(reasons()).isEmpty();
        assertThat(lane.references()).containsExactly("system|EUR/USD");
    }

    private static void rules(LaneDriver driver, QualityRules rules) {
        driver.instrument(LaneDriver.quoted(EUR_USD, Duration.ofSeconds(2)).with(rules));
        driver.mark(EUR_USD, "00:00:00", FeedStatus.STARTED);
    }

    private static QualityRules crossed(CrossedQuotes policy) {
        return new QualityRules(policy, OptionalDouble.empty(), OptionalDouble.empty(), 3, Optional.empty());
    }

    private static QualityRules spread(double band) {
        return new QualityRules(
                CrossedQuotes.FLAG, OptionalDouble.of(band), OptionalDouble.empty(), 3, Optional.empty());
    }

    private static QualityRules jump(CrossedQuotes policy, double band) {
        return new QualityRules(policy, OptionalDouble.empty(), OptionalDouble.of(band), 3, Optional.empty());
    }

    private static QualityRules stale(Duration bound) {
        return new QualityRules(
                CrossedQuotes.FLAG, OptionalDouble.empty(), OptionalDouble.empty(), 3, Optional.of(bound));
    }

    private List<String> reasons() {
        return reasons(lane);
    }

    private static List<String> reasons(LaneDriver driver) {
        return driver.rejected.readRecordsToList().stream()
                .map(rejected -> header(rejected.headers(), Headers.REJECT_REASON))
                .toList();
    }

    private static Tick trade(String time, double price) {
        return Tick.trade(origin(time), EUR_USD, at(time), 0, price, 1, AggressorSide.BUY, null);
    }

    private static Tick quoteReceivedAt(String eventTime, String ingestTime) {
        return Tick.quote(origin(ingestTime), EUR_USD, at(eventTime), 0, 1.38727, 1.38729);
    }

    private static Tick heartbeat(Symbol symbol, String eventTime, String ingestTime, FeedStatus status) {
        return Tick.heartbeat(origin(ingestTime), symbol, at(eventTime), status);
    }

    private static Tick.Origin origin(String ingestTime) {
        return new Tick.Origin(BarKey.SYSTEM_TENANT, LaneDriver.FEED, at(ingestTime));
    }
}
