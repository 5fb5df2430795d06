package io.candlewick.streams.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import org.junit.jupiter.api.Test;

class IndicatorSeriesKeyTest {

    private static final BarSeriesKey BARS =
            new BarSeriesKey(new SeriesKey("system", Symbol.of("EUR/USD")), Timeframe.M1);

    @Test
    void shouldCarryTheNameOfReleasesBeforeForASeriesThatGoesOn() {
        IndicatorSeriesKey key = new IndicatorSeriesKey(BARS, false);

        assertThat(key.text()).isEqualTo("system|EUR/USD|1m");
        assertThat(IndicatorSeriesKey.parse(key.text())).isEqualTo(key);
    }

    @Test
    void shouldTellTheOlderSeriesApart() {
        IndicatorSeriesKey key = new IndicatorSeriesKey(BARS, true);

        assertThat(key.text()).isEqualTo("system|EUR/USD|1m|older");
        assertThat(IndicatorSeriesKey.parse(key.text())).isEqualTo(key);
    }
}
