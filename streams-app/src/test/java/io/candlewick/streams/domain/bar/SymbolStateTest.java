package io.candlewick.streams.domain.bar;

import static io.candlewick.streams.domain.bar.SymbolScript.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.AggressorSide;
import io.candlewick.avro.CorrectionCause;
import io.candlewick.market.Bar;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import java.util.List;
import org.junit.jupiter.api.Test;

class SymbolStateTest {

    private final SymbolScript script = new SymbolScript(SymbolScript.QUOTED);

    @Test
    void shouldPutTickAtStartIntoBarAndTickAtEndIntoTheNext() {
        script.started("00:00:00");
        script.quote("00:00:00", 1.1, 1.2);
        script.quote("00:00:59.999999", 1.2, 1.3);
        script.quote("00:01:00", 1.3, 1.4);
        script.alive("00:02:02");

        assertThat(script.bars(Timeframe.M1)).extracting(Bar::tickCount).containsExactly(2L, 1L);
    }

    @Test
    void shouldCloseByTickAtEndPlusGrace() {
        script.started("00:00:00");
        script.quote("00:00:10", 1.1, 1.2);
        script.quote("00:01:01.999999", 1.1, 1.2);
        assertThat(script.news()).isEmpty();

        script.quote("00:01:02", 1.1, 1.2);

        assertThat(told(script.news())).containsExactly("1m 00:00 FINAL r0 n1 complete");
    }

    @Test
    void shouldCloseByHeartbeatAtEndPlusGrace() {
        script.started("00:00:00");
        script.quote("00:00:10", 1.1, 1.2);
        script.alive("00:01:01.999999");
        assertThat(script.news()).isEmpty();

        script.alive("00:01:02");

        assertThat(told(script.news())).containsExactly("1m 00:00 FINAL r0 n1 complete");
    }

    @Test
    void shouldCloseCoarserBarsOfQuietSymbolByHeartbeat() {
        script.started("00:00:00");
        script.quote("00:00:10", 1.1, 1.2);

        script.alive("00:30:02");

        assertThat(told(script.news()))
                .containsExactly(
                        "1m 00:00 FINAL r0 n1 complete",
                        "5m 00:00 FINAL r0 n1 complete",
                        "15m 00:00 FINAL r0 n1 complete",
                        "30m 00:00 FINAL r0 n1 complete");
    }

    @Test
    void shouldAdmitTickWithinGraceAsIfInOrder() {
        script.started("00:00:00");
        script.quote("00:00:10", 1.1, 1.2);
        script.quote("00:01:01", 1.1, 1.2);

        assertThat(script.quote("00:00:59", 1.3, 1.4)).isEqualTo(Admission.ADDED);

        script.alive("00:01:02");
        assertThat(told(script.news())).containsExactly("1m 00:00 FINAL r0 n2 complete");
    }

    @Test
    void shouldWaitForTheSlowestOfTwoFeeds() {
        script.started("fast", "00:00:00");
        script.started("slow", "00:00:00");
        script.quote("fast", "00:00:10", 1.1, 1.2);
        script.quote("slow", "00:00:11", 1.1, 1.2);

        script.alive("fast", "00:03:00");
        script.quote("fast", "00:03:10", 1.1, 1.2);
        script.alive("slow", "00:01:01.999999");
        assertThat(script.news()).isEmpty();
        script.alive("slow", "00:01:02");

        assertThat(told(script.news())).containsExactly("1m 00:00 FINAL r0 n2 complete");
    }

    @Test
    void shouldNotWaitForFeedThatIsDown() {
        script.started("one", "00:00:00");
        script.started("two", "00:00:00");
        script.quote("one", "00:00:10", 1.1, 1.2);
        script.down("two", "00:00:30");

        script.alive("one", "00:01:02");

        assertThat(told(script.news())).containsExactly("1m 00:00 FINAL r0 n1 complete");
    }

    @Test
    void shouldMarkExactlyTheBarsThatTheHoleTouches() {
        script.started("00:00:00");
        script.quote("00:00:30", 1.1, 1.2);
        script.quote("00:01:30", 1.1, 1.2);
        script.down(SymbolScript.FEED, "00:02:00");
        script.started("00:04:00");
        script.quote("00:04:30", 1.1, 1.2);
        script.quote("00:05:30", 1.1, 1.2);
        script.quote("00:16:00", 1.1, 1.2);
        script.alive("00:30:02");

        assertThat(told(script.news()))
                .containsExactlyInAnyOrder(
                        "1m 00:00 FINAL r0 n1 complete",
                        "1m 00:01 FINAL r0 n1 complete",
                        "1m 00:04 FINAL r0 n1 complete",
                        "1m 00:05 FINAL r0 n1 complete",
                        "1m 00:16 FINAL r0 n1 complete",
                        "5m 00:00 FINAL r0 n3 incomplete",
                        "5m 00:05 FINAL r0 n1 complete",
                        "5m 00:15 FINAL r0 n1 complete",
                        "15m 00:00 FINAL r0 n4 incomplete",
                        "15m 00:15 FINAL r0 n1 complete",
                        "30m 00:00 FINAL r0 n5 incomplete");
    }

