package io.candlewick.ingest.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FeedInboxTest {

    private final FeedInbox inbox = new FeedInbox(2, () -> Instant.EPOCH);

    @Test
    void shouldDropTheNewestFrameWhenFullAndCountItsElements() throws InterruptedException {
        inbox.frame(1, "[{\"ev\":\"C\"}]");
        inbox.frame(1, "[{\"ev\":\"C\"}]");

        inbox.frame(1, "[{\"a\":{\"b\":\"}{\"}},{\"ev\":\"C\",\"p\":\"\\\"{\"},{}]");

        assertThat(inbox.droppedElements()).isEqualTo(3);
        assertThat(inbox.waitingFrames()).isEqualTo(2);
        inbox.poll(0);
        inbox.frame(1, "[{\"ev\":\"C\"}]");
        assertThat(inbox.droppedElements()).isEqualTo(3);
    }

    @Test
    void shouldAlwaysHaveRoomForNewsOfTheConnection() throws InterruptedException {
        inbox.frame(1, "[]");
        inbox.frame(1, "[]");
        inbox.closed(1, "gone");

        inbox.poll(0);
        inbox.poll(0);

        assertThat(inbox.poll(0)).isEqualTo(new FeedEvent.Closed(1, "gone"));
    }

    @Test
    void shouldWaitTwiceAsLongEachTimeUpToABoundForEver() {
        Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), new Random(1));

        long before = 0;
        for (int attempt = 0; attempt < 6; attempt++) {
            long wait = backoff.next().toMillis();
            long full = 500L << attempt;
            assertThat(wait).isBetween(full / 2, full).isGreaterThan(before / 2);
            before = wait;
        }
        for (int attempt = 0; attempt < 1_000; attempt++) {
            assertThat(backoff.next()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
        }
        backoff.reset();
        assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(500));
    }
}
