package io.candlewick.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30), new Random(1));

    @Test
    void shouldDoubleFromTheFirstPauseToTheLongest() {
        assertThat(backoff.pauseMs(1)).isBetween(50L, 100L);
        assertThat(backoff.pauseMs(2)).isBetween(100L, 200L);
        assertThat(backoff.pauseMs(5)).isBetween(800L, 1_600L);
        assertThat(backoff.pauseMs(1_000_000)).isBetween(15_000L, 30_000L);
    }
}