    @Test
    void shouldMarkMinutesCutByTheHole() {
        script.started("00:00:00");
        script.quote("00:00:30", 1.1, 1.2);
        script.down(SymbolScript.FEED, "00:00:59.999999");
        script.started("00:04:00.000001");
        script.quote("00:04:30", 1.1, 1.2);
        script.quote("00:05:30", 1.1, 1.2);
        script.alive("00:06:02");

        assertThat(script.bars(Timeframe.M1)).extracting(Bar::complete).containsExactly(false, false, true);
    }

    @Test
    void shouldMarkHoleOfFeedThatComesBackWithoutHavingSaidThatItLeft() {
        script.started("00:00:00");
        script.quote("00:00:30", 1.1, 1.2);
        script.alive("00:01:00");
        script.started("00:02:30");
        script.quote("00:02:40", 1.1, 1.2);
        script.quote("00:03:10", 1.1, 1.2);
        script.alive("00:04:02");

        assertThat(script.bars(Timeframe.M1)).extracting(Bar::complete).containsExactly(true, false, true);
    }

    @Test
    void shouldNotMarkHoleThatAnotherFeedCovers() {
        script.started("one", "00:00:00");
        script.started("two", "00:00:00");
        script.quote("one", "00:00:10", 1.1, 1.2);
        script.down("one", "00:00:20");
        script.started("one", "00:00:40");
        script.alive("two", "00:01:02");
        script.alive("one", "00:01:02");

        assertThat(script.bars(Timeframe.M1)).extracting(Bar::complete).containsExactly(true);
    }

    @Test
    void shouldMarkFirstBarOfFeedThatJoinedLate() {
        script.started("00:00:00.000001");
        script.quote("00:00:30", 1.1, 1.2);
        script.quote("00:01:30", 1.1, 1.2);
        script.alive("00:05:02");

        assertThat(script.bars(Timeframe.M1)).extracting(Bar::complete).containsExactly(false, true);
        assertThat(script.bars(Timeframe.M5)).extracting(Bar::complete).containsExactly(false);
    }

    @Test
    void shouldMarkFirstBarOfFeedThatNeverSaidThatItStarted() {
        script.quote("00:00:30", 1.1, 1.2);
        script.quote("00:01:30", 1.1, 1.2);
        script.alive("00:02:02");

        assertThat(script.bars(Timeframe.M1)).extracting(Bar::complete).containsExactly(false, true);
    }

    @Test
    void shouldCloseEveryBarWhenTheLastFeedEnds() {
        script.started("00:00:00");
        script.quote("00:04:10", 1.1, 1.2);

        assertThat(script.ended("00:05:00")).isTrue();

        assertThat(told(script.news()))
                .containsExactly(
                        "1m 00:04 FINAL r0 n1 complete",
                        "5m 00:00 FINAL r0 n1 complete",
                        "15m 00:00 FINAL r0 n1 incomplete",
                        "30m 00:00 FINAL r0 n1 incomplete",
                        "1h 00:00 FINAL r0 n1 incomplete",
                        "4h 00:00 FINAL r0 n1 incomplete",
                        "1d 00:00 FINAL r0 n1 incomplete",
                        "1w 00:00 FINAL r0 n1 incomplete");
    }

    @Test
    void shouldMarkBarsThatEndAfterTheEnd() {
        script.started("00:00:00");
        script.quote("00:04:10", 1.1, 1.2);

        script.ended("00:04:59.999999");

        assertThat(script.bars()).extracting(Bar::complete).containsOnly(false);
    }

    @Test
    void shouldGoOnWhenOneOfTwoFeedsEnds() {
        script.started("one", "00:00:00");
        script.started("two", "00:00:00");
        script.quote("one", "00:00:10", 1.1, 1.2);
        script.alive("two", "00:02:00");

        assertThat(script.ended("one", "00:00:20")).isFalse();

        assertThat(told(script.news())).containsExactly("1m 00:00 FINAL r0 n1 complete");
    }

