package io.candlewick.connect.sink;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The one thread that writes for a task, so that the next batch can be encoded meanwhile. */
public final class WriterThread implements Executor, AutoCloseable {

    private static final long PATIENCE_SECONDS = 5;

    private final ExecutorService thread;

    /**
     * Starts with the first batch.
     *
     * @param name of the thread
     */
    public WriterThread(String name) {
        this.thread = Executors.newSingleThreadExecutor(work -> {
            Thread writer = new Thread(work, name);
            writer.setDaemon(true);
            return writer;
        });
    }

    @Override
    public void execute(Runnable batch) {
        thread.execute(batch);
    }

    /** Lets the batch at hand be written; one that takes too long is interrupted, and will be read and written again. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
                if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("the writer does not stop");
                }
            }
        } catch (InterruptedException stopping) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
