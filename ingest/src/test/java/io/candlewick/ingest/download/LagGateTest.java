package io.candlewick.ingest.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LagGateTest {

    private final LagGate gate = new LagGate(1_000);

    @Test
    void shouldCloseAtTheBoundAndOpenBelowHalfOfIt() {
        gate.measured(Map.of("lane", 999L, "sink", 3L));
        assertThat(gate.isClosed()).isFalse();

        gate.measured(Map.of("lane", 1_000L, "sink", 3L));
        assertThat(gate.isClosed()).isTrue();

        gate.measured(Map.of("lane", 500L, "sink", 3L));
        assertThat(gate.isClosed()).isTrue();

        gate.measured(Map.of("lane", 499L, "sink", 3L));
        assertThat(gate.isClosed()).isFalse();
        assertThat(gate.pauses()).isEqualTo(1);
    }

    @Test
    void shouldCountWhatWasPublishedSinceTheLastMeasurement() {
        gate.measured(Map.of("lane", 400L));
        gate.published(599);
        assertThat(gate.isClosed()).isFalse();

        gate.published(1);
        assertThat(gate.isClosed()).isTrue();
        assertThat(gate.lag()).isEqualTo(1_000);
    }

    @Test
    void shouldNameWhoIsBehindMost() {
        gate.measured(Map.of("history lane", 400L, "connect-clickhouse-sink", 700L));

        assertThat(gate.furthest()).isEqualTo("connect-clickhouse-sink is 700 records behind");
    }
}