    @Test
    void shouldCorrectEveryClosedBarAndFoldIntoOpenOnesOnce() {
        script.started("00:00:00");
        script.quote("00:00:10", 1.1, 1.2);
        script.quote("00:06:10", 1.1, 1.2);
        script.alive("00:07:02");
        script.news();

        assertThat(script.quote("00:00:20", 1.4, 1.5)).isEqualTo(Admission.CORRECTED);

        List<Bar> corrected = script.news();
        assertThat(told(corrected))
                .containsExactly("1m 00:00 CORRECTED r1 n2 complete", "5m 00:00 CORRECTED r1 n2 complete");
        assertThat(corrected).extracting(Bar::cause).containsOnly(CorrectionCause.LATE_TICK);
        assertThat(corrected).extracting(bar -> bar.price().high()).containsOnly(1.45);
        script.alive("01:00:02");
        assertThat(told(script.news()))
                .containsExactly(
                        "5m 00:05 FINAL r0 n1 complete",
                        "15m 00:00 FINAL r0 n3 complete",
                        "30m 00:00 FINAL r0 n3 complete",
                        "1h 00:00 FINAL r0 n3 complete");
    }

    @Test
    void shouldFoldLateTickOnceWhereSeveralCoarserBarsAreStillOpen() {
        script.started("00:00:00");
        script.quote("00:00:10", 1.1, 1.2);
        script.alive("00:01:02");
        script.quote("00:00:20", 1.4, 1.5);

        script.alive("04:00:02");

        assertThat(script.bars(Timeframe.M1)).extracting(Bar::revision).containsExactly(0, 1);
        assertThat(script.bars())
                .filteredOn(bar -> !bar.key().timeframe().equals(Timeframe.M1))
                .hasSize(5)
                .allSatisfy(bar -> assertThat(bar.tickCount()).isEqualTo(2));
    }

    @Test
    void shouldCountRevisionsUp() {
        script.started("00:00:00");
        script.quote("00:00:10", 1.1, 1.2);
        script.alive("00:01:02");
        script.quote("00:00:20", 1.4, 1.5);
        script.restart();
        script.quote("00:00:30", 1.4, 1.5);

        assertThat(told(script.bars(Timeframe.M1)))
                .containsExactly(
                        "1m 00:00 FINAL r0 n1 complete",
                        "1m 00:00 CORRECTED r1 n2 complete",
                        "1m 00:00 CORRECTED r2 n3 complete");
        assertThat(script.bars(Timeframe.M1))
                .extracting(Bar::version)
                .containsExactly(5L << 32, (5L << 32) + 1, (5L << 32) + 2);
    }

    @Test
    void shouldSayFinalForTheFirstTickOfClosedEmptySlot() {
        script.started("00:00:00");
        script.quote("00:00:10", 1.1, 1.2);
        script.quote("00:04:10", 1.1, 1.2);
        script.news();

        assertThat(script.quote("00:02:10", 1.1, 1.2)).isEqualTo(Admission.CORRECTED);

        assertThat(told(script.news())).containsExactly("1m 00:02 FINAL r0 n1 complete");
    }

    @Test
    void shouldOpenAndCloseBarsByTimeThenSequenceThenOffset() {
        script.started("00:00:00");
        script.quote("00:00:10", 1.2, 1.2);
        script.quote("00:00:10", 1.3, 1.3);
        script.quote("00:00:05", 1.1, 1.1);
        script.quote("00:00:05", 1.15, 1.15);
        script.alive("00:01:02");

        Bar bar = script.bars(Timeframe.M1).get(0);
        assertThat(bar.price().open()).isEqualTo(1.1);
        assertThat(bar.price().close()).isEqualTo(1.3);
        assertThat(bar.firstTickTimeUs()).isEqualTo(at("00:00:05"));
        assertThat(bar.lastTickTimeUs()).isEqualTo(at("00:00:10"));
    }

    @Test
    void shouldCorrectUpToTheHorizonAndRejectBeyondIt() {
        script.started("00:00:00");
        script.quote("00:00:10", 1.1, 1.2);
        script.quote("2014-05-06T00:01:00Z", 1.1, 1.2);
        assertThat(script.quote("00:00:20", 1.1, 1.2)).isEqualTo(Admission.CORRECTED);

        script.alive("2014-05-06T00:01:00.000001Z");

        assertThat(script.quote("00:00:30", 1.1, 1.2)).isEqualTo(Admission.TOO_LATE);
        assertThat(script.quote("00:01:00", 1.1, 1.2)).isEqualTo(Admission.CORRECTED);
    }

