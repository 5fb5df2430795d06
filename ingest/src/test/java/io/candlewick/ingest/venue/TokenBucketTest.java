package io.candlewick.ingest.venue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

    private final AtomicLong now = new AtomicLong();
    private final TokenBucket bucket = new TokenBucket(5, Duration.ofMinutes(1), 2, now::get);

    @Test
    void shouldLetTheBurstThroughAndSpaceTheRest() {
        assertThat(bucket.take()).isZero();
        assertThat(bucket.take()).isZero();
        assertThat(bucket.take()).isEqualTo(Duration.ofSeconds(12));
        assertThat(bucket.take()).isEqualTo(Duration.ofSeconds(24));
    }

    @Test
    void shouldSaveNoMoreThanTheBurst() {
        bucket.take();
        bucket.take();
        now.addAndGet(Duration.ofHours(1).toNanos());

        assertThat(bucket.take()).isZero();
        assertThat(bucket.take()).isZero();
        assertThat(bucket.take()).isEqualTo(Duration.ofSeconds(12));
    }
}
