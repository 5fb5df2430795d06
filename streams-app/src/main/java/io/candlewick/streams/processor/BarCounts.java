package io.candlewick.streams.processor;

import java.util.Locale;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Counts the bars that were not said, by reason.
 *
 * <p><b>Shape</b>: metrics {@code <reason>-rate} and {@code <reason>-total} of group {@code stream-bar-metrics}, tagged with the task, in
 * lower case with dashes.
 */
final class BarCounts {

    private static final String SCOPE = "bar";

    private BarCounts() {}

    static Sensor sensor(ProcessorContext<?, ?> context, Enum<?> reason) {
        return context.metrics()
                .addRateTotalSensor(
                        SCOPE,
                        context.taskId().toString(),
                        reason.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        Sensor.RecordingLevel.INFO);
    }
}
