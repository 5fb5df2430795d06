package io.candlewick.market;

import static io.candlewick.market.fixtures.Fixtures.us;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BarKeyTest {

    @Test
    void shouldWriteItsPartsSeparatedByBars() {
        BarKey key = new BarKey("system", Symbol.of("EUR/USD"), Timeframe.M1, us("2014-05-01T05:00:00Z"));

        assertThat(key.text()).isEqualTo("system|EUR/USD|1m|2014-05-01T05:00:00Z");
        assertThat(key).hasToString(key.text());
    }

    @Property
    void shouldReadBackItsText(
            @ForAll("tenants") String tenant, @ForAll("timeframes") Timeframe timeframe, @ForAll long startTimeUs) {
        BarKey key = new BarKey(tenant, Symbol.of("GBP/JPY"), timeframe, startTimeUs);

        assertThat(BarKey.parse(key.text())).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "system|EUR/USD|1m",
                "system|EUR/USD|1m|2014-05-01T05:00:00Z|",
                "system|EUR/USD|7m|2014-05-01T05:00:00Z",
                "system||1m|2014-05-01T05:00:00Z",
                "system|EUR/USD|1m|2014-05-01",
                "system|EUR/USD|1m|+999999-01-01T00:00:00Z"
            })
    void shouldRefuseWhatIsNoKey(String text) {
        assertThatThrownBy(() -> BarKey.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseATenantThatWouldSplitTheKey() {
        assertThatThrownBy(() -> new BarKey("a|b", Symbol.of("EUR/USD"), Timeframe.M1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tenant='a|b' must not hold a '|'");
    }

    @Provide
    Arbitrary<String> tenants() {
        return Arbitraries.oneOf(
                Arbitraries.of("system", "", "Händler & Söhne", "租户"),
                Arbitraries.strings().alpha().numeric().withChars("-_. ").ofMaxLength(20));
    }

    @Provide
    Arbitrary<Timeframe> timeframes() {
        return Arbitraries.of(List.of("1s", "5s", "90s", "1m", "45m", "15m", "1h", "4h", "1d", "1w"))
                .map(Timeframe::parse);
    }
}
