package io.candlewick.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GrowthTest {

    @Test
    void shouldFindGrowthBeyondTheBound() {
        List<Double> climbing =
                IntStream.range(0, 30).mapToObj(minute -> 100.0 + 2 * minute).toList();

        Growth growth = Growth.of("streams-1", "heap MiB", climbing, 1 / 60.0, 0.15, 10);

        assertThat(growth.perHour()).isCloseTo(120, within(1e-9));
        assertThat(growth.first()).isEqualTo(108);
        assertThat(growth.last()).isEqualTo(148);
        assertThat(growth.isBeyondBound()).isTrue();
    }

    @Test
    void shouldLetASawToothBe() {
        List<Double> saw =
                IntStream.range(0, 30).mapToObj(minute -> 100.0 + minute % 5).toList();

        assertThat(Growth.of("streams-1", "heap MiB", saw, 1 / 60.0, 0.15, 10).isBeyondBound())
                .isFalse();
    }

    @Test
    void shouldRefuseFewerThanThreeSamples() {
        assertThatThrownBy(() -> Growth.of("streams-1", "threads", List.of(1.0, 2.0), 1, 0.1, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
