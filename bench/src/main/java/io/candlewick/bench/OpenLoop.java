package io.candlewick.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;

/**
 * Requests at a pace of their own: each has a time at which it is due, and its latency counts from that, also when it had to wait for a
 * connection. So a server that stops for a while is charged with all the requests that should have come meanwhile (no coordinated omission).
 */
final class OpenLoop {

    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final int port;
    private final int connections;
    private final int perSecond;
    private final LongFunction<String> paths;

    /**
     * A pace.
     *
     * @param port of the server on this machine
     * @param connections how many requests can be under way at once
     * @param perSecond how many requests a second
     * @param paths what the request of a number asks
     */
    OpenLoop(int port, int connections, int perSecond, LongFunction<String> paths) {
        this.port = port;
        this.connections = connections;
        this.perSecond = perSecond;
        this.paths = paths;
    }

    /**
     * What a run showed.
     *
     * @param latencies from when each request was due until its answer was read
     * @param bytes of all answers' bodies
     * @param seconds from the first due time to the last answer
     */
    record Result(Latencies latencies, long bytes, double seconds) {

        long meanBytes() {
            return bytes / Math.max(1, latencies.count());
        }
    }

    Result run(int seconds) throws IOException, InterruptedException {
        long requests = (long) seconds * perSecond;
        AtomicLong next = new AtomicLong();
        long start = System.nanoTime() + NANOS_PER_SECOND / 10;
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            List<Callable<Result>> callers = new ArrayList<>();
            for (int caller = 0; caller < connections; caller++) {
                callers.add(() -> call(next, requests, start));
            }
            Latencies all = new Latencies();
            long bytes = 0;
            for (Future<Result> caller : threads.invokeAll(callers)) {
                Result part = caller.get();
                all.addAll(part.latencies());
                bytes += part.bytes();
            }
            return new Result(all, bytes, (System.nanoTime() - start) / (double) NANOS_PER_SECOND);
        } catch (ExecutionException failed) {
            throw new IOException("a request failed: " + failed.getCause(), failed);
        } finally {
            threads.shutdownNow();
        }
    }

    private Result call(AtomicLong next, long requests, long start) throws IOException {
        Latencies latencies = new Latencies();
        long bytes = 0;
        try (HttpConnection connection = new HttpConnection(port)) {
            for (long number = next.getAndIncrement(); number < requests; number = next.getAndIncrement()) {
                long due = start + number * NANOS_PER_SECOND / perSecond;
                for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                bytes += connection.get(paths.apply(number));
                latencies.add(System.nanoTime() - due);
            }
        }
        return new Result(latencies, bytes, 0);
    }
}
