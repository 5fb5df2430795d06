package io.candlewick.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.chaos.Freshness.Kind;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FreshnessTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long MINUTE_US = 60_000_000L;

    /* A second of the clock is a minute of the market. */
    private final Freshness freshness =
            new Freshness(nanos -> TimeUnit.NANOSECONDS.toMicros(nanos) * 60, Duration.ZERO, 60);

    @Test
    void shouldBeDisturbedAsLongAsTheBarThatIsDueIsMissing() {
        freshness.watch("bars", Kind.BARS, Duration.ofMillis(500));

        freshness.sample(SECOND);
        assertThat(freshness.behind(SECOND)).containsExactly("bars has nothing");

        freshness.seen("bars", MINUTE_US);
        freshness.sample(2 * SECOND);
        assertThat(freshness.behind(2 * SECOND)).isEmpty();
        freshness.sample(4 * SECOND);
        assertThat(freshness.behind(4 * SECOND)).containsExactly("bars is 2.0 s behind");
        assertThat(freshness.isCalmFor(Duration.ZERO, 4 * SECOND)).isFalse();

        freshness.seen("bars", 4 * MINUTE_US);
        freshness.sample(5 * SECOND);
        assertThat(freshness.isCalmFor(Duration.ofSeconds(1), 5 * SECOND)).isTrue();
        assertThat(freshness.disturbedAfter(3 * SECOND, Kind.BARS)).isEqualTo(Duration.ofSeconds(1));
        assertThat(freshness.disturbedAfter(3 * SECOND, Kind.ROWS)).isZero();
    }

    @Test
    void shouldSayZeroWhereNothingWasLateSince() {
        freshness.watch("bars", Kind.BARS, Duration.ofMillis(500));
        freshness.seen("bars", MINUTE_US);

        freshness.sample(2 * SECOND);

        assertThat(freshness.disturbedAfter(SECOND, Kind.BARS)).isZero();
    }

    @Test
    void shouldMeasureTicksByTheTimeThatIsReached() {
        freshness.watch("ticks", Kind.TICKS, Duration.ofMillis(500));

        freshness.reached("ticks", 2 * MINUTE_US);

        freshness.sample(2 * SECOND + SECOND / 4);
        assertThat(freshness.isCalmFor(Duration.ZERO, 2 * SECOND + SECOND / 4)).isTrue();
        assertThat(freshness.behind(3 * SECOND)).containsExactly("ticks is 1.0 s behind");
    }
}
