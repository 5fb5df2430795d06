package io.candlewick.streams.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.BackfillRange;
import io.candlewick.avro.BackfillStatus;
import io.candlewick.avro.BarSource;
import io.candlewick.avro.BarStatus;
import io.candlewick.avro.Gap;
import io.candlewick.avro.GapReason;
import io.candlewick.avro.GapStatus;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Ohlc;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import io.candlewick.market.TradingCalendar;
import io.candlewick.streams.stored.SeriesRange;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HoleFinderTest {

    private static final Symbol SYMBOL = Symbol.of("EUR/USD");
    private static final long MINUTE_US = 60_000_000L;
    /* A Monday. */
    private static final long START_US = Times.us(Instant.parse("2014-05-05T08:00:00Z"));
    private static final SeriesRange RANGE =
            new SeriesRange("system", SYMBOL, Timeframe.M1, Long.MIN_VALUE, Long.MAX_VALUE, 500);

    @Test
    void shouldFindNothingBetweenNeighbours() {
        assertThat(HoleFinder.holes(RANGE, bars(0, 1, 2), TradingCalendar.UTC, List.of()))
                .isEmpty();
    }

    @Test
    void shouldJoinNeighbouringMissingBarsToOneHole() {
        assertThat(HoleFinder.holes(RANGE, bars(0, 3, 4, 6), TradingCalendar.UTC, List.of()))
                .containsExactly(hole(1, 3, 2), hole(5, 6, 1));
    }

    @Test
    void shouldLookAtTheWantedRangeOnly() {
        SeriesRange later = RANGE.from(START_US + 2 * MINUTE_US);

        assertThat(HoleFinder.holes(later, bars(0, 3), TradingCalendar.UTC, List.of()))
                .containsExactly(hole(2, 3, 1));
    }

    @Test
    void shouldBelieveAGapThatSaysTheMarketWasQuiet() {
        Gap quiet = gap(1, 3, GapReason.QUIET, GapStatus.EXPLAINED);

        assertThat(HoleFinder.holes(RANGE, bars(0, 3), TradingCalendar.UTC, List.of(quiet)))
                .isEmpty();
    }

    @Test
    void shouldBelieveThatNoSourceCanFillIt() {
        Gap lost = gap(1, 3, GapReason.FEED_DOWN, GapStatus.UNFILLABLE);

        assertThat(HoleFinder.holes(RANGE, bars(0, 3), TradingCalendar.UTC, List.of(lost)))
                .isEmpty();
    }

    @Test
    void shouldNotBelieveThatADownedFeedExplainsAnything() {
        Gap down = gap(1, 3, GapReason.FEED_DOWN, GapStatus.OPEN);

        assertThat(HoleFinder.holes(RANGE, bars(0, 3), TradingCalendar.UTC, List.of(down)))
                .containsExactly(hole(1, 3, 2));
    }

    @Test
    void shouldJoinGapsThatExplainItTogether() {
        List<Gap> parts = List.of(
                gap(2, 3, GapReason.MARKET_CLOSED, GapStatus.EXPLAINED),
                gap(1, 2, GapReason.QUIET, GapStatus.EXPLAINED));

        assertThat(HoleFinder.holes(RANGE, bars(0, 3), TradingCalendar.UTC, parts))
                .isEmpty();
    }

    @Test
    void shouldFindWhatIsMissingAtTheEndsThatWereNamed() {
        SeriesRange named = named(0, 6, 500);

        assertThat(HoleFinder.holesToItsEnds(named, bars(2, 3), at(60), TradingCalendar.UTC, List.of()))
                .containsExactly(hole(0, 2, 2), hole(4, 6, 2));
    }

    @Test
    void shouldFindAllOfANamedSpanWithoutBars() {
        assertThat(HoleFinder.holesToItsEnds(named(0, 6, 500), List.of(), at(60), TradingCalendar.UTC, List.of()))
                .containsExactly(hole(0, 6, 6));
    }

    @Test
    void shouldLeaveEndsThatNobodyNamedAlone() {
        assertThat(HoleFinder.holesToItsEnds(RANGE, bars(2, 3), at(60), TradingCalendar.UTC, List.of()))
                .isEmpty();
        assertThat(HoleFinder.holesToItsEnds(RANGE, List.of(), at(60), TradingCalendar.UTC, List.of()))
                .isEmpty();
    }

    @Test
    void shouldWaitForBarsThatMayStillComeByThemselves() {
        assertThat(HoleFinder.holesToItsEnds(named(0, 6, 500), bars(0, 1), at(4), TradingCalendar.UTC, List.of()))
                .containsExactly(hole(2, 4, 2));
    }

    @Test
    void shouldMissNoMoreBarsThanWereWanted() {
        assertThat(HoleFinder.holesToItsEnds(named(0, 6, 4), bars(4, 5), at(60), TradingCalendar.UTC, List.of()))
                .containsExactly(hole(2, 4, 2));
        assertThat(HoleFinder.holesToItsEnds(named(0, 6, 2), bars(4, 5), at(60), TradingCalendar.UTC, List.of()))
                .isEmpty();
    }

    @Test
    void shouldExpectNothingWhileTheMarketIsClosed() {
        TradingCalendar fx = TradingCalendar.parse("fx");
        long friday = Times.us(Instant.parse("2014-05-09T20:59:00Z"));
        long sunday = Times.us(Instant.parse("2014-05-11T21:00:00Z"));

        assertThat(HoleFinder.holes(RANGE, List.of(bar(friday), bar(sunday)), fx, List.of()))
                .isEmpty();
    }

    private static SeriesRange named(int from, int to, int limit) {
        return new SeriesRange("system", SYMBOL, Timeframe.M1, at(from), at(to), limit);
    }

    private static long at(int minute) {
        return START_US + minute * MINUTE_US;
    }

    private static List<Bar> bars(int... minutes) {
        return Arrays.stream(minutes)
                .mapToObj(minute -> bar(START_US + minute * MINUTE_US))
                .toList();
    }

    private static Bar bar(long startUs) {
        return new Bar(
                new BarKey("system", SYMBOL, Timeframe.M1, startUs),
                startUs + MINUTE_US,
                new Ohlc(1, 1, 1, 1),
                null,
                null,
                1,
                1,
                1,
                0,
                0,
                0,
                0,
                Double.NaN,
                Double.NaN,
                startUs,
                startUs,
                BarStatus.FINAL,
                0,
                null,
                BarSource.LIVE,
                true);
    }

    @Test
    void shouldBelieveAVendorThatHadNoBarsThere() {
        List<Hole> holes = List.of(hole(1, 3, 2), hole(5, 6, 1), hole(7, 9, 2));

        List<Hole> left = HoleFinder.unanswered(
                holes,
                RANGE,
                List.of(
                        answer(0, 2, BackfillStatus.VERIFIED),
                        answer(2, 4, BackfillStatus.VERIFIED),
                        answer(5, 6, BackfillStatus.PUBLISHED),
                        answer(8, 9, BackfillStatus.VERIFIED)));

        assertThat(left).containsExactly(hole(5, 6, 1), hole(7, 9, 2));
    }

    private static BackfillRange answer(int from, int to, BackfillStatus status) {
        return BackfillRange.newBuilder()
                .setTenant("system")
                .setSymbol(SYMBOL.text())
                .setTimeframe("1m")
                .setFromTime(Times.instant(START_US + from * MINUTE_US))
                .setToTime(Times.instant(START_US + to * MINUTE_US))
                .setStatus(status)
                .setUpdatedTime(Instant.EPOCH)
                .build();
    }

    private static Hole hole(int from, int to, int bars) {
        return new Hole(START_US + from * MINUTE_US, START_US + to * MINUTE_US, bars, false);
    }

    private static Gap gap(int from, int to, GapReason reason, GapStatus status) {
        return Gap.newBuilder()
                .setTenant("system")
                .setSymbol(SYMBOL.text())
                .setTimeframe("1m")
                .setFromTime(Times.instant(START_US + from * MINUTE_US))
                .setToTime(Times.instant(START_US + to * MINUTE_US))
                .setReason(reason)
                .setStatus(status)
                .setMissingBars(to - from)
                .setDetectedTime(Instant.EPOCH)
                .build();
    }
}
