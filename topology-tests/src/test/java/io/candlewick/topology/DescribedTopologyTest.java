package io.candlewick.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.streams.config.Lane;
import org.junit.jupiter.api.Test;

/** Pins the shape. Node, store and topic names are data formats: a change here is a migration, to be told in the upgrade notes. */
class DescribedTopologyTest {

    private static final String DESCRIPTION = """
            Topologies:
               Sub-topology: 0 for global store (will not generate tasks)
                Source: read-instruments (topics: [instruments])
                  --> load-instruments
                Processor: load-instruments (stores: [instruments])
                  --> none
                  <-- read-instruments
              Sub-topology: 1
                Source: read-ticks (topics: [%1$s])
                  --> gate-quality
                Processor: gate-quality (stores: [price-references])
                  --> build-bars, write-rejected
                  <-- read-ticks
                Processor: build-bars (stores: [closed-bars, feed-clocks, symbols])
                  --> write-bars, write-marks, write-rejected
                  <-- gate-quality
                Sink: write-bars (topic: bars)
                  <-- build-bars
                Sink: write-marks (topic: %1$s)
                  <-- build-bars
                Sink: write-rejected (topic: ticks.rejected)
                  <-- gate-quality, build-bars
            """;

    @Test
    void shouldDrawLiveLane() {
        assertThat(LaneDriver.topology(Lane.LIVE).describe().toString())
                .isEqualToIgnoringWhitespace(DESCRIPTION.formatted("ticks.live"));
    }

    @Test
    void shouldDrawHistoryLaneAlikeButForItsSource() {
        assertThat(LaneDriver.topology(Lane.HISTORY).describe().toString())
                .isEqualToIgnoringWhitespace(DESCRIPTION.formatted("ticks.history"));
    }
}
