package io.candlewick.streams.app;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class ThreadFailuresTest {

    private final StreamsException away = new StreamsException(new TimeoutException("no broker"));

    private long nanos;
    private final ThreadFailures failures = new ThreadFailures(() -> nanos);

    @Test
    void shouldReplaceAThreadWhoseBrokerWasAwayButNotForEver() {
        for (int death = 0; death < ThreadFailures.MAX_REPLACEMENTS; death++) {
            assertThat(failures.after(away)).isEqualTo(REPLACE_THREAD);
        }

        assertThat(failures.after(away)).isEqualTo(SHUTDOWN_CLIENT);
    }

    @Test
    void shouldForgetReplacementsAfterTenMinutes() {
        for (int death = 0; death < ThreadFailures.MAX_REPLACEMENTS; death++) {
            failures.after(away);
        }

        nanos += Duration.ofMinutes(10).toNanos() + 1;

        assertThat(failures.after(away)).isEqualTo(REPLACE_THREAD);
    }

    @Test
    void shouldEndTheProcessForAnErrorOfTheProgram() {
        assertThat(failures.after(new StreamsException(new IllegalStateException("bug"))))
                .isEqualTo(SHUTDOWN_CLIENT);
        assertThat(failures.after(new OutOfMemoryError())).isEqualTo(SHUTDOWN_CLIENT);
    }
}
