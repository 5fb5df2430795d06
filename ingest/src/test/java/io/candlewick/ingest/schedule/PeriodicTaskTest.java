package io.candlewick.ingest.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PeriodicTaskTest {

    private static final Duration PAUSE = Duration.ofMillis(1);

    @Test
    void shouldGoOnAfterARoundThatFailed() throws Exception {
        AtomicInteger rounds = new AtomicInteger();
        List<String> failures = new CopyOnWriteArrayList<>();
        CountDownLatch third = new CountDownLatch(3);
        PeriodicTask.Round failing = () -> {
            third.countDown();
            switch (rounds.incrementAndGet()) {
                case 1 -> throw new IOException("away");
                case 2 -> throw new IllegalStateException("broken");
                default -> {
                    // The others are well.
                }
            }
        };
        try (PeriodicTask task =
                new PeriodicTask("test", PAUSE, failing, failed -> failures.add(failed.getMessage()))) {
            task.start();

            assertThat(third.await(1, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(failures).containsExactly("away", "broken");
    }

    @Test
    void shouldLetARoundThatWaitsBeInterrupted() throws Exception {
        CountDownLatch waits = new CountDownLatch(1);
        AtomicInteger interrupted = new AtomicInteger();
        PeriodicTask task = new PeriodicTask(
                "test",
                PAUSE,
                () -> {
                    waits.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException ending) {
                        interrupted.incrementAndGet();
                        throw ending;
                    }
                },
                failed -> {});
        task.start();
        assertThat(waits.await(1, TimeUnit.MINUTES)).isTrue();

        task.close();

        assertThat(interrupted).hasValue(1);
    }
}
