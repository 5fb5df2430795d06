package io.candlewick.streams.domain.bar;

import static io.candlewick.streams.domain.bar.SymbolScript.EUR_USD;
import static io.candlewick.streams.domain.bar.SymbolScript.FEED;
import static io.candlewick.streams.domain.bar.SymbolScript.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.AggressorSide;
import io.candlewick.avro.CorrectionCause;
import io.candlewick.avro.TickAction;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Tick;
import io.candlewick.market.Timeframe;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AmendmentTest {

    private final SymbolScript script = new SymbolScript(SymbolScript.TRADED);
    private long sequence;

    @BeforeEach
    void start() {
        script.started("00:00:00");
        trade("00:00:10", "a", 10, 1);
        trade("00:00:20", "b", 12, 2);
        trade("00:00:30", "c", 11, 3);
    }

    @Test
    void shouldTakeCancelledTradeOutOfOpenBar() {
        assertThat(cancel("00:00:20", "b")).isEqualTo(Admission.AMENDED);

        script.alive("00:01:02");

        assertThat(told()).containsExactly("1m FINAL r0 10.0 11.0 10.0 11.0 v4.0 n2");
    }

    @Test
    void shouldPutCorrectedTradeInItsPlace() {
        assertThat(correct("00:00:10", "a", 9, 5)).isEqualTo(Admission.AMENDED);

        script.alive("00:01:02");

        assertThat(told()).containsExactly("1m FINAL r0 9.0 12.0 9.0 11.0 v10.0 n3");
    }

    @Test
    void shouldGiveTheSameBarWhenCancelComesBeforeItsTrade() {
        cancel("00:00:40", "d");
        trade("00:00:40", "d", 20, 1);
        trade("00:00:50", "e", 13, 1);

        script.alive("00:01:02");

        assertThat(told()).containsExactly("1m FINAL r0 10.0 13.0 10.0 13.0 v7.0 n4");
    }

    @Test
    void shouldGiveTheSameBarWhenCorrectionComesBeforeItsTrade() {
        correct("00:00:40", "d", 14, 1);
        trade("00:00:40", "d", 20, 7);

        script.alive("00:01:02");

        assertThat(told()).containsExactly("1m FINAL r0 10.0 14.0 10.0 14.0 v7.0 n4");
    }

    @Test
    void shouldLetCancelWinOverCorrectionInEitherOrder() {
        correct("00:00:20", "b", 15, 1);
        cancel("00:00:20", "b");
        cancel("00:00:30", "c");
        correct("00:00:30", "c", 15, 1);

        script.alive("00:01:02");

        assertThat(told()).containsExactly("1m FINAL r0 10.0 10.0 10.0 10.0 v1.0 n1");
    }

    @Test
    void shouldRebuildClosedBarsOfEveryTimeframeAndOpenOnesInSilence() {
        trade("00:01:10", "d", 13, 1);
        script.alive("00:05:02");
        script.news();

        assertThat(cancel("00:00:20", "b")).isEqualTo(Admission.AMENDED);

        assertThat(script.bars()).extracting(Bar::cause).containsOnly(CorrectionCause.TRADE_CANCELLED);
        assertThat(told())
                .containsExactly(
                        "1m CORRECTED r1 10.0 11.0 10.0 11.0 v4.0 n2", "5m CORRECTED r1 10.0 13.0 10.0 13.0 v5.0 n3");
        script.alive("00:15:02");
        assertThat(told()).containsExactly("15m FINAL r0 10.0 13.0 10.0 13.0 v5.0 n3");
    }

    @Test
    void shouldSayCorrectedTradeWithItsCause() {
        script.alive("00:01:02");
        script.news();

        correct("00:00:30", "c", 8, 3);

        assertThat(script.bars()).extracting(Bar::cause).containsOnly(CorrectionCause.TRADE_CORRECTED);
        assertThat(told()).containsExactly("1m CORRECTED r1 10.0 12.0 8.0 8.0 v6.0 n3");
    }

    @Test
    void shouldSayBarThatLostItsLastTradeFlatAtTheCloseBefore() {
        trade("00:01:10", "d", 13, 1);
        script.alive("00:02:02");
        script.news();

        cancel("00:01:10", "d");

        Bar flat = script.bars().get(0);
        assertThat(flat.firstTickTimeUs()).isEqualTo(Bar.NO_TIME);
        assertThat(flat.vwap()).isNaN();
        assertThat(told()).containsExactly("1m CORRECTED r1 11.0 11.0 11.0 11.0 v0.0 n0");
        script.alive("00:05:02");
        assertThat(told()).containsExactly("5m FINAL r0 10.0 12.0 10.0 11.0 v6.0 n3");
    }

    @Test
    void shouldSayBarThatLostItsLastTradeFlatAtItsOwnCloseWhereNoneIsBefore() {
        script.alive("00:01:02");
        script.news();

        cancel("00:00:10", "a");
        cancel("00:00:20", "b");
        cancel("00:00:30", "c");

        assertThat(told())
                .containsExactly(
                        "1m CORRECTED r1 12.0 12.0 11.0 11.0 v5.0 n2",
                        "1m CORRECTED r2 11.0 11.0 11.0 11.0 v3.0 n1",
                        "1m CORRECTED r3 11.0 11.0 11.0 11.0 v0.0 n0");
    }

    @Test
    void shouldFoldLateTradeIntoBarThatHadLostItsLast() {
        script.alive("00:01:02");
        cancel("00:00:10", "a");
        cancel("00:00:20", "b");
        cancel("00:00:30", "c");
        script.news();

        trade("00:00:50", "z", 20, 1);

        assertThat(told()).containsExactly("1m CORRECTED r4 20.0 20.0 20.0 20.0 v1.0 n1");
    }

    @Test
    void shouldNotSayBarWhoseTradesWereAllCancelledBeforeItClosed() {
        cancel("00:00:10", "a");
        cancel("00:00:20", "b");
        cancel("00:00:30", "c");

        script.alive("00:05:02");

        assertThat(told()).isEmpty();
        trade("00:00:50", "z", 20, 1);
        assertThat(told())
                .containsExactly("1m FINAL r0 20.0 20.0 20.0 20.0 v1.0 n1", "5m FINAL r0 20.0 20.0 20.0 20.0 v1.0 n1");
    }

    @Test
    void shouldKnowDuplicatesOfTradesAndCancels() {
        cancel("00:00:30", "c");

        assertThat(cancel("00:00:30", "c")).isEqualTo(Admission.DUPLICATE);
        assertThat(trade("00:00:30", "c", 11, 3)).isEqualTo(Admission.DUPLICATE);
        assertThat(trade("00:00:20", "b", 12, 2)).isEqualTo(Admission.DUPLICATE);
        script.alive("00:01:02");
        script.news();
        assertThat(cancel("00:00:30", "c")).isEqualTo(Admission.DUPLICATE);
        assertThat(trade("00:00:30", "c", 11, 3)).isEqualTo(Admission.DUPLICATE);
        assertThat(told()).isEmpty();
    }

    @Test
    void shouldIgnoreLateTradeThatWasCancelledBeforeItCame() {
        script.alive("00:01:02");
        assertThat(cancel("00:00:40", "d")).isEqualTo(Admission.UNMATCHED);
        script.news();

        assertThat(trade("00:00:40", "d", 20, 1)).isEqualTo(Admission.AMENDED);

        assertThat(told()).isEmpty();
    }

    @Test
    void shouldAskForBarWhoseTradeIsNotKnown() {
        script.alive("00:01:02");

        assertThat(cancel("00:00:40", "d")).isEqualTo(Admission.UNMATCHED);

        assertThat(script.requests()).containsExactly("1m 2014-05-05T00:00:00Z 2014-05-05T00:01:00Z");
    }

    @Test
    void shouldAskForBarWhoseTradesAreNoLongerKept() {
        script.alive("2014-05-06T00:01:00Z");
        assertThat(cancel("00:00:20", "b")).isEqualTo(Admission.AMENDED);
        assertThat(script.requests()).isEmpty();
        script.alive("2014-05-06T00:01:00.000001Z");
        trade("2014-05-06T00:01:00.000001Z", "x", 1, 1);

        assertThat(cancel("00:00:30", "c")).isEqualTo(Admission.TOO_LATE);

        assertThat(script.requests()).containsExactly("1m 2014-05-05T00:00:00Z 2014-05-05T00:01:00Z");
    }

    @Test
    void shouldRefuseCancelThatDoesNotSayOfWhat() {
        Tick nameless = Tick.trade(origin(), EUR_USD, at("00:00:20"), 9, 12, 2, AggressorSide.BUY, null);

        assertThat(script.add(nameless.as(TickAction.CANCEL))).isEqualTo(Admission.UNIDENTIFIED);
    }

    @Test
    void shouldRebuildTheSameAfterRestart() {
        cancel("00:00:40", "d");
        script.restart();
        trade("00:00:40", "d", 20, 1);
        script.alive("00:01:02");
        script.restart();

        correct("00:00:10", "a", 9, 5);

        assertThat(told())
                .containsExactly(
                        "1m FINAL r0 10.0 12.0 10.0 11.0 v6.0 n3", "1m CORRECTED r1 9.0 12.0 9.0 11.0 v10.0 n3");
    }

    @Test
    void shouldMergeWeekAnewFromAllItsDays() {
        for (int day = 6; day <= 11; day++) {
            trade("2014-05-" + (day < 10 ? "0" : "") + day + "T12:00:00Z", "day" + day, 10 + day, 1);
        }
        script.alive("2014-05-12T00:00:02Z");
        script.news();

        cancel("2014-05-11T12:00:00Z", "day11");

        assertThat(script.bars(Timeframe.W1)).hasSize(1);
        Bar week = script.bars(Timeframe.W1).get(0);
        assertThat(week.tickCount()).isEqualTo(8);
        assertThat(week.price().open()).isEqualTo(10);
        assertThat(week.price().close()).isEqualTo(20);
        assertThat(week.volume()).isEqualTo(11);
    }

    private Admission trade(String time, String id, double price, double size) {
        return script.add(tick(time, id, price, size));
    }

    private Admission cancel(String time, String id) {
        return script.add(tick(time, id, Double.NaN, Double.NaN).as(TickAction.CANCEL));
    }

    private Admission correct(String time, String id, double price, double size) {
        return script.add(tick(time, id, price, size).as(TickAction.CORRECT));
    }

    private Tick tick(String time, String id, double price, double size) {
        return Tick.trade(origin(), EUR_USD, at(time), ++sequence, price, size, AggressorSide.BUY, id);
    }

    private static Tick.Origin origin() {
        return new Tick.Origin(BarKey.SYSTEM_TENANT, FEED, 0);
    }

    private List<String> told() {
        return script.news().stream()
                .map(bar -> bar.key().timeframe().code() + " " + bar.status() + " r" + bar.revision() + " "
                        + bar.price().open() + " " + bar.price().high() + " "
                        + bar.price().low() + " " + bar.price().close() + " v" + bar.volume() + " n" + bar.tickCount())
                .toList();
    }
}
