package io.candlewick.topology;

import static io.candlewick.topology.LaneDriver.EUR_USD;
import static io.candlewick.topology.LaneDriver.at;
import static io.candlewick.topology.LaneDriver.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.BarSource;
import io.candlewick.avro.BarStatus;
import io.candlewick.avro.FeedStatus;
import io.candlewick.contract.Headers;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Ohlc;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import io.candlewick.market.TradingCalendar;
import io.candlewick.streams.config.Lane;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A feed is away for three minutes, and a vendor's bars come for them; and the other ways in which sources meet. */
class MergedBarFlowTest {

    private static final long MINUTE_US = 60_000_000L;

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
    void shouldFillAHoleOfTheFeedWithRepairBars() {
        liveWithHole("00:01:30", "00:04:00");
        lane.quote("00:05:02", 1.2, 1.2002);
        assertThat(news()).contains("1m 00:01 r0 LIVE incomplete", "5m 00:00 r0 LIVE incomplete");

        repair(1, 4);
        lane.quote("00:06:02", 1.2, 1.2002);

        assertThat(news())
                .containsExactly(
                        "1m 00:01 r1 VENDOR REPAIRED",
                        "1m 00:02 r0 VENDOR",
                        "1m 00:03 r0 VENDOR",
                        "5m 00:00 r1 ROLLED_UP REPAIRED",
                        "1m 00:05 r0 LIVE");
    }

    @Test
    void shouldRollUpWhenTheIncompleteBarClosesAfterTheRepair() {
        liveWithHole("00:01:30", "00:04:00");
        lane.quote("00:04:10", 1.2, 1.2002);
        repair(1, 4);
        news();

        lane.alive("00:05:02");

        assertThat(news()).containsExactly("1m 00:04 r0 LIVE", "5m 00:00 r0 ROLLED_UP");
    }

    @Test
    void shouldTakeQuietMinutesFromItsOwnFeed() {
        // The feed was up from 00:00 to 00:01:30 and from 00:04 on, and had nothing to say in 00:04.
        liveWithHole("00:01:30", "00:04:00");
        repair(1, 4);
        news();

        lane.alive("00:05:01.999999");
        assertThat(news()).isEmpty();
        lane.alive("00:05:02");

        assertThat(news()).containsExactly("5m 00:00 r0 ROLLED_UP");
    }

    @Test
    void shouldSayRolledUpBarsAgainWhenALateTickComes() {
        liveWithHole("00:01:30", "00:04:00");
        lane.quote("00:05:02", 1.2, 1.2002);
        repair(1, 4);
        news();

        lane.quote("00:00:30", 1.3, 1.3002);

        assertThat(news()).containsExactly("1m 00:00 r1 LIVE LATE_TICK", "5m 00:00 r2 ROLLED_UP LATE_TICK");
        Bar five = lane.canonical(EUR_USD, Timeframe.M5).last(1).get(0);
        assertThat(five.price().high()).isEqualTo(1.3001);
        assertThat(five.tickCount()).isEqualTo(2 + 3 * 7);
    }

    @Test
    void shouldKeepCompleteLiveBarsFromVendors() {
        lane.mark(EUR_USD, "00:00:00", FeedStatus.STARTED);
        lane.quote("00:00:10", 1.2, 1.2002);
        lane.quote("00:01:02", 1.2, 1.2002);
        news();

        lane.vendorBar(vendor(Timeframe.M1, "00:00:00", 1.1));

        assertThat(news()).isEmpty();
        assertThat(lane.counted("outranked-total", Map.of())).isEqualTo(1);
    }

    @Test
    void shouldNumberWithoutHolesWhateverWasOutranked() {
        lane.vendorBar(vendor(Timeframe.M1, "00:00:00", 1.1));
        // The feed joins in the middle of the minute, so its bar is incomplete, and a late tick corrects it.
        lane.mark(EUR_USD, "00:00:05", FeedStatus.STARTED);
        lane.quote("00:00:10", 1.2, 1.2002);
        lane.quote("00:01:02", 1.2, 1.2002);
        lane.quote("00:00:20", 1.3, 1.3002);
        lane.vendorBar(vendor(Timeframe.M1, "00:00:00", 1.15));
        lane.vendorBar(vendor(Timeframe.M1, "00:00:00", 1.15));

        assertThat(news()).containsExactly("1m 00:00 r0 VENDOR", "1m 00:00 r1 VENDOR FEED_RESTATED");
        assertThat(lane.counted("outranked-total", Map.of())).isEqualTo(2);
        assertThat(lane.counted("unchanged-total", Map.of())).isEqualTo(1);
    }

