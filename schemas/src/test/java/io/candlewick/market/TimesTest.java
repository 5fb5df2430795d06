package io.candlewick.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

    @Property
    void shouldReadBackEveryMicrosecond(@ForAll long timeUs) {
        assertThat(Times.us(Times.instant(timeUs))).isEqualTo(timeUs);
    }

    @Test
    void shouldCutOffNanosecondsTowardsThePast() {
        assertThat(Times.us(Instant.parse("2026-03-02T10:00:00.123456789Z"))).isEqualTo(1_772_445_600_123_456L);
        assertThat(Times.us(Instant.parse("1969-12-31T23:59:59.999999999Z"))).isEqualTo(-1);
    }

    @Test
    void shouldRefuseTimesThatDoNotFit() {
        assertThatThrownBy(() -> Times.us(Instant.MAX))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("+1000000000-12-31T23:59:59.999999999Z is too far from 1970");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2014-05-01T05:00:00Z",
                "2024-02-29T23:59:59Z",
                "1969-12-31T23:59:59Z",
                "0000-01-01T00:00:00Z",
                "9999-12-31T23:59:59Z",
                "+10000-01-01T00:00:00Z",
                "-0001-12-31T23:59:59Z",
                "2014-05-01T05:00:00.000001Z"
            })
    void shouldWriteTimesAsInstantsWriteThemselves(String text) {
        assertThat(Times.text(Times.us(Instant.parse(text)))).isEqualTo(text);
    }
}
