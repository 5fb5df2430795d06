package io.candlewick.streams.domain.series;

import static io.candlewick.market.Timeframe.D1;
import static io.candlewick.market.Timeframe.H1;
import static io.candlewick.market.Timeframe.H4;
import static io.candlewick.market.Timeframe.M1;
import static io.candlewick.market.Timeframe.M15;
import static io.candlewick.market.Timeframe.M5;
import static io.candlewick.market.Timeframe.W1;
import static io.candlewick.streams.domain.series.SeriesScript.at;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.BarSource;
import io.candlewick.avro.BarStatus;
import io.candlewick.avro.CorrectionCause;
import io.candlewick.market.Bar;
import io.candlewick.market.TradingCalendar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeriesMergingTest {

    private static final long MINUTE_US = 60_000_000L;
    private static final long HOUR_US = 60 * MINUTE_US;
    private static final long DAY_US = 24 * HOUR_US;

    private final SeriesScript script = new SeriesScript(TradingCalendar.UTC, M1, M5, M15);

    @Test
    void shouldSayFirstBarFinalAndReadNothingForBarsInOrder() {
        script.live(M1, "10:00", 100)
                .live(M1, "10:01", 101)
                .live(M1, "10:04", 104)
                .live(M5, "10:00", 100);

        assertThat(script.news())
                .containsExactly("1m 10:00 r0 LIVE", "1m 10:01 r0 LIVE", "1m 10:04 r0 LIVE", "5m 10:00 r0 LIVE");
        assertThat(script.reads).isZero();
    }

    @Test
    void shouldReplaceIncompleteLiveBarByVendorBar() {
        script.incomplete(M1, "10:00", 100).vendor(M1, "10:00", 101);

        assertThat(script.news()).containsExactly("1m 10:00 r0 LIVE incomplete", "1m 10:00 r1 VENDOR REPAIRED");
    }

    @Test
    void shouldNotHideVendorBarByIncompleteLiveBar() {
        script.vendor(M1, "10:00", 101).incomplete(M1, "10:00", 100);

        assertThat(script.news()).containsExactly("1m 10:00 r0 VENDOR");
        assertThat(script.outranked).hasSize(1);
    }

    @Test
    void shouldNotHideCompleteLiveBarByVendorBar() {
        script.live(M1, "10:00", 100).vendor(M1, "10:00", 101);

        assertThat(script.news()).containsExactly("1m 10:00 r0 LIVE");
        assertThat(script.outranked).hasSize(1);
    }

    @Test
    void shouldReplaceVendorBarByCompleteLiveBarWithoutHoleInRevisions() {
        script.vendor(M1, "10:00", 101)
                .incomplete(M1, "10:00", 99)
                .vendor(M1, "10:00", 102)
                .live(M1, "10:00", 100);

        assertThat(script.news())
                .containsExactly("1m 10:00 r0 VENDOR", "1m 10:00 r1 VENDOR FEED_RESTATED", "1m 10:00 r2 LIVE REPAIRED");
    }

    @Test
    void shouldPreferOwnTicksAmongIncompleteBars() {
        script.vendor(script.bar(BarSource.VENDOR, false, M1, at("10:00"), 101), null);
        script.incomplete(M1, "10:00", 100);
        script.vendor(script.bar(BarSource.VENDOR, false, M1, at("10:00"), 102), null);

        assertThat(script.news())
                .containsExactly("1m 10:00 r0 VENDOR incomplete", "1m 10:00 r1 LIVE incomplete REPAIRED");
    }

    @Test
    void shouldNotSayIdenticalBarAgain() {
        script.vendor(M1, "10:00", 101).vendor(M1, "10:00", 101);

        assertThat(script.news()).containsExactly("1m 10:00 r0 VENDOR");
        assertThat(script.unchanged).hasSize(1);
    }

    @Test
    void shouldHandOverTheCauseOfACorrection() {
        script.live(M1, "10:00", 100);
        Bar late = requireNonNull(script.canonical(M1, "10:00"));

        script.built(
                corrected(script.bar(BarSource.LIVE, true, M1, at("10:00"), 105), CorrectionCause.TRADE_CANCELLED));

        assertThat(late.revision()).isZero();
        assertThat(script.news()).containsExactly("1m 10:00 r0 LIVE", "1m 10:00 r1 LIVE TRADE_CANCELLED");
    }

    @Test
    void shouldRollUpWhenTheLastVendorBarIsThere() {
        script.vendor(M1, "10:04", 104)
                .vendor(M1, "10:00", 100)
                .vendor(M1, "10:01", 101)
                .vendor(M1, "10:03", 103);
        assertThat(script.news()).noneMatch(said -> said.startsWith("5m"));

        script.vendor(M1, "10:02", 102);

        assertThat(script.news()).containsExactly("1m 10:02 r0 VENDOR", "5m 10:00 r0 ROLLED_UP");
        Bar five = requireNonNull(script.canonical(M5, "10:00"));
        assertThat(five.price().open()).isEqualTo(100);
        assertThat(five.price().high()).isEqualTo(105);
        assertThat(five.price().low()).isEqualTo(99);
        assertThat(five.price().close()).isEqualTo(104.5);
        assertThat(five.volume()).isEqualTo(10);
        assertThat(five.tickCount()).isEqualTo(10);
        assertThat(five.vwap()).isEqualTo(102);
        assertThat(five.endTimeUs()).isEqualTo(at("10:05"));
        assertThat(five.complete()).isTrue();
        assertThat(five.version()).isEqualTo(3L << 32);
    }

    @Test
    void shouldRollUpOnThroughEveryTimeframe() {
        for (int minute = 0; minute < 15; minute++) {
            script.vendor(script.bar(BarSource.VENDOR, true, M1, at("10:00") + minute * MINUTE_US, 100), null);
        }

        assertThat(script.news())
                .filteredOn(said -> !said.startsWith("1m"))
                .containsExactly(
                        "5m 10:00 r0 ROLLED_UP",
                        "5m 10:05 r0 ROLLED_UP",
                        "5m 10:10 r0 ROLLED_UP",
                        "15m 10:00 r0 ROLLED_UP");
    }

    @Test
    void shouldMixLiveAndVendorMinutesInPlaceOfIncompleteLiveBar() {
        script.live(M1, "10:00", 100)
                .incomplete(M1, "10:01", 101)
                .live(M1, "10:04", 104)
                .incomplete(M5, "10:00", 100)
                .vendor(M1, "10:01", 111)
                .vendor(M1, "10:02", 112)
                .vendor(M1, "10:03", 113);

        assertThat(script.news())
                .containsExactly(
                        "1m 10:00 r0 LIVE",
                        "1m 10:01 r0 LIVE incomplete",
                        "1m 10:04 r0 LIVE",
                        "5m 10:00 r0 LIVE incomplete",
                        "1m 10:01 r1 VENDOR REPAIRED",
                        "1m 10:02 r0 VENDOR",
                        "1m 10:03 r0 VENDOR",
                        "5m 10:00 r1 ROLLED_UP REPAIRED");
        assertThat(requireNonNull(script.canonical(M5, "10:00")).price().high()).isEqualTo(114);
    }

    @Test
    void shouldRollUpInsteadOfSayingIncompleteBarThatClosesAfterTheRepair() {
        script.live(M1, "10:00", 100)
                .vendor(M1, "10:01", 111)
                .vendor(M1, "10:02", 112)
                .vendor(M1, "10:03", 113)
                .live(M1, "10:04", 104);
        script.news();

        script.incomplete(M5, "10:00", 100);

        assertThat(script.news()).containsExactly("5m 10:00 r0 ROLLED_UP");
        assertThat(script.outranked).hasSize(1);
    }

    @Test
    void shouldNotRollUpAroundAnIncompleteBar() {
        script.live(M1, "10:00", 100)
                .live(M1, "10:01", 101)
                .live(M1, "10:02", 102)
                .incomplete(M1, "10:03", 103)
                .live(M1, "10:04", 104)
                .incomplete(M5, "10:00", 100);

        assertThat(script.news()).last().isEqualTo("5m 10:00 r0 LIVE incomplete");
    }

    @Test
    void shouldTakeQuietMinutesFromTheRangeOfADelivery() {
        script.vendor(M1, "10:01", 101, "10:00", "10:05").vendor(M1, "10:04", 104, "10:00", "10:05");

        assertThat(script.news()).containsExactly("1m 10:01 r0 VENDOR", "1m 10:04 r0 VENDOR", "5m 10:00 r0 ROLLED_UP");
    }

    @ParameterizedTest
    @CsvSource({
        "2014-05-05T10:00:00Z, 2014-05-05T10:05:00Z, true",
        "2014-05-05T10:00:00.000001Z, 2014-05-05T10:05:00Z, false",
        "2014-05-05T10:00:00Z, 2014-05-05T10:04:59.999999Z, false",
        "2014-05-05T09:59:59.999999Z, 2014-05-05T10:05:00.000001Z, true"
    })
    void shouldRollUpOnlyWhatTheRangeCoversToTheMicrosecond(String from, String to, boolean covered) {
        script.vendor(M1, "10:03", 103, from, to).live(M1, "11:00", 100);

        assertThat(script.canonical(M5, "10:00") != null).isEqualTo(covered);
    }

    @Test
    void shouldTakeTheRestOfARangeForQuietWhenTheDeliveryIsOver() {
        script.vendor(M1, "10:01", 101, "10:00", "10:10").vendor(M1, "10:03", 103, "10:00", "10:10");
        assertThat(script.news()).containsExactly("1m 10:01 r0 VENDOR", "1m 10:03 r0 VENDOR");

        script.vendor(M1, "10:20", 120, "10:20", "10:25");
        assertThat(script.news()).containsExactly("5m 10:00 r0 ROLLED_UP", "1m 10:20 r0 VENDOR");
        script.vendor(M15, "09:00", 90);
        assertThat(script.news()).containsExactly("5m 10:20 r0 ROLLED_UP", "15m 09:00 r0 VENDOR");
        script.vendor(M1, "10:30", 130, "10:30", "10:35").live(M5, "09:00", 90);
        assertThat(script.news()).containsExactly("1m 10:30 r0 VENDOR", "5m 09:00 r0 LIVE");
        script.live(M1, "10:50", 150);
        assertThat(script.news()).containsExactly("5m 10:30 r0 ROLLED_UP", "1m 10:50 r0 LIVE");
    }

    @Test
    void shouldNotTakeAVendorsIncompleteBarForDelivered() {
        SeriesMerging.Range range = new SeriesMerging.Range(at("10:00"), at("10:05"));
        script.vendor(M1, "10:01", 101, "10:00", "10:05");
        script.vendor(script.bar(BarSource.VENDOR, false, M1, at("10:03"), 103), range);
        script.incomplete(M1, "10:03", 100);
        script.vendor(M1, "10:04", 104, "10:00", "10:05");
        assertThat(script.news()).noneMatch(said -> said.startsWith("5m"));

        script.vendor(M1, "10:03", 103);

        assertThat(script.news()).containsExactly("1m 10:03 r2 VENDOR REPAIRED", "5m 10:00 r0 ROLLED_UP");
    }

    @Test
    void shouldLetTheRangeGrowBarByBar() {
        script.vendor(M1, "10:01", 101, "10:00", "10:02");
        script.vendor(M1, "10:07", 107, "10:00", "10:08");
        assertThat(script.news()).containsExactly("1m 10:01 r0 VENDOR", "1m 10:07 r0 VENDOR", "5m 10:00 r0 ROLLED_UP");

        script.vendor(M1, "10:31", 131, "10:00", "10:32");

        assertThat(script.news())
                .containsExactly("1m 10:31 r0 VENDOR", "5m 10:05 r0 ROLLED_UP", "15m 10:00 r0 ROLLED_UP");
    }

    @Test
    void shouldTakeQuietTimesFromTheLanesOwnFeeds() {
        script.covered("10:02", "10:05").closedUntil("10:05");

        script.vendor(M1, "10:00", 100).vendor(M1, "10:01", 101);

        assertThat(script.news()).last().isEqualTo("5m 10:00 r0 ROLLED_UP");
    }

    @Test
    void shouldWaitUntilTheLanesOwnBarsAreClosed() {
        script.covered("10:02", "11:00").closedUntil("10:04");
        script.vendor(M1, "10:00", 100).vendor(M1, "10:01", 101);
        assertThat(script.news()).noneMatch(said -> said.startsWith("5m"));

        script.closedUntil("10:08").live(M1, "10:07", 107);

        assertThat(script.news()).containsExactly("5m 10:00 r0 ROLLED_UP", "1m 10:07 r0 LIVE");
    }

    @Test
    void shouldNotTakeABarForMissingThatIsAboutToClose() {
        // Minutes close before the five minutes they are in: when 10:06 is said, 5m 10:05 is not yet.
        script.covered("10:05", "11:00").closedUntil("10:15");
        script.live(M1, "10:06", 106);
        script.vendor(M5, "10:00", 100);

        assertThat(script.news()).containsExactly("1m 10:06 r0 LIVE", "5m 10:00 r0 VENDOR");
    }

    @Test
    void shouldPutVendorsOwnCoarseBarBelowRolledUpOne() {
        script.vendor(M5, "10:00", 90)
                .vendor(M1, "10:04", 100, "10:00", "10:05")
                .vendor(M5, "10:00", 91);

        assertThat(script.news())
                .containsExactly("5m 10:00 r0 VENDOR", "1m 10:04 r0 VENDOR", "5m 10:00 r1 ROLLED_UP REPAIRED");
    }

    @Test
    void shouldSayCoarserBarsAgainWhenAFinerOneIsRestated() {
        script.vendor(M1, "10:00", 100, "10:00", "10:15").vendor(M1, "10:14", 114, "10:00", "10:15");
        assertThat(script.news())
                .containsExactly(
                        "1m 10:00 r0 VENDOR",
                        "1m 10:14 r0 VENDOR",
                        "5m 10:10 r0 ROLLED_UP",
                        "5m 10:00 r0 ROLLED_UP",
                        "15m 10:00 r0 ROLLED_UP");

        script.vendor(M1, "10:00", 110);

        assertThat(script.news())
                .containsExactly(
                        "1m 10:00 r1 VENDOR FEED_RESTATED",
                        "5m 10:00 r1 ROLLED_UP FEED_RESTATED",
                        "15m 10:00 r1 ROLLED_UP FEED_RESTATED");
        assertThat(requireNonNull(script.canonical(M15, "10:00")).price().open())
                .isEqualTo(110);
    }

    @Test
    void shouldSayCoarserBarsAgainWhenALateTickCorrectsAFinerOne() {
        script.live(M1, "10:00", 100).vendor(M1, "10:04", 101, "10:01", "10:05");
        script.news();

        script.built(corrected(script.bar(BarSource.LIVE, true, M1, at("10:00"), 120), CorrectionCause.LATE_TICK));
        script.live(M1, "10:03", 130);

        assertThat(script.news())
                .containsExactly(
                        "1m 10:00 r1 LIVE LATE_TICK",
                        "5m 10:00 r1 ROLLED_UP LATE_TICK",
                        "1m 10:03 r0 LIVE",
                        "5m 10:00 r2 ROLLED_UP LATE_TICK");
        assertThat(requireNonNull(script.canonical(M5, "10:00")).price().high()).isEqualTo(131);
    }

    @Test
    void shouldRollUpDaysAndWeeksOfHoursOnly() {
        SeriesScript hours = new SeriesScript(TradingCalendar.UTC, M1, H1, H4, D1, W1);
        for (int hour = 0; hour < 7 * 24; hour++) {
            hours.vendor(hours.bar(BarSource.VENDOR, true, H1, at("00:00") + hour * HOUR_US, 100), null);
        }

        assertThat(hours.bars(H4)).hasSize(42);
        assertThat(hours.bars(D1)).hasSize(7);
        assertThat(requireNonNull(hours.canonical(W1, "00:00")).tickCount()).isEqualTo(7 * 24 * 2);
    }

    @ParameterizedTest
    @CsvSource({"2014-03-08T22:00:00Z, 23, 6, 3", "2014-11-01T21:00:00Z, 25, 7, 1"})
    void shouldRollUpTheDayOnWhichClocksChange(String start, int hours, int fourHours, int hoursInTheLast) {
        TradingCalendar newYork = TradingCalendar.parse("America/New_York 17:00");
        SeriesScript day = new SeriesScript(newYork, M1, H1, H4, D1);
        for (int hour = 0; hour < hours; hour++) {
            day.vendor(day.bar(BarSource.VENDOR, true, H1, at(start) + hour * HOUR_US, 100), null);
        }

        assertThat(day.bars(H4)).hasSize(fourHours);
        assertThat(day.bars(H4).lastEntry().getValue().tickCount()).isEqualTo(2L * hoursInTheLast);
        Bar whole = requireNonNull(day.canonical(D1, start));
        assertThat(whole.tickCount()).isEqualTo(2L * hours);
        assertThat(whole.endTimeUs() - at(start)).isEqualTo(hours * HOUR_US);
    }

    @Test
    void shouldNotMissBarsWhileTheMarketIsClosed() {
        TradingCalendar fx = TradingCalendar.parse("fx");
        SeriesScript week = new SeriesScript(fx, M1, D1, W1);
        long sundayUs = at("2014-05-04T21:00:00Z");
        assertThat(fx.startOf(W1, sundayUs)).isEqualTo(sundayUs);
        for (int day = 0; day < 4; day++) {
            week.vendor(week.bar(BarSource.VENDOR, true, D1, sundayUs + day * DAY_US, 100), null);
        }
        assertThat(week.bars(W1)).isEmpty();

        week.vendor(D1, "2014-05-08T21:00:00Z", 100);

        assertThat(requireNonNull(week.canonical(W1, "2014-05-04T21:00:00Z")).tickCount())
                .isEqualTo(10);
    }

    @Test
    void shouldCoverADayWithoutATickByTheRangeOfItsMinutes() {
        SeriesScript days = new SeriesScript(TradingCalendar.UTC, M1, H1, D1, W1);
        days.vendor(M1, "10:00", 100, "2014-05-05T00:00:00Z", "2014-05-05T10:01:00Z");

        days.vendor(M1, "2014-05-11T23:00:00Z", 110, "2014-05-05T00:00:00Z", "2014-05-12T00:00:00Z");
        days.live(M1, "2014-05-13T00:00:00Z", 100);

        assertThat(days.bars(D1)).containsOnlyKeys(at("00:00"), at("2014-05-11T00:00:00Z"));
        assertThat(requireNonNull(days.canonical(W1, "00:00")).tickCount()).isEqualTo(4);
    }

    @Test
    void shouldKeepAsManyBarsAsItMustAndNotMuchMore() {
        SeriesScript small = new SeriesScript(TradingCalendar.UTC, 100, M1, H1);
        for (int minute = 0; minute < 10_000; minute++) {
            small.built(small.bar(BarSource.LIVE, true, M1, at("00:00") + minute * MINUTE_US, 100));
        }

        // A day of lateness and one bar more are 1,441 minutes.
        assertThat(small.bars(M1)).hasSizeBetween(1_441, 1_441 + 2 * SeriesIndex.SEGMENT_BARS);
        assertThat(small.bars(M1).lastKey()).isEqualTo(at("00:00") + 9_999 * MINUTE_US);
        assertThat(small.reads).isZero();
    }

    @Test
    void shouldRollUpAHistoryThatIsDeliveredBackwards() {
        SeriesScript back = new SeriesScript(TradingCalendar.UTC, 100, M1, M5, H1, D1);
        for (int day = 20; day >= 0; day--) {
            long dayUs = at("00:00") + day * DAY_US;
            for (int minute = 1; minute < 1_440; minute += 2) {
                long startUs = dayUs + minute * MINUTE_US;
                back.vendor(
                        back.bar(BarSource.VENDOR, true, M1, startUs, 100),
                        new SeriesMerging.Range(dayUs, startUs + MINUTE_US));
            }
        }

        assertThat(back.said.stream().filter(bar -> bar.key().timeframe().equals(M5)))
                .hasSize(21 * 288)
                .allMatch(bar -> bar.revision() == 0);
        assertThat(back.said.stream().filter(bar -> bar.key().timeframe().equals(D1)))
                .hasSize(21)
                .allMatch(bar -> bar.tickCount() == 1_440);
        assertThat(back.bars(M1).size()).isLessThan(1_441 + 2 * SeriesIndex.SEGMENT_BARS);
    }

    @Test
    void shouldNotTakeForgottenBarsForQuietTime() {
        SeriesScript small = new SeriesScript(TradingCalendar.UTC, 100, M1, M5);
        small.covered("00:00", "2014-06-01T00:00:00Z").closedUntil("2014-06-01T00:00:00Z");
        for (int minute = 0; minute < 5_000; minute++) {
            small.built(small.bar(BarSource.LIVE, true, M1, at("00:00") + minute * MINUTE_US, 100));
        }
        small.news();

        small.vendor(M1, "00:02", 100);
        small.vendor(M1, "00:04", 100, "00:00", "00:05");

        assertThat(small.news()).containsExactly("1m 00:02 r0 VENDOR", "1m 00:04 r0 VENDOR");
    }

    @Test
    void shouldKeepRecentLiveBarsWhenOldOnesAreDelivered() {
        SeriesScript small = new SeriesScript(TradingCalendar.UTC, 100, M1, M5);
        small.live(M1, "10:00", 100);
        for (int minute = 1; minute <= 5_000; minute++) {
            small.vendor(small.bar(BarSource.VENDOR, true, M1, at("10:00") - minute * MINUTE_US, 100), null);
        }

        small.built(corrected(small.bar(BarSource.LIVE, true, M1, at("10:00"), 101), CorrectionCause.LATE_TICK));

        assertThat(small.news()).last().isEqualTo("1m 10:00 r1 LIVE LATE_TICK");
    }

    private static Bar corrected(Bar bar, CorrectionCause cause) {
        return bar.as(BarStatus.CORRECTED, 7, cause);
    }
}
