package io.candlewick.bench.measured;

/**
 * What one run measured, between the end of its warm-up and its last record.
 *
 * @param variant what ran
 * @param records ticks and heartbeats in the measured span
 * @param seconds length of the span
 * @param processCpuSeconds processor time of the whole process in the span: Java threads, JIT, collector, RocksDB
 * @param threadCpuSeconds processor time of the threads that process records
 * @param heapBytes used heap when it was over
 */
public record Measurement(
        Variant variant,
        long records,
        double seconds,
        double processCpuSeconds,
        double threadCpuSeconds,
        long heapBytes) {

    /**
     * Speed.
     *
     * @return records a second
     */
    public double perSecond() {
        return records / seconds;
    }

    /**
     * What a record costs the application.
     *
     * @return microseconds of processor time of the whole process
     */
    public double processMicros() {
        return processCpuSeconds * 1e6 / records;
    }

    /**
     * What a record costs the threads that process it.
     *
     * @return microseconds of processor time of these threads
     */
    public double threadMicros() {
        return threadCpuSeconds * 1e6 / records;
    }
}
