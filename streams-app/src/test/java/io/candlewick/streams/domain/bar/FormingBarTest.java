package io.candlewick.streams.domain.bar;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.BarStatus;
import io.candlewick.market.Bar;
import io.candlewick.market.Timeframe;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FormingBarTest {

    private final SymbolScript script =
            new SymbolScript(SymbolScript.QUOTED, List.of(Timeframe.M1, Timeframe.M5, Timeframe.M15));

    @BeforeEach
    void start() {
        script.started("00:00:00");
    }

    @Test
    void shouldSayOpenBarsOfEveryTimeframeWithTheFinerOpenOnesInThem() {
        script.quote("00:00:10", 1.1, 1.1);
        script.quote("00:01:10", 1.2, 1.2);
        script.quote("00:02:10", 1.15, 1.15);

        List<Bar> forming = script.forming();

        assertThat(told(forming)).containsExactly("1m 00:02 n1 1.15", "5m 00:00 n3 1.15", "15m 00:00 n3 1.15");
        assertThat(forming).extracting(Bar::status).containsOnly(BarStatus.FORMING);
        assertThat(forming).extracting(Bar::revision).containsOnly(0);
    }

    @Test
    void shouldSayNothingTwice() {
        script.quote("00:00:10", 1.1, 1.1);
        script.forming();

        assertThat(script.forming()).isEmpty();
        script.quote("00:00:10", 1.1, 1.1);
        assertThat(script.forming()).isEmpty();
    }

    @Test
    void shouldSayBarInGraceBesideTheNewestWhileBothChange() {
        script.quote("00:04:59", 1.1, 1.1);
        script.quote("00:05:01", 1.2, 1.2);
        assertThat(told(script.forming()))
                .containsExactly(
                        "1m 00:04 n1 1.1", "1m 00:05 n1 1.2", "5m 00:00 n1 1.1", "5m 00:05 n1 1.2", "15m 00:00 n2 1.2");

        script.quote("00:05:01.5", 1.3, 1.3);

        assertThat(told(script.forming())).containsExactly("1m 00:05 n2 1.3", "5m 00:05 n2 1.3", "15m 00:00 n3 1.3");
    }

    @Test
    void shouldNotSayBarOnceItHasClosed() {
        script.quote("00:04:59", 1.1, 1.1);
        script.alive("00:05:02");
        script.quote("00:04:58", 1.4, 1.4);

        assertThat(told(script.forming())).containsExactly("15m 00:00 n2 1.1");
    }

    @Test
    void shouldChangeNothingThatIsKept() {
        script.quote("00:00:10", 1.1, 1.1);
        script.quote("00:01:10", 1.2, 1.2);
        byte[] before = script.bytes();

        script.forming();

        assertThat(script.bytes()).isEqualTo(before);
    }

    private static List<String> told(List<Bar> bars) {
        return bars.stream()
                .map(bar ->
                        bar.key().timeframe().code() + " " + bar.key().text().replaceAll(".*T(..:..):.*", "$1") + " n"
                                + bar.tickCount() + " " + bar.price().close())
                .toList();
    }
}
