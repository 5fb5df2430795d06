package io.candlewick.chaos;

import java.time.Duration;
import java.util.Optional;

/**
 * How a fault was got over; times count from its beginning.
 *
 * @param fault what went wrong
 * @param over until the fault itself was over
 * @param noticed until the group of the streams application changed, if it did
 * @param settled until that group was stable again, if it had changed
 * @param bars until committed bars of every partition were no longer late; zero if they never were
 * @param rows until rows of both tables were no longer late; zero if they never were
 */
public record Recovery(
        Fault fault,
        Duration over,
        Optional<Duration> noticed,
        Optional<Duration> settled,
        Duration bars,
        Duration rows) {}