    @Test
    void shouldTellWhereAVendorsBarCameFrom() {
        lane.vendorBar(vendor(Timeframe.M1, "00:00:00", 1.1));
        lane.vendorBar(vendor(Timeframe.M1, "00:01:00", 1.1), at("00:00:00"), at("00:05:00"));

        List<TestRecord<String, Bar>> said = lane.bars.readRecordsToList();

        TestRecord<String, Bar> second = said.get(1);
        assertThat(second.key()).isEqualTo("system|EUR/USD|1m|2014-05-05T00:01:00Z");
        assertThat(second.timestamp()).isEqualTo(at("00:02:00") / 1_000);
        assertThat(header(second.headers(), Headers.LINEAGE)).isEqualTo("bars.repair/0/1/1");
        assertThat(second.headers().lastHeader(Headers.RANGE_FROM)).isNull();
    }

    @Test
    void shouldGoOnFromItsChangelogs() {
        liveWithHole("00:01:30", "00:04:00");
        repair(1, 3);

        try (LaneDriver restarted = new LaneDriver(Lane.LIVE, stateDir.resolve("restarted"))) {
            restarted.instrument(LaneDriver.quoted(EUR_USD, Duration.ofSeconds(2)));
            restarted.restoreFrom(lane);
            restarted.vendorBar(vendor(Timeframe.M1, "00:02:00", 1.5));
            restarted.vendorBar(vendor(Timeframe.M1, "00:03:00", 1.1));
            restarted.alive("00:05:02");

            assertThat(news(restarted))
                    .containsExactly("1m 00:02 r1 VENDOR FEED_RESTATED", "1m 00:03 r0 VENDOR", "5m 00:00 r0 ROLLED_UP");
            assertThat(restarted.canonical(EUR_USD, Timeframe.M1).range(at("00:00:00"), at("00:03:00")))
                    .extracting(Bar::source)
                    .containsExactly(BarSource.LIVE, BarSource.VENDOR, BarSource.VENDOR);
        }
    }

    @Test
    void shouldMeetVendorBarsInTheHistoryLane() {
        try (LaneDriver history = new LaneDriver(Lane.HISTORY, stateDir.resolve("history"))) {
            history.instrument(LaneDriver.quoted(EUR_USD, Duration.ofSeconds(2)));
            for (int minute = 2; minute < 5; minute++) {
                history.vendorBar(
                        vendor(Timeframe.M1, at("00:00:00") + minute * MINUTE_US, 1.1), at("00:02:00"), at("00:05:00"));
            }
            // A replay of two of the minutes ends within the five.
            replay(history, "run-1");

            assertThat(news(history))
                    .containsExactly(
                            "1m 00:02 r0 VENDOR",
                            "1m 00:03 r0 VENDOR",
                            "1m 00:04 r0 VENDOR",
                            "1m 00:00 r0 REPAIRED",
                            "1m 00:01 r0 REPAIRED",
                            "5m 00:00 r0 ROLLED_UP",
                            "15m 00:00 r0 REPAIRED incomplete",
                            "30m 00:00 r0 REPAIRED incomplete",
                            "1h 00:00 r0 REPAIRED incomplete",
                            "4h 00:00 r0 REPAIRED incomplete",
                            "1d 00:00 r0 REPAIRED incomplete",
                            "1w 00:00 r0 REPAIRED incomplete");
        }
    }

    @Test
    void shouldStateTheSameBarsWhenAReplayIsRepeated() {
        try (LaneDriver history = new LaneDriver(Lane.HISTORY, stateDir.resolve("history"))) {
            history.instrument(LaneDriver.quoted(EUR_USD, Duration.ofSeconds(2)));
            replay(history, "run-1");
            List<byte[]> once = history.rawBars.readValuesToList();

            replay(history, "run-2");

            assertThat(history.rawBars.readValuesToList()).hasSize(9).containsExactlyElementsOf(once);
        }
    }

