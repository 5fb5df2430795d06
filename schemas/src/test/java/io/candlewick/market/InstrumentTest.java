package io.candlewick.market;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candlewick.avro.AssetClass;
import io.candlewick.avro.PriceBasis;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstrumentTest {

    @ParameterizedTest
    @CsvSource({
        "0.0001, -1, PT2S,  PT24H, price_scale=-1",
        "0.0001, 16, PT2S,  PT24H, price_scale=16",
        "0,       5, PT2S,  PT24H, pip_size=0.0",
        "-1,      5, PT2S,  PT24H, pip_size=-1.0",
        "Infinity,5, PT2S,  PT24H, pip_size=Infinity",
        "0.0001,  5, PT-1S, PT24H, grace=PT-1S",
        "0.0001,  5, PT2S,  PT1S,  lateness horizon=PT1S",
        "0.0001,  5, PT192H,PT999H,grace=PT192H"
    })
    void shouldRefuseWhatIsOutOfBounds(
            double pipSize, int priceScale, Duration grace, Duration horizon, String complaint) {
        assertThatThrownBy(() -> instrument(pipSize, priceScale, grace, horizon))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("EUR/USD: ")
                .hasMessageContaining(complaint);
    }

    @Test
    void shouldTakeAnInstrumentWithoutPips() {
        assertThatCode(() -> instrument(Double.NaN, 2, Instrument.DEFAULT_GRACE, Instrument.DEFAULT_LATENESS_HORIZON))
                .doesNotThrowAnyException();
    }

    private static Instrument instrument(double pipSize, int priceScale, Duration grace, Duration horizon) {
        return new Instrument(
                "system",
                Symbol.of("EUR/USD"),
                AssetClass.FX,
                PriceBasis.QUOTE,
                pipSize,
                priceScale,
                0,
                TradingCalendar.UTC,
                grace,
                horizon,
                Map.of());
    }
}
