package io.candlewick.streams.domain.indicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candlewick.market.IndicatorColumn;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndicatorPlanTest {

    private static List<String> names(String text) {
        return IndicatorPlan.parse(text).columns().stream()
                .map(IndicatorColumn::name)
                .toList();
    }

    @Test
    void shouldHoldEveryIndicatorByDefault() {
        assertThat(IndicatorPlan.standard())
                .hasToString("sma(10) sma(20) sma(50) sma(200) ema(10) ema(20) ema(50) wma(20) rsi(9) rsi(14)"
                        + " macd(12,26,9) bollinger(20,2) atr(14) adx(14) stochastic(14,3,3) cci(20) williams_r(14) obv"
                        + " mfi(14) roc(10) donchian(20) keltner(20,10,2) parabolic_sar(0.02,0.2) supertrend(10,3)"
                        + " aroon(25) session_vwap");
    }

    @Test
    void shouldNameColumnsByEveryParameter() {
        assertThat(names("macd(5,35,5) parabolic_sar(0.02,0.2) obv bollinger(20,2.50)"))
                .containsExactly(
                        "macd_5_35_5",
                        "macd_signal_5_35_5",
                        "macd_histogram_5_35_5",
                        "parabolic_sar_0p02_0p2",
                        "obv",
                        "bollinger_upper_20_2p5",
                        "bollinger_middle_20_2p5",
                        "bollinger_lower_20_2p5",
                        "bollinger_percent_b_20_2p5",
                        "bollinger_bandwidth_20_2p5");
    }

    @Test
    void shouldSayHowAValueIsComputed() {
        assertThat(IndicatorPlan.parse("keltner(20,10,1.5)").columns().get(0))
                .isEqualTo(new IndicatorColumn(
                        "keltner_upper_20_10_1p5", "keltner.ema_atr.v1", "period=20,atr_period=10,multiplier=1.5"));
    }

    @Test
    void shouldTakeTheDefaultsOfANameAloneAndComputeNothingTwice() {
        assertThat(names("rsi rsi(14) rsi( 21 ) rsi(14.0)")).containsExactly("rsi_9", "rsi_14", "rsi_21");
        assertThat(names("default sma(20)")).isEqualTo(names("default"));
    }

    @Test
    void shouldListEveryFault() {
        assertThatThrownBy(() -> IndicatorPlan.parse(
                        "smma(20) sma(0) macd(26,12,9) rsi(14,3) ema(x) roc(1.5) 7up bollinger(20)"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("smma is no indicator; did you mean sma, ema, wma"
                        + "; sma(0): period=0 is not from 1 to 1000"
                        + "; macd(26,12,9): fast=26 is not less than slow=12"
                        + "; rsi(14,3) takes 1 parameters: rsi(period)"
                        + "; ema(x): period=x is not a number"
                        + "; roc(1.5): period=1.5 is not a whole number"
                        + "; 7up is not of the form name(1,2)"
                        + "; bollinger(20) takes 2 parameters: bollinger(period,deviations)");
    }

    @ParameterizedTest
    @CsvSource({
        "'', no indicator is named",
        "'stoch(14,3,3)', 'stoch is no indicator; did you mean stochastic'",
        "'SMA(20)', 'SMA is no indicator; did you mean sma, ema, wma'",
        "'parabolic_sar(0.3,0.2)', 'parabolic_sar(0.3,0.2): step=0.3 is greater than most=0.2'",
        "'sma(20', '(20 is not of the form name(1,2)'"
    })
    void shouldSayWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> IndicatorPlan.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void shouldRefuseMoreIndicatorsThanASeriesMayHold() {
        StringBuilder text = new StringBuilder();
        for (int period = 1; period <= 201; period++) {
            text.append("sma(").append(period).append(") ");
        }

        assertThatThrownBy(() -> IndicatorPlan.parse(text.toString())).hasMessage("201 indicators are more than 200");
    }

    @Test
    void shouldNameNoTwoValuesAlikeWhateverTheParameters() {
        Set<String> outputs = new HashSet<>();
        Set<String> types = new HashSet<>();
        for (IndicatorType type : IndicatorCatalog.TYPES) {
            assertThat(types.add(type.name())).as(type.name()).isTrue();
            assertThat(type.formulaId()).matches("[a-z_]+(\\.[a-z_]+)+\\.v[0-9]+");
            for (IndicatorType.Output output : type.outputs()) {
                assertThat(output.name()).matches("[a-z]+(_[a-z]+)*");
                assertThat(outputs.add(output.name())).as(output.name()).isTrue();
            }
        }
    }
}