    @Test
    void shouldJoinReplaysThatFollowEachOther() {
        try (LaneDriver history = new LaneDriver(Lane.HISTORY, stateDir.resolve("history"))) {
            history.instrument(LaneDriver.quoted(EUR_USD, Duration.ofSeconds(2)));
            replay(history, "run-1");
            news(history);
            history.run("run-2");
            history.mark(EUR_USD, "00:02:00", FeedStatus.STARTED);
            for (int minute = 2; minute < 5; minute++) {
                history.quote("00:0" + minute + ":10", 1.2, 1.2002);
            }
            history.mark(EUR_USD, "00:05:00", FeedStatus.ENDED);

            assertThat(news(history)).contains("5m 00:00 r1 ROLLED_UP REPAIRED");
            assertThat(history.canonical(EUR_USD, Timeframe.M5).last(1).get(0).tickCount())
                    .isEqualTo(5);
        }
    }

    @Test
    void shouldRollUpTheWeekAroundAWeekendAndAChangeOfClocks() {
        TradingCalendar fx = TradingCalendar.parse("fx");
        lane.instrument(LaneDriver.quoted(EUR_USD, Duration.ofSeconds(2)).on(fx));
        // Clocks change on Sunday, 9 March 2014: the Friday before it starts at 22:00 UTC, the Monday after it at
        // 21:00.
        long weekUs = us("2014-03-02T22:00:00Z");
        assertThat(fx.endOf(Timeframe.W1, weekUs)).isEqualTo(us("2014-03-09T21:00:00Z"));
        for (int hour = 0; hour < 5 * 24; hour++) {
            lane.vendorBar(vendor(Timeframe.H1, weekUs + hour * (60 * MINUTE_US), 1.1, fx));
        }

        List<Bar> said = lane.bars.readValuesToList();

        assertThat(said.stream().filter(bar -> bar.key().timeframe().equals(Timeframe.D1)))
                .hasSize(5);
        Bar week = said.get(said.size() - 1);
        assertThat(week.key().timeframe()).isEqualTo(Timeframe.W1);
        assertThat(week.source()).isEqualTo(BarSource.ROLLED_UP);
        assertThat(week.tickCount()).isEqualTo(7 * 5 * 24);
    }

    @Test
    void shouldSendBarsOfTheWrongShapeToTheDeadLettersAsReceived() {
        Bar offGrid = vendor(Timeframe.M1, at("00:00:00") + 1, 1.1);
        lane.vendorBar(offGrid);

        TestRecord<byte[], byte[]> dead = lane.deadLetters.readRecord();

        assertThat(new String(dead.key(), StandardCharsets.UTF_8)).isEqualTo("EUR/USD");
        assertThat(header(dead.headers(), Headers.REJECT_REASON)).isEqualTo("OFF_GRID");
        assertThat(header(dead.headers(), Headers.REJECT_DETAIL))
                .startsWith("bar=system|EUR/USD|1m|2014-05-05T00:00:00.000001Z");
        assertThat(header(dead.headers(), Headers.ORIGIN_TOPIC)).isEqualTo("bars.repair");
        assertThat(header(dead.headers(), Headers.ORIGIN_PARTITION)).isEqualTo("0");
        assertThat(header(dead.headers(), Headers.ORIGIN_OFFSET)).isEqualTo("0");
        lane.rawVendorBar("EUR/USD", dead.value());
        assertThat(lane.deadLetters.readRecord().value()).isEqualTo(dead.value());
        assertThat(lane.counted("off-grid-total", Map.of())).isEqualTo(2);
    }

