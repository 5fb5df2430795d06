package io.candlewick.local.clickhouse;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The ClickHouse engine in this process: one connection, one thread, queries one after another.
 *
 * <p>A connection takes one query at a time, so all native calls that touch it are made by one thread with a large stack;
 * the engine still uses every core inside a query. At most {@value #QUEUE_LIMIT} requests wait.
 *
 * <p><b>Thread</b>: any.
 */
final class ChdbEngine implements AutoCloseable {
    /* Its own default is a thousand, and each keeps three files open: an hour of inserts never lets one go. */
    private static final int IDLE_THREADS = 32;
    static final int QUEUE_LIMIT = 64;
    private static final long STACK_BYTES = 256L << 20;
    private static final int CLOSE_SECONDS = 8;

    private final ChdbLibrary library;
    private final ThreadPoolExecutor thread;
    private final Queue<Pointer> unfreed = new ConcurrentLinkedQueue<>();
    private final Pointer holder;
    private final Pointer connection;

    private ChdbEngine(ChdbLibrary library, ThreadPoolExecutor thread, Pointer holder) {
        this.library = library;
        this.thread = thread;
        this.holder = holder;
        this.connection = holder.getPointer(0);
    }

    /**
     * Opens the engine on a directory, which it keeps locked until closed.
     *
     * @throws IOException when the engine refuses the directory
     */
    static ChdbEngine open(Path library, Path directory) throws IOException, InterruptedException {
        ThreadPoolExecutor thread = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(QUEUE_LIMIT),
                task -> new Thread(null, task, "clickhouse-engine", STACK_BYTES));
        try {
            return thread.submit(() -> connect(library, directory, thread)).get();
        } catch (ExecutionException e) {
            thread.shutdownNow();
            throw new IOException("the ClickHouse engine " + library + " does not open " + directory, e.getCause());
        }
    }

    private static ChdbEngine connect(Path libraryFile, Path directory, ThreadPoolExecutor thread) throws IOException {
        ChdbLibrary library = Native.load(libraryFile.toString(), ChdbLibrary.class);
        // The JVM uses SIGSEGV for its own checks. This alone is not enough: see ServicePlans.keepJavaSignals.
        library.chdb_set_signal_handlers_enabled(0);
        String[] arguments = {"clickhouse", "--path=" + directory, "--max_thread_pool_free_size=" + IDLE_THREADS};
        Pointer holder = library.chdb_connect(arguments.length, arguments);
        if (holder == null || holder.getPointer(0) == null) {
            throw new IOException("no connection (is another process using it?)");
        }
        return new ChdbEngine(library, thread, holder);
    }

    /**
     * Runs several calls as one unit: nothing of another request comes between them.
     *
     * @throws EngineException what the engine answered, or that the queue is full
     */
    <T> T run(Callable<T> unit) throws EngineException, InterruptedException {
        try {
            return thread.submit(() -> {
                        freeReleased();
                        return unit.call();
                    })
                    .get();
        } catch (RejectedExecutionException e) {
            throw EngineException.of(
                    EngineException.TOO_MANY_SIMULTANEOUS_QUERIES,
                    "TOO_MANY_SIMULTANEOUS_QUERIES",
                    QUEUE_LIMIT + " requests are waiting already");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EngineException fromEngine) {
                throw fromEngine;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Runs one query; to be called inside {@link #run}. */
    EngineResult query(byte[] sql, String format) throws EngineException {
        long started = System.nanoTime();
        byte[] formatBytes = format.getBytes(UTF_8);
        Pointer result = library.chdb_query_n(
                connection, sql, new NativeSize(sql.length), formatBytes, new NativeSize(formatBytes.length));
        if (result == null) {
            throw EngineException.ofEngine("the engine gave no result");
        }
        String error = library.chdb_result_error(result);
        if (error != null) {
            library.chdb_destroy_query_result(result);
            throw EngineException.ofEngine(error);
        }
        EngineSummary summary = new EngineSummary(
                library.chdb_result_rows_read(result),
                library.chdb_result_bytes_read(result),
                library.chdb_result_rows_written(result),
                library.chdb_result_bytes_written(result),
                System.nanoTime() - started);
        Pointer buffer = library.chdb_result_buffer(result);
        long length = buffer == null ? 0 : library.chdb_result_length(result).longValue();
        return new EngineResult(this, result, buffer == null ? Pointer.NULL : buffer, length, summary);
    }

    /** Runs a statement that has no result; to be called inside {@link #run}. */
    void execute(String sql) throws EngineException {
        query(sql.getBytes(UTF_8), "Null").close();
    }

    /** Gives a result's memory back; it is freed by the engine's thread before its next query. */
    void release(Pointer result) {
        unfreed.add(result);
    }

    private void freeReleased() {
        for (Pointer result = unfreed.poll(); result != null; result = unfreed.poll()) {
            library.chdb_destroy_query_result(result);
        }
    }

    @Override
    public void close() {
        thread.getQueue().clear();
        thread.execute(() -> {
            freeReleased();
            library.chdb_close_conn(holder);
        });
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
