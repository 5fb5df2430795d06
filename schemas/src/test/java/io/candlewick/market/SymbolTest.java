package io.candlewick.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SymbolTest {

    @ParameterizedTest
    @ValueSource(strings = {"EUR/USD", "AAPL", "BRK.B", "^GSPC", "BTC-USD", "ES=F", "C:EURUSD", "A", "1INCH_USDT"})
    void shouldTakeTheNamesMarketsUse(String name) {
        assertThat(Symbol.of(name).text()).isEqualTo(name);
        assertThat(Symbol.of(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "/USD",
                "EUR|USD",
                "EUR USD",
                "EURUSD\n",
                "ÉUR/USD",
                "**",
                "A12345678901234567890123456789012"
            })
    void shouldRefuseWhatIsNoSymbol(String name) {
        assertThatThrownBy(() -> Symbol.of(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("symbol='" + name + "' must be 1 to 32 letters, digits or ./_:=^-");
    }

    @Test
    void shouldStandForEverySymbolWithAStar() {
        assertThat(Symbol.of("*")).isEqualTo(Symbol.EVERY);
    }

    @Test
    void shouldSortByName() {
        assertThat(Symbol.of("EUR/USD")).isLessThan(Symbol.of("GBP/USD"));
    }
}
