package io.candlewick.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeframeTest {

    @ParameterizedTest
    @CsvSource({
        "1s, 1000000",
        "5s, 5000000",
        "90s, 90000000",
        "86400s, 86400000000",
        "1m, 60000000",
        "5m, 300000000",
        "15m, 900000000",
        "30m, 1800000000",
        "1h, 3600000000",
        "2h, 7200000000",
        "4h, 14400000000",
        "12h, 43200000000",
        "1440m, 86400000000",
        "1d, 86400000000",
        "1w, 604800000000"
    })
    void shouldReadWhatItWrites(String code, long lengthUs) {
        Timeframe timeframe = Timeframe.parse(code);

        assertThat(timeframe.code()).isEqualTo(code);
        assertThat(timeframe).hasToString(code);
        assertThat(timeframe.lengthUs()).isEqualTo(lengthUs);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "1", "0m", "01m", "-1m", "1M", "1 m", "1m ", "123456s", "1y", "１m"})
    void shouldRefuseWhatIsNoTimeframe(String code) {
        assertThatThrownBy(() -> Timeframe.parse(code))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "timeframe='" + code + "' is not a count and one of s m h d w, e.g. 1m 5m 15m 30m 1h 4h 1d 1w");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7s", "7m", "11m", "5h", "25h", "86401s", "2d", "2w", "99999h"})
    void shouldRefuseLengthsThatDoNotTileADay(String code) {
        assertThatThrownBy(() -> Timeframe.parse(code))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("timeframe='" + code
                        + "' must divide a day evenly, or be 1d or 1w, e.g. 1s 1m 5m 15m 30m 1h 4h 1d 1w");
    }

    @Test
    void shouldOrderTheStandardOnesFinestFirst() {
        assertThat(Timeframe.STANDARD)
                .isSorted()
                .extracting(Timeframe::code)
                .containsExactly("1m", "5m", "15m", "30m", "1h", "4h", "1d", "1w");
    }

    @Test
    void shouldSayWhichAreMergedFromFinerOnes() {
        assertThat(Timeframe.H4.isMultipleOf(Timeframe.M15)).isTrue();
        assertThat(Timeframe.W1.isMultipleOf(Timeframe.D1)).isTrue();
        assertThat(Timeframe.H1.isMultipleOf(Timeframe.H1)).isFalse();
        assertThat(Timeframe.M1.isMultipleOf(Timeframe.H1)).isFalse();
        assertThat(Timeframe.D1.isMultipleOf(Timeframe.parse("24h"))).isTrue();
        assertThat(Timeframe.parse("24h").isMultipleOf(Timeframe.D1)).isFalse();
        assertThat(Timeframe.parse("6h").isMultipleOf(Timeframe.H4)).isFalse();
    }

    @Test
    void shouldTellIntradayFromDaysAndWeeks() {
        assertThat(Timeframe.H4.isIntraday()).isTrue();
        assertThat(Timeframe.D1.isIntraday()).isFalse();
        assertThat(Timeframe.W1.isIntraday()).isFalse();
    }
}
