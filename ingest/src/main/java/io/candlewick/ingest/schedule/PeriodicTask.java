package io.candlewick.ingest.schedule;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A thread that takes one round after another until it is closed; a round that fails does not end it.
 *
 * <p><b>Thread</b>: its own takes the rounds and hears of failures.
 */
public final class PeriodicTask implements AutoCloseable {

    private static final long CLOSE_MS = 10_000;

    private final long pauseMs;
    private final Round round;
    private final Consumer<Exception> failed;
    private final Thread thread;
    private volatile boolean running = true;

    /** One round. */
    public interface Round {

        /**
         * Does what is due.
         *
         * @throws IOException if somebody who is needed cannot be reached
         * @throws InterruptedException if the task is to end
         */
        void take() throws IOException, InterruptedException;
    }

    /**
     * A task that has not started.
     *
     * @param name of its thread
     * @param pause between rounds
     * @param round what is done
     * @param failed hears why a round failed; the next comes after the pause all the same
     */
    public PeriodicTask(String name, Duration pause, Round round, Consumer<Exception> failed) {
        this.pauseMs = pause.toMillis();
        this.round = round;
        this.failed = failed;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (running) {
                try {
                    round.take();
                } catch (IOException | RuntimeException failure) {
                    failed.accept(failure);
                }
                TimeUnit.MILLISECONDS.sleep(pauseMs);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the thread, and waits ten seconds for it. */
    @Override
    public void close() {
        running = false;
        thread.interrupt();
        try {
            thread.join(CLOSE_MS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
