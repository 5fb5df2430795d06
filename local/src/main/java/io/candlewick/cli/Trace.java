package io.candlewick.cli;

import io.candlewick.market.BarKey;
import io.candlewick.market.Tick;
import io.candlewick.places.BarRevision;
import io.candlewick.places.BarTicks;
import io.candlewick.places.StoredBar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that is known of one bar.
 *
 * @param key the bar
 * @param revisions what the topic says of it, at least one
 * @param ticks the ticks within its lineage, by event time
 * @param stored its row in each database of the stack
 */
record Trace(
        BarKey key, List<BarRevision> revisions, List<BarTicks.Found> ticks, Map<String, Optional<StoredBar>> stored) {

    /**
     * A moment in a bar's life.
     *
     * @param name what happened
     * @param atUs when, by the clock of whom it happened to; empty if it has not
     * @param of whose moment
     */
    record Station(String name, Optional<Long> atUs, String of) {}

    BarRevision newest() {
        return revisions.get(revisions.size() - 1);
    }

    /** The stations of the last tick that counts, and then of the newest revision. */
    List<Station> stations() {
        List<Station> stations = new ArrayList<>();
        ticks.stream()
                .filter(found -> found.rejected().isEmpty())
                .reduce((earlier, later) -> later)
                .ifPresent(last -> {
                    Tick tick = last.tick();
                    stations.add(new Station("event", Optional.of(tick.eventTimeUs()), "the last tick, at the venue"));
                    stations.add(new Station("ingest", Optional.of(tick.ingestTimeUs()), "the last tick, received"));
                    stations.add(new Station(
                            "published", Optional.of(last.publishedUs()), "the last tick, taken by the broker"));
                });
        stations.add(new Station("closed", Optional.of(newest().saidUs()), "the bar, taken by the broker"));
        stored.forEach((place, row) -> stations.add(
                new Station("stored", row.map(StoredBar::storedUs), "the bar's row in " + place + versionOf(row))));
        return stations;
    }

    private String versionOf(Optional<StoredBar> row) {
        if (row.isEmpty()) {
            return ": not there";
        }
        return row.get().version() == newest().bar().version()
                ? ""
                : " (of another version, " + row.get().version() + ")";
    }
}
