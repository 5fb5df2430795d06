package io.candlewick.bench.measured;

import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.Metric;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;

/** Runs a topology until it has processed so many records, told by the count that Kafka Streams keeps of every thread. */
final class StreamsRun {

    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final String THREADS = "StreamThread";

    private final Variant variant;
    private final KafkaStreams streams;
    private List<Metric> counters = List.of();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    StreamsRun(Variant variant, Topology topology, Properties properties) {
        this.variant = variant;
        this.streams = new KafkaStreams(topology, properties);
        streams.setUncaughtExceptionHandler(cause -> {
            failure.set(cause);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    }

    Measurement run(long warmUp, long records) {
        streams.start();
        counters = countersOf(streams);
        await(warmUp);
        Stopwatch watch = new Stopwatch(THREADS);
        long from = processed();
        await(records);
        return watch.stop(variant, processed() - from);
    }

    /** Ends the application in order: the last transaction is committed. */
    void close() {
        streams.close();
    }

    KafkaStreams streams() {
        return streams;
    }

    /** A metric of the stream threads, the greatest of them. */
    double threadMetric(String name) {
        return streams.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals(name)
                        && metric.metricName().group().equals("stream-thread-metrics"))
                .mapToDouble(metric -> (Double) metric.metricValue())
                .max()
                .orElse(Double.NaN);
    }

    private void await(long count) {
        while (processed() < count) {
            Throwable cause = failure.get();
            if (cause != null) {
                throw new IllegalStateException(variant + " failed: " + cause.getMessage(), cause);
            }
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
    }

    long processed() {
        double total = 0;
        for (Metric counter : counters) {
            total += (Double) counter.metricValue();
        }
        return (long) total;
    }

    /* Found once: the map of all metrics is copied for each who asks, which would be measured too. */
    private static List<Metric> countersOf(KafkaStreams streams) {
        return streams.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("process-total")
                        && metric.metricName().group().equals("stream-thread-metrics"))
                .<Metric>map(metric -> metric)
                .toList();
    }
}
