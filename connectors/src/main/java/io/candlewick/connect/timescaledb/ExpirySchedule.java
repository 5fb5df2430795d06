package io.candlewick.connect.timescaledb;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops expired rows now and then, over a connection of its own so that a failure costs no batch; the next turn tries again.
 *
 * <p><b>Thread</b>: the task's.
 */
final class ExpirySchedule {

    private static final Logger LOG = LoggerFactory.getLogger(ExpirySchedule.class);
    static final Duration EVERY = Duration.ofMinutes(10);

    private final TimescaleOptions options;
    private final InstantSource clock;
    private Instant next;

    ExpirySchedule(TimescaleOptions options, InstantSource clock) {
        this.options = options;
        this.clock = clock;
        this.next = clock.instant();
    }

    void runIfDue() {
        if (options.retention().ticks().isEmpty() && options.retention().bars().isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        if (now.isBefore(next)) {
            return;
        }
        next = now.plus(EVERY);
        try (Connection connection = TimescaleConnection.open(options)) {
            TimescaleStorage.dropExpired(connection, options);
        } catch (SQLException failure) {
            LOG.warn("Expired rows stay until the next turn: {}", failure.getMessage());
        }
    }
}
