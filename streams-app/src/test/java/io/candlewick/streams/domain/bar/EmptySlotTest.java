package io.candlewick.streams.domain.bar;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.BarStatus;
import io.candlewick.avro.EmptyBars;
import io.candlewick.avro.PriceBasis;
import io.candlewick.market.Bar;
import io.candlewick.market.Instrument;
import io.candlewick.market.Timeframe;
import io.candlewick.market.TradingCalendar;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Minutes without a bar: of an open market, over a weekend, and while no feed delivers. */
class EmptySlotTest {

    private static final List<Timeframe> TIMEFRAMES = List.of(Timeframe.M1, Timeframe.M5);

    private static final Instrument FX = SymbolScript.instrument(PriceBasis.QUOTE, 5, 0, TradingCalendar.parse("fx"));

    private final SymbolScript script = new SymbolScript(SymbolScript.QUOTED, TIMEFRAMES);
    private final SymbolScript flat = new SymbolScript(SymbolScript.QUOTED.with(EmptyBars.FLAT), TIMEFRAMES);

    @Test
    void shouldSayQuietMinutesWhenBarFollows() {
        script.started("00:00:00");
        script.quote("00:00:10", 1.1, 1.1);
        script.alive("00:03:30");
        assertThat(script.gaps()).isEmpty();
        script.quote("00:04:00", 1.1, 1.1);
        assertThat(script.gaps()).isEmpty();

        script.alive("00:05:02");

        assertThat(script.gaps()).containsExactly("QUIET 00:01 00:04 3");
    }

    @Test
    void shouldSayNothingWhereBarFollowsBar() {
        script.started("00:00:00");
        script.quote("00:00:10", 1.1, 1.1);
        script.quote("00:01:10", 1.1, 1.1);
        script.alive("00:05:02");

        assertThat(script.gaps()).isEmpty();
    }

    @Test
    void shouldSplitGapWhereTheFeedWentAndCameBack() {
        script.started("00:00:00");
        script.quote("00:00:10", 1.1, 1.1);
        script.down(SymbolScript.FEED, "00:02:30");
        script.started("00:05:00");
        script.alive("00:07:30");
        script.quote("00:08:10", 1.1, 1.1);
        script.alive("00:09:02");

        assertThat(script.gaps())
                .containsExactly("QUIET 00:01 00:02 1", "FEED_DOWN 00:02 00:05 3", "QUIET 00:05 00:08 3");
    }

    @Test
    void shouldSayReasonAsSoonAsItChanges() {
        script.started("00:00:00");
        script.quote("00:00:10", 1.1, 1.1);
        script.down(SymbolScript.FEED, "00:02:00");
        script.started("00:05:00");
        assertThat(script.gaps()).containsExactly("QUIET 00:01 00:02 1");

        script.alive("00:06:02");

        assertThat(script.gaps()).containsExactly("FEED_DOWN 00:02 00:05 3");
    }

    @Test
    void shouldSayWhatIsLeftWhenTheLastFeedEnds() {
        script.started("00:00:00");
        script.quote("00:00:10", 1.1, 1.1);
        script.ended("00:03:00");

        assertThat(script.gaps()).containsExactly("QUIET 00:01 00:03 2");
    }

    @Test
    void shouldSayMarketClosedOverTheWeekendOfForeignExchange() {
        SymbolScript fx = new SymbolScript(FX, TIMEFRAMES);
        fx.started("2014-05-09T20:50:00Z");
        fx.quote("2014-05-09T20:50:10Z", 1.1, 1.1);
        fx.alive("2014-05-11T20:59:59Z");
        assertThat(fx.gaps()).containsExactly("QUIET 2014-05-09T20:51:00Z 2014-05-09T21:00:00Z 9");

        fx.quote("2014-05-11T21:02:10Z", 1.1, 1.1);
        fx.alive("2014-05-11T21:03:02Z");

        assertThat(fx.gaps())
                .containsExactly(
                        "MARKET_CLOSED 2014-05-09T21:00:00Z 2014-05-11T21:00:00Z 2880",
                        "QUIET 2014-05-11T21:00:00Z 2014-05-11T21:02:00Z 2");
    }

    @Test
    void shouldNotCallBarIncompleteForHoleWhileTheMarketIsClosed() {
        SymbolScript fx = new SymbolScript(FX, List.of(Timeframe.M1, Timeframe.D1, Timeframe.W1));
        fx.started("2014-05-04T21:00:00Z");
        fx.quote("2014-05-05T20:50:10Z", 1.1, 1.1);
        fx.quote("2014-05-09T20:50:10Z", 1.1, 1.1);
        fx.down(SymbolScript.FEED, "2014-05-09T21:00:00Z");
        fx.started("2014-05-11T21:00:00Z");
        fx.alive("2014-05-11T21:00:02Z");

        assertThat(fx.bars(Timeframe.W1)).extracting(Bar::complete).containsExactly(true);
        fx.down(SymbolScript.FEED, "2014-05-16T20:59:59.999999Z");
        fx.started("2014-05-18T21:00:00Z");
        fx.quote("2014-05-13T20:50:10Z", 1.1, 1.1);
        fx.alive("2014-05-18T21:00:02Z");
        assertThat(fx.gaps()).contains("FEED_DOWN 2014-05-16T20:59:00Z 2014-05-16T21:00:00Z 1");
    }

