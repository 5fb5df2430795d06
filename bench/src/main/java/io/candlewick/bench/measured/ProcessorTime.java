package io.candlewick.bench.measured;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Processor time that processes of this machine have spent so far.
 *
 * @param spent by process id; a process of another machine is not in it
 */
public record ProcessorTime(Map<Long, Duration> spent) {

    public static ProcessorTime of(Collection<Long> pids) {
        Map<Long, Duration> spent = new HashMap<>();
        for (long pid : pids) {
            ProcessHandle.of(pid)
                    .flatMap(process -> process.info().totalCpuDuration())
                    .ifPresent(time -> spent.put(pid, time));
        }
        return new ProcessorTime(spent);
    }

    /** Microseconds since an earlier look; a process that is new since then counts whole. {@code NaN} where nothing can be seen. */
    public double microsSince(ProcessorTime earlier) {
        if (spent.isEmpty()) {
            return Double.NaN;
        }
        return spent.entrySet().stream()
                .mapToDouble(entry -> entry.getValue()
                                .minus(earlier.spent.getOrDefault(entry.getKey(), Duration.ZERO))
                                .toNanos()
                        / 1e3)
                .sum();
    }
}
