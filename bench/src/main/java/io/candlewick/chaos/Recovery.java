package io.candlewick.chaos;

import java.time.Duration;
import java.util.Optional;

/**
 * How an incident was got over; times count from the beginning of its first fault.
 *
 * @param incident what went wrong
 * @param over until all of it was over
 * @param noticed until the group of the streams application changed, if it did
 * @param settled until that group was stable again, if it had changed
 * @param ticks until what is made of the ticks of every partition was no longer committed late; zero if it never was
 * @param bars until committed bars of every partition were no longer late; zero if they never were
 * @param rows until rows of both tables were no longer late; zero if they never were
 */
public record Recovery(
        Incident incident,
        Duration over,
        Optional<Duration> noticed,
        Optional<Duration> settled,
        Duration ticks,
        Duration bars,
        Duration rows) {}
