package io.candlewick.bench.measured;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;

/** Wall time and processor time since it was started; the threads that process records are known by their names. */
final class Stopwatch {

    private final String threadName;
    private final long startNanos;
    private final long startProcessNanos;
    private final long startThreadNanos;

    /**
     * Starts.
     *
     * @param threadName part of the name of the threads that process records
     */
    Stopwatch(String threadName) {
        this.threadName = threadName;
        this.startNanos = System.nanoTime();
        this.startProcessNanos = processNanos();
        this.startThreadNanos = threadNanos(threadName);
    }

    Measurement stop(Variant variant, long records) {
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        double process = (processNanos() - startProcessNanos) / 1e9;
        double threads = (threadNanos(threadName) - startThreadNanos) / 1e9;
        Runtime runtime = Runtime.getRuntime();
        return new Measurement(
                variant, records, seconds, process, threads, runtime.totalMemory() - runtime.freeMemory());
    }

    private static long processNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static long threadNanos(String name) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long nanos = 0;
        for (long id : threads.getAllThreadIds()) {
            ThreadInfo info = threads.getThreadInfo(id);
            if (info != null && info.getThreadName().contains(name)) {
                nanos += Math.max(0, threads.getThreadCpuTime(id));
            }
        }
        return nanos;
    }
}
