package io.candlewick.streams.app;

import io.candlewick.streams.config.Lane;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import org.apache.kafka.streams.KafkaStreams;

/**
 * What Prometheus scrapes: every metric of Kafka Streams and its clients, by lane, and the JVM's.
 *
 * <p>Processors need not know of it: a sensor they add to Kafka Streams' metrics appears here, a minute later at most. It lives as long as the
 * process.
 * <b>Thread</b>: any.
 */
final class Metrics {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    Metrics(Path stateDir) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new JvmGcMetrics().bindTo(registry);
        new DiskSpaceMetrics(stateDir.toFile()).bindTo(registry);
    }

    void add(Lane lane, KafkaStreams streams) {
        Tags tags = Tags.of(Tag.of("lane", lane.code()));
        Gauge.builder(
                        "candlewick.lane.running",
                        streams,
                        client -> client.state() == KafkaStreams.State.RUNNING ? 1 : 0)
                .description("1 while the lane's state is restored and it reads, 0 otherwise")
                .tags(tags)
                .register(registry);
        new KafkaStreamsMetrics(streams, tags).bindTo(registry);
    }

    /** Where others register theirs. */
    PrometheusMeterRegistry registry() {
        return registry;
    }

    /** All of it in Prometheus' text format. */
    String scrape() {
        return registry.scrape();
    }
}
