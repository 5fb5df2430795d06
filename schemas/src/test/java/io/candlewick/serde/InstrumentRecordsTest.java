package io.candlewick.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.AssetClass;
import io.candlewick.avro.PriceBasis;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.market.TradingCalendar;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstrumentRecordsTest {

    @ParameterizedTest
    @ValueSource(doubles = {0.0001, Double.NaN})
    void shouldReadBackWhatItWrites(double pipSize) {
        Instrument instrument = new Instrument(
                "system",
                Symbol.of("EUR/USD"),
                AssetClass.FX,
                PriceBasis.QUOTE,
                pipSize,
                5,
                2,
                TradingCalendar.parse("America/New_York 17:00"),
                Duration.ofMillis(1500),
                Duration.ofDays(365),
                Map.of("polygon", "C:EURUSD"));

        assertThat(InstrumentRecords.fromRecord(InstrumentRecords.toRecord(instrument)))
                .isEqualTo(instrument);
        assertThat(InstrumentRecords.key("system", Symbol.of("EUR/USD"))).isEqualTo("system|EUR/USD");
    }
}
