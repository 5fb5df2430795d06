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
                  --> build-bars
                Processor: build-bars (stores: [closed-bars, price-references, feed-clocks, trades, symbols])
                  --> merge-bars, compute-indicators, request-repair, write-forming, write-gaps, write-marks, write-rejected
                  <-- read-ticks
                Source: read-vendor-bars (topics: [%2$s])
                  --> gate-vendor-bars
                Processor: gate-vendor-bars (stores: [])
                  --> merge-bars, write-rejected-bars
                  <-- read-vendor-bars
                Processor: merge-bars (stores: [canonical-bars, series, symbols])
                  --> compute-indicators, write-bars
                  <-- build-bars, gate-vendor-bars
                Processor: compute-indicators (stores: [canonical-bars, indicator-snapshots, indicator-series])
                  --> request-repair, write-forming-indicators, write-indicators
                  <-- merge-bars, build-bars
                Sink: request-repair (topic: backfill.requests)
                  <-- build-bars, compute-indicators
                Sink: write-bars (topic: bars)
                  <-- merge-bars
                Sink: write-forming (topic: bars.forming)
                  <-- build-bars
                Sink: write-forming-indicators (topic: indicators.forming)
                  <-- compute-indicators
                Sink: write-gaps (topic: gaps)
                  <-- build-bars
                Sink: write-indicators (topic: indicators)
                  <-- compute-indicators
                Sink: write-marks (topic: %1$s)
                  <-- build-bars
                Sink: write-rejected (topic: ticks.rejected)
                  <-- build-bars
                Sink: write-rejected-bars (topic: streams.dlq)
                  <-- gate-vendor-bars
            """;

    @Test
    void shouldDrawLiveLane() {
        assertThat(LaneDriver.topology(Lane.LIVE).describe().toString())
                .isEqualToIgnoringWhitespace(DESCRIPTION.formatted("ticks.live", "bars.repair"));
    }

    @Test
    void shouldDrawHistoryLaneAlikeButForItsSources() {
        assertThat(LaneDriver.topology(Lane.HISTORY).describe().toString())
                .isEqualToIgnoringWhitespace(DESCRIPTION.formatted("ticks.history", "bars.vendor"));
    }
}