    @Test
    void shouldCorrectBarsOfEveryTimeframeAtTheHorizon() {
        script.started("00:00:00");
        for (int minute = 0; minute <= 24 * 60; minute++) {
            script.quote(
                    SymbolScript.FEED,
                    Times.instant(at("00:00:10") + minute * 60_000_000L).toString(),
                    1.1,
                    1.2);
        }
        script.alive("2014-05-06T00:01:00Z");
        script.news();

        assertThat(script.quote("00:00:20", 1.1, 1.2)).isEqualTo(Admission.CORRECTED);

        assertThat(told(script.news()))
                .containsExactly(
                        "1m 00:00 CORRECTED r1 n2 complete",
                        "5m 00:00 CORRECTED r1 n6 complete",
                        "15m 00:00 CORRECTED r1 n16 complete",
                        "30m 00:00 CORRECTED r1 n31 complete",
                        "1h 00:00 CORRECTED r1 n61 complete",
                        "4h 00:00 CORRECTED r1 n241 complete",
                        "1d 00:00 CORRECTED r1 n1441 complete");
    }

    @Test
    void shouldForgetClosedBarsBeyondTheHorizon() {
        script.started("00:00:00");
        for (int minute = 0; minute < 3 * 24 * 60; minute++) {
            script.quote(
                    SymbolScript.FEED,
                    Times.instant(at("00:00:10") + minute * 60_000_000L).toString(),
                    1.1,
                    1.2);
        }

        // A day of bars, as long again as the coarser bar they are merged into, and the hour or two in which expiry may
        // lag.
        assertThat(script.storedBars(Timeframe.M1)).isBetween(24 * 60, 26 * 60 + 6);
        assertThat(script.storedBars(Timeframe.H1)).isBetween(24, 24 + 4 + 3);
    }

    @Test
    void shouldNotCountTradesOfQuotedInstrumentNorQuotesOfTradedOne() {
        SymbolScript traded = new SymbolScript(SymbolScript.TRADED);

        assertThat(script.trade("00:00:10", 1.1, 1, AggressorSide.BUY)).isEqualTo(Admission.NOT_COUNTED);
        assertThat(traded.quote("00:00:10", 1.1, 1.2)).isEqualTo(Admission.NOT_COUNTED);
    }

    @Test
    void shouldSumSizesAndSidesOfTrades() {
        SymbolScript traded = new SymbolScript(SymbolScript.TRADED);
        traded.started("00:00:00");
        traded.trade("00:00:10", 0.00141342, 23.1, AggressorSide.SELL);
        traded.trade("00:00:20", 0.00141266, 0.2, AggressorSide.BUY);
        traded.trade("00:00:30", 0.00141270, 0.1, AggressorSide.UNKNOWN);
        traded.alive("00:01:02");

        Bar bar = traded.bars(Timeframe.M1).get(0);
        assertThat(bar.volume()).isEqualTo(23.4);
        assertThat(bar.sellVolume()).isEqualTo(23.1);
        assertThat(bar.buyVolume()).isEqualTo(0.2);
        // (0.00141342 * 23.1 + 0.00141266 * 0.2 + 0.0014127 * 0.1) / 23.4
        assertThat(bar.vwap()).isEqualTo(0.0014134104273504273);
        assertThat(bar.spreadMean()).isNaN();
        assertThat(bar.bid()).isNull();
    }

    @Test
    void shouldGoOnWhenTheCalendarChangesUnderOpenBars() {
        script.started("00:00:00");
        script.quote("00:30:00", 1.1, 1.2);
        script.quote("23:30:00", 1.1, 1.2);

        script.changeCalendar("America/New_York 17:00");

        assertThat(script.quote("22:30:00", 1.1, 1.2)).isEqualTo(Admission.CORRECTED);
        assertThat(script.quote("00:10:00", 1.1, 1.2)).isEqualTo(Admission.CORRECTED);
        script.alive("2014-05-13T00:00:00Z");
        assertThat(script.bars(Timeframe.D1)).isNotEmpty();
    }

    private static List<String> told(List<Bar> bars) {
        return bars.stream()
                .map(bar -> bar.key().timeframe().code() + " "
                        + Times.instant(bar.key().startTimeUs()).toString().substring(11, 16) + " "
                        + bar.status() + " r" + bar.revision() + " n" + bar.tickCount() + " "
                        + (bar.complete() ? "complete" : "incomplete"))
                .toList();
    }
}
