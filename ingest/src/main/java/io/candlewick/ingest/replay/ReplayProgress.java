package io.candlewick.ingest.replay;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a replay has come.
 *
 * @param ticks ticks published
 * @param rejected lines rejected
 * @param ticksPerSecond mean rate so far
 * @param fraction share of the files' bytes that has been read, 0 to 1
 * @param remaining how long the rest will take at this rate, once that can be told
 * @param eventTimeUs event time reached, microseconds since the epoch
 */
public record ReplayProgress(
        long ticks,
        long rejected,
        double ticksPerSecond,
        double fraction,
        Optional<Duration> remaining,
        long eventTimeUs) {}
