package io.candlewick.topology;

import static io.candlewick.topology.LaneDriver.EUR_USD;
import static io.candlewick.topology.LaneDriver.at;
import static io.candlewick.topology.LaneDriver.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.AggressorSide;
import io.candlewick.avro.FeedStatus;
import io.candlewick.contract.Headers;
import io.candlewick.market.BarKey;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.market.Timeframe;
import io.candlewick.streams.config.Lane;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RejectedTickTest {

    private static final Symbol GBP_USD = Symbol.of("GBP/USD");
    private static final byte[] NOT_AVRO = "not avro".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path stateDir;

    private LaneDriver lane;

    @BeforeEach
    void open() {
        lane = new LaneDriver(Lane.LIVE, stateDir);
        lane.instrument(LaneDriver.quoted(EUR_USD, Duration.ofSeconds(2)));
        lane.mark(EUR_USD, "00:00:00", FeedStatus.STARTED);
    }

    @AfterEach
    void close() {
        lane.close();
    }

    @Test
    void shouldSayWhyAndWhereFrom() {
        Tick unknown = LaneDriver.quote(GBP_USD, "00:00:10", 1.68, 1.69);

        lane.tick(unknown);

        TestRecord<String, Tick> rejected = lane.rejected.readRecord();
        assertThat(rejected.key()).isEqualTo("GBP/USD");
        assertThat(rejected.value()).isEqualTo(unknown);
        assertThat(header(rejected.headers(), Headers.REJECT_REASON)).isEqualTo("UNKNOWN_SYMBOL");
        assertThat(header(rejected.headers(), Headers.REJECT_DETAIL)).isEqualTo("tenant=system symbol=GBP/USD");
        assertThat(header(rejected.headers(), Headers.ORIGIN_TOPIC)).isEqualTo("ticks.live");
        assertThat(header(rejected.headers(), Headers.ORIGIN_PARTITION)).isEqualTo("0");
        assertThat(header(rejected.headers(), Headers.ORIGIN_OFFSET)).isEqualTo("1");
    }

    @Test
    void shouldForgetInstrumentThatIsGone() {
        lane.noInstrument(EUR_USD);

        lane.quote("00:00:10", 1.38727, 1.38729);

        assertThat(reasons()).containsExactly("UNKNOWN_SYMBOL");
    }

    @ParameterizedTest
    @CsvSource({"NaN, 1.2", "1.2, NaN", "0, 1.2", "-1, 1.2", "1.2, 0", "1.2, -0.1", "Infinity, 1.2", "1e15, 1.2"})
    void shouldRejectQuoteThatIsNoPrice(double bid, double ask) {
        lane.quote("00:00:10", bid, ask);

        assertThat(reasons()).containsExactly("INVALID_PRICE");
    }

    @ParameterizedTest
    @CsvSource({"NaN, 1", "1, NaN", "0, 1", "1, 0", "-1, 1", "1, -1", "1e8, 1e7"})
    void shouldRejectTradeThatIsNoPriceOrSize(double price, double size) {
        Tick.Origin origin = new Tick.Origin(BarKey.SYSTEM_TENANT, LaneDriver.FEED, at("00:00:10"));

        lane.tick(Tick.trade(origin, EUR_USD, at("00:00:10"), 0, price, size, AggressorSide.BUY, null));

        assertThat(reasons()).containsExactly("INVALID_PRICE");
    }

    @Test
    void shouldLetCrossedQuotePass() {
        lane.quote("00:00:10", 1.38729, 1.38727);
        lane.alive("00:01:02");

        assertThat(reasons()).isEmpty();
        assertThat(lane.barsOf(Timeframe.M1).get(0).spreadMax()).isEqualTo(-0.00002);
    }

    @Test
    void shouldRejectTickFromTheFutureWithoutMovingTheClock() {
        lane.quote("00:00:10", 1.38727, 1.38729);

        lane.tick(quoteReceivedAt("00:01:10", "00:00:10"));
        lane.tick(quoteReceivedAt("00:01:10.000001", "00:00:10"));

        assertThat(reasons()).containsExactly("FUTURE");
        assertThat(lane.barsOf(Timeframe.M1)).hasSize(1);
        lane.tick(quoteReceivedAt("2014-05-09T00:00:00Z", "00:00:10"));
        assertThat(reasons()).containsExactly("FUTURE");
        assertThat(lane.bars.isEmpty()).isTrue();
    }

    @Test
    void shouldRejectTickBeyondTheLatenessHorizon() {
        lane.quote("00:00:10", 1.38727, 1.38729);
        lane.quote("2014-05-06T00:01:00Z", 1.38727, 1.38729);
        lane.bars.readValuesToList();

        lane.quote("00:00:20", 1.38727, 1.38729);
        assertThat(reasons()).isEmpty();
        assertThat(lane.barsOf(Timeframe.M1)).hasSize(1);
        lane.quote("2014-05-06T00:01:00.000001Z", 1.38727, 1.38729);
        // The bar ended 24 h before the last tick; the clock is read when one comes too late.
        lane.quote("00:00:30", 1.38727, 1.38729);

        assertThat(reasons()).containsExactly("TOO_LATE");
        assertThat(lane.bars.isEmpty()).isTrue();
    }

    @Test
    void shouldRejectRecordWithoutTick() {
        lane.noTick("EUR/USD");

        assertThat(reasons()).containsExactly("NO_TICK");
    }

    @Test
    void shouldSendUnreadableTickToDeadLettersAndGoOn() {
        lane.brokenTick("EUR/USD", NOT_AVRO);
        lane.quote("00:00:10", 1.38727, 1.38729);
        lane.alive("00:01:02");

        assertThat(lane.deadLetters.readRecord().value()).isEqualTo(NOT_AVRO);
        assertThat(lane.barsOf(Timeframe.M1)).hasSize(1);
    }

    @Test
    void shouldIgnoreUnreadableInstrumentAndGoOn() {
        lane.brokenInstrument("system|EUR/USD", NOT_AVRO);
        lane.brokenInstrument("no key", NOT_AVRO);

        lane.quote("00:00:10", 1.38727, 1.38729);

        assertThat(reasons()).isEmpty();
    }

    private List<String> reasons() {
        return lane.rejected.readRecordsToList().stream()
                .map(rejected -> header(rejected.headers(), Headers.REJECT_REASON))
                .toList();
    }

    private static Tick quoteReceivedAt(String eventTime, String ingestTime) {
        Tick.Origin origin = new Tick.Origin(BarKey.SYSTEM_TENANT, LaneDriver.FEED, at(ingestTime));
        return Tick.quote(origin, EUR_USD, at(eventTime), 0, 1.38727, 1.38729);
    }
}
