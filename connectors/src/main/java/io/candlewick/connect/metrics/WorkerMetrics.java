package io.candlewick.connect.metrics;

import io.candlewick.connect.sink.SinkVersion;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.apache.kafka.connect.rest.ConnectRestExtension;
import org.apache.kafka.connect.rest.ConnectRestExtensionContext;

/**
 * Lets a Connect worker serve {@code /metrics} beside its REST API: {@code rest.extension.classes=io.candlewick.connect.metrics.WorkerMetrics}.
 *
 * <p>Connect tells its metrics by JMX alone, which needs an agent of its own to be scraped. This reads the same beans.
 */
public final class WorkerMetrics implements ConnectRestExtension {

    /** For Connect. */
    public WorkerMetrics() {}

    @Override
    public void register(ConnectRestExtensionContext context) {
        context.configurable().register(new MetricsResource(new BeanText(ManagementFactory.getPlatformMBeanServer())));
    }

    @Override
    public void configure(Map<String, ?> settings) {
        // There is nothing to set.
    }

    @Override
    public String version() {
        return SinkVersion.get();
    }

    @Override
    public void close() {
        // It holds nothing.
    }
}
