package io.candlewick.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

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
}
