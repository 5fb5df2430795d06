package io.candlewick.topology;

import static io.candlewick.topology.LaneDriver.EUR_USD;
import static io.candlewick.topology.LaneDriver.quote;
import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.FeedStatus;
import io.candlewick.avro.GapReason;
import io.candlewick.streams.config.Lane;
import io.candlewick.streams.timing.BarTimes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a lane measures of itself while it works. */
class MeasuredLaneTest {

    private static final Duration GRACE = Duration.ofSeconds(2);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Instant now = Instant.parse("2014-05-05T00:00:00Z");
    private final BarTimes times = new BarTimes("live", true, registry, () -> now);

    @Test
    void shouldCallOpenBarOverdueUntilItsFeedSpeaks(@TempDir Path state) {
        try (LaneDriver lane = new LaneDriver(Lane.LIVE, state, times, now)) {
            lane.instrument(LaneDriver.quoted(EUR_USD, GRACE));
            lane.mark(LaneDriver.FEED, EUR_USD, "00:00:00", FeedStatus.STARTED);
            lane.tick(quote(EUR_USD, "00:00:10", 1.1, 1.2));

            lane.pass(Duration.ofSeconds(5), Duration.ofSeconds(70));
            assertThat(gauge("candlewick.bars.overdue.symbols")).isZero();

            // 20 s after the end, of which the grace and 10 s are allowed.
            lane.alive("00:00:59");
            lane.pass(Duration.ofSeconds(5), Duration.ofSeconds(10));
            assertThat(gauge("candlewick.bars.overdue.symbols")).isEqualTo(1);
            assertThat(gauge("candlewick.bars.overdue.seconds")).isEqualTo(8);

            lane.alive("00:01:15");
            lane.pass(Duration.ofSeconds(5), Duration.ofSeconds(5));
            assertThat(gauge("candlewick.bars.overdue.symbols")).isZero();
        }
    }

    @Test
    void shouldCountGapsThatItSays(@TempDir Path state) {
        try (LaneDriver lane = new LaneDriver(Lane.LIVE, state, times, now)) {
            lane.instrument(LaneDriver.quoted(EUR_USD, GRACE));
            lane.mark(LaneDriver.FEED, EUR_USD, "00:00:00", FeedStatus.STARTED);
            lane.tick(quote(EUR_USD, "00:00:10", 1.1, 1.2));
            lane.tick(quote(EUR_USD, "00:05:10", 1.1, 1.2));
            lane.alive("00:06:05");
        }

        assertThat(registry.get("candlewick.gaps.said")
                        .tag("reason", GapReason.QUIET.name())
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }
}