    @Test
    void shouldMakeFlatBarsAsTheClockPassesWithNoTick() {
        flat.started("00:00:00");
        flat.quote("00:00:10", 1.1, 1.2);
        flat.alive("00:02:01.999999");
        assertThat(told(flat)).containsExactly("1m 00:00 n1 1.15");

        flat.alive("00:02:02");
        assertThat(told(flat)).containsExactly("1m 00:01 n0 1.15");

        flat.alive("00:10:02");
        assertThat(told(flat))
                .containsExactly(
                        "1m 00:02 n0 1.15",
                        "1m 00:03 n0 1.15",
                        "1m 00:04 n0 1.15",
                        "5m 00:00 n1 1.15",
                        "1m 00:05 n0 1.15",
                        "1m 00:06 n0 1.15",
                        "1m 00:07 n0 1.15",
                        "1m 00:08 n0 1.15",
                        "1m 00:09 n0 1.15",
                        "5m 00:05 n0 1.15");
    }

    @Test
    void shouldMakeFlatBarsAtTheCloseBeforeThemWhereverTheClockJumps() {
        flat.started("00:00:00");
        flat.quote("00:00:10", 1.1, 1.1);
        flat.quote("00:11:10", 1.3, 1.3);
        flat.alive("00:15:02");

        assertThat(told(flat))
                .filteredOn(bar -> bar.startsWith("5m"))
                .containsExactly("5m 00:00 n1 1.1", "5m 00:05 n0 1.1", "5m 00:10 n1 1.3");
    }

    @Test
    void shouldMakeFlatBarOfNoTicksThatIsCompleteAndFinal() {
        flat.started("00:00:00");
        flat.quote("00:00:10", 1.1, 1.2);
        flat.alive("00:02:02");

        Bar bar = flat.bars().get(1);
        assertThat(bar.status()).isEqualTo(BarStatus.FINAL);
        assertThat(bar.complete()).isTrue();
        assertThat(bar.volume()).isZero();
        assertThat(bar.vwap()).isNaN();
        assertThat(bar.spreadMax()).isNaN();
        assertThat(bar.firstTickTimeUs()).isEqualTo(Bar.NO_TIME);
        assertThat(bar.bid()).isNotNull();
        assertThat(bar.rangePips()).isZero();
    }

    @Test
    void shouldMakeNoFlatBarsWhileNoFeedDeliversOrTheMarketIsClosed() {
        SymbolScript fx = new SymbolScript(FX.with(EmptyBars.FLAT), TIMEFRAMES);
        fx.started("2014-05-09T20:57:00Z");
        fx.quote("2014-05-09T20:57:10Z", 1.1, 1.1);
        fx.alive("2014-05-11T21:00:59Z");
        assertThat(told(fx).stream().filter(bar -> bar.startsWith("1m")))
                .containsExactly("1m 20:57 n1 1.1", "1m 20:58 n0 1.1", "1m 20:59 n0 1.1");

        fx.down(SymbolScript.FEED, "2014-05-11T21:02:00Z");
        fx.started("2014-05-11T21:04:00Z");
        fx.alive("2014-05-11T21:05:02Z");
        assertThat(told(fx).stream().filter(bar -> bar.startsWith("1m")))
                .containsExactly("1m 21:00 n0 1.1", "1m 21:01 n0 1.1", "1m 21:04 n0 1.1");
    }

    @Test
    void shouldCorrectFlatBarByLateTick() {
        flat.started("00:00:00");
        flat.quote("00:00:10", 1.1, 1.1);
        flat.alive("00:05:02");
        flat.news();

        flat.quote("00:02:10", 1.3, 1.3);

        Bar bar = flat.bars().get(0);
        assertThat(bar.status()).isEqualTo(BarStatus.CORRECTED);
        assertThat(bar.revision()).isEqualTo(1);
        assertThat(bar.price().low()).isEqualTo(1.3);
    }

    @Test
    void shouldGoOnTheSameAfterRestart() {
        flat.started("00:00:00");
        flat.quote("00:00:10", 1.1, 1.1);
        flat.alive("00:02:02");
        flat.restart();
        flat.news();

        flat.alive("00:03:02");

        assertThat(told(flat)).containsExactly("1m 00:02 n0 1.1");
        script.started("00:00:00");
        script.quote("00:00:10", 1.1, 1.1);
        script.alive("00:02:02");
        script.restart();
        script.quote("00:04:00", 1.1, 1.1);
        script.alive("00:05:02");
        assertThat(script.gaps()).containsExactly("QUIET 00:01 00:04 3");
    }

    private static List<String> told(SymbolScript from) {
        return from.news().stream()
                .map(bar ->
                        bar.key().timeframe().code() + " " + bar.key().text().replaceAll(".*T(..:..):.*", "$1") + " n"
                                + bar.tickCount() + " " + bar.price().close())
                .toList();
    }
}
