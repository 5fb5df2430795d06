package io.candlewick.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {

    @Property(tries = 20_000)
    void shouldEqualParseDoubleForAnyPrice(@ForAll long digits, @ForAll @IntRange(max = 30) int decimals) {
        String text = new BigDecimal(BigInteger.valueOf(digits), decimals).toPlainString();

        assertThat(parse(text)).isEqualTo(Double.parseDouble(text));
    }

    @Property(tries = 5_000)
    void shouldEqualParseDoubleForUsualPrices(
            @ForAll @BigRange(min = "0", max = "100000000") @Scale(5) BigDecimal price,
            @ForAll @IntRange(min = 1, max = 15) int significant) {
        String text = price.round(new java.math.MathContext(significant)).toPlainString();

        assertThat(parse(text)).isEqualTo(Double.parseDouble(text));
    }

    @Property(tries = 5_000)
    void shouldReadBackAnyDouble(@ForAll double value) {
        String text = Double.toString(value);

        assertThat(parse(text)).isEqualTo(Double.isInfinite(value) ? Double.NaN : value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "0.0",
                "-0.0",
                "+1.5",
                "1.",
                ".5",
                "007.50",
                "1.38727",
                "9007199254740993",
                "0.1234567890123456",
                "1e5",
                "1.5E-3",
                "4.9e-324",
                "1.7976931348623157e308",
                "123456789012345",
                "1234567890123456",
                "0.00000000000000000000000000001"
            })
    void shouldReadWhatParseDoubleReads(String text) {
        assertThat(parse(text)).isEqualTo(Double.parseDouble(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "-",
                "+",
                "NaN",
                "Infinity",
                "-Infinity",
                "1x",
                "1.2.3",
                "1,2",
                "0x1p3",
                "1d",
                "1f",
                " 1",
                "1 ",
                "1e",
                "e5",
                "--1",
                "1e999",
                "1_000",
                "\u0661"
            })
    void shouldNotReadWhatIsNoFiniteDecimalNumber(String text) {
        assertThat(parse(text)).isNaN();
    }

    @Test
    void shouldReadWithinALine() {
        byte[] line = "1000,1.5,2.5".getBytes(StandardCharsets.US_ASCII);

        assertThat(Decimals.parse(line, 5, 8)).isEqualTo(1.5);
    }

    private static double parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Decimals.parse(bytes, 0, bytes.length);
    }
}
