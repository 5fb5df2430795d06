package io.candlewick.ingest.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplaySpeedTest {

    @Test
    void shouldReadSpeeds() {
        assertThat(ReplaySpeed.parse("max").isPaced()).isFalse();
        assertThat(ReplaySpeed.parse("1x")).isEqualTo(new ReplaySpeed(1));
        assertThat(ReplaySpeed.parse("0.5x")).isEqualTo(new ReplaySpeed(0.5));
        assertThat(ReplaySpeed.parse("3600x").isPaced()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "0x", "0.0x", "-1x", "fast", "1", "1e3x", "Infinityx"})
    void shouldRefuseWhatIsNoSpeed(String text) {
        assertThatThrownBy(() -> ReplaySpeed.parse(text))
                .hasMessage("speed='" + text + "' must be max, or a factor such as 1x, 60x or 0.5x");
    }
}
