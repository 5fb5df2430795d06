package io.candlewick.streams.processor;

import io.candlewick.streams.domain.indicator.IndicatorPlan;
import io.candlewick.streams.domain.indicator.SnapshotPolicy;
import io.candlewick.streams.store.IndicatorStores;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Computes indicators on the canonical bars, and provisional ones on the forming bars.
 *
 * <p>It also reads store {@code canonical-bars}, which belongs to the node that merges bars. <b>Shape</b>: bar key to BarChange in; bar key
 * to IndicatorValues out, and requests for the bars that a series is to be warmed up with.
 *
 * @param plan which indicators
 * @param warmUpBars how many bars a series that begins asks for; 0: none
 * @param children where the results go
 */
public record IndicatorComputing(IndicatorPlan plan, int warmUpBars, Children children)
        implements ProcessorSupplier<String, BarChange, String, Object> {

    /* A snapshot every 512 bars back to 2,048, which is about what is kept of a series' bars. */
    static final SnapshotPolicy POLICY = new SnapshotPolicy(512, 2, 1);
    static final Duration SETTLE_EVERY = Duration.ofMillis(100);

    /**
     * Names of the nodes the results go to.
     *
     * @param closed for the values of closed bars
     * @param forming for those of forming bars, null if there are none
     * @param requests for requests, null if none are made
     */
    public record Children(
            String closed,
            @Nullable String forming,
            @Nullable String requests) {}

    boolean asksForThePast() {
        return children.requests() != null && warmUpBars > 0;
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return IndicatorStores.all(plan);
    }

    @Override
    public Processor<String, BarChange, String, Object> get() {
        return new IndicatorComputer(this);
    }
}