    @Test
    void shouldSayWhyAVendorsBarIsRejected() {
        Symbol unknown = Symbol.of("GBP/USD");
        Bar good = vendor(Timeframe.M1, "00:00:00", 1.1);

        lane.vendorBar(bar(unknown, Timeframe.M1, at("00:00:00"), at("00:01:00"), 1.1));
        lane.vendorBar(bar(EUR_USD, Timeframe.parse("2m"), at("00:00:00"), at("00:02:00"), 1.1));
        lane.vendorBar(bar(EUR_USD, Timeframe.M1, us("2200-01-01T00:00:00Z"), us("2200-01-01T00:01:00Z"), 1.1));
        lane.vendorBar(bar(EUR_USD, Timeframe.M1, at("00:00:00"), at("00:01:00"), -1));
        lane.vendorBar("GBP/USD", good, "0", Long.toString(at("00:01:00")));
        lane.vendorBar("EUR/USD", good, "0", "soon");
        lane.vendorBar("EUR/USD", good, "0", "1");
        lane.noVendorBar("EUR/USD");

        assertThat(lane.deadLetters.readRecordsToList())
                .extracting(dead -> header(dead.headers(), Headers.REJECT_REASON))
                .containsExactly(
                        "UNKNOWN_SYMBOL",
                        "UNKNOWN_TIMEFRAME",
                        "FUTURE",
                        "INVALID_PRICE",
                        "WRONG_KEY",
                        "INVALID_RANGE",
                        "INVALID_RANGE",
                        "NO_BAR");
        assertThat(news()).isEmpty();
    }

    @Test
    void shouldSendPoisonToTheDeadLettersAndGoOn() {
        lane.rawVendorBar("EUR/USD", "not avro".getBytes(StandardCharsets.UTF_8));
        lane.vendorBar(vendor(Timeframe.M1, "00:00:00", 1.1));

        assertThat(lane.deadLetters.readRecord().value()).isEqualTo("not avro".getBytes(StandardCharsets.UTF_8));
        assertThat(news()).containsExactly("1m 00:00 r0 VENDOR");
    }

    /** A tick in 00:00 and in 00:01, and then nothing between two times. */
    private void liveWithHole(String lostAt, String backAt) {
        lane.mark(EUR_USD, "00:00:00", FeedStatus.STARTED);
        lane.quote("00:00:10", 1.2, 1.2002);
        lane.quote("00:01:10", 1.2, 1.2002);
        lane.mark(EUR_USD, lostAt, FeedStatus.DOWN);
        lane.mark(EUR_USD, backAt, FeedStatus.STARTED);
        lane.alive(backAt + ".5");
    }

    private void repair(int fromMinute, int toMinute) {
        for (int minute = fromMinute; minute < toMinute; minute++) {
            lane.vendorBar(
                    vendor(Timeframe.M1, at("00:00:00") + minute * MINUTE_US, 1.1),
                    at("00:00:00") + fromMinute * MINUTE_US,
                    at("00:00:00") + toMinute * MINUTE_US);
        }
    }

    private static void replay(LaneDriver history, String run) {
        history.run(run);
        history.mark(EUR_USD, "00:00:00", FeedStatus.STARTED);
        history.quote("00:00:10", 1.2, 1.2002);
        history.quote("00:01:10", 1.2, 1.2002);
        history.mark(EUR_USD, "00:02:00", FeedStatus.ENDED);
    }

    private List<String> news() {
        return news(lane);
    }

    private static List<String> news(LaneDriver of) {
        return of.bars.readValuesToList().stream()
                .map(bar -> bar.key().timeframe() + " "
                        + Times.instant(bar.key().startTimeUs()).toString().substring(11, 16) + " r" + bar.revision()
                        + " " + bar.source() + (bar.complete() ? "" : " incomplete")
                        + (bar.cause() == null ? "" : " " + bar.cause()))
                .toList();
    }

    private static long us(String instant) {
        return Times.us(Instant.parse(instant));
    }

    private static Bar vendor(Timeframe timeframe, String start, double price) {
        return vendor(timeframe, at(start), price);
    }

    private static Bar vendor(Timeframe timeframe, long startUs, double price) {
        return vendor(timeframe, startUs, price, TradingCalendar.UTC);
    }

    private static Bar vendor(Timeframe timeframe, long startUs, double price, TradingCalendar calendar) {
        return bar(EUR_USD, timeframe, startUs, calendar.endOf(timeframe, startUs), price);
    }

    private static Bar bar(Symbol symbol, Timeframe timeframe, long startUs, long endUs, double price) {
        return new Bar(
                new BarKey(BarKey.SYSTEM_TENANT, symbol, timeframe, startUs),
                endUs,
                new Ohlc(price, price, price, price),
                null,
                null,
                7,
                7,
                price,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Bar.NO_TIME,
                Bar.NO_TIME,
                BarStatus.FINAL,
                0,
                null,
                BarSource.VENDOR,
                true);
    }
}
