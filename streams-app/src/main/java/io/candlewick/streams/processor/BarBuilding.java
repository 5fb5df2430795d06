package io.candlewick.streams.processor;

import io.candlewick.avro.BarSource;
import io.candlewick.market.Tick;
import io.candlewick.streams.domain.bar.StateCodec;
import io.candlewick.streams.domain.bar.TimeframeTree;
import io.candlewick.streams.domain.bar.WallClockRules;
import io.candlewick.streams.store.BarStores;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * How bars are made of ticks in one lane.
 *
 * <p><b>Shape</b>: symbol to Tick in; bar key to Bar out, and to the other children what their names say.
 *
 * @param tree the timeframes to make
 * @param source what the bars are called: LIVE or REPAIRED, by the lane
 * @param startsAnew whether each run of a feed is a session of its own, as replays of history are
 * @param wallClock what goes by the wall clock
 * @param children the nodes that take what is said
 */
public record BarBuilding(
        TimeframeTree tree, BarSource source, boolean startsAnew, WallClockRules wallClock, Children children)
        implements ProcessorSupplier<String, Tick, String, Object> {

    /**
     * Names of the nodes behind this one.
     *
     * @param bars takes bars that closed or were corrected
     * @param forming takes open bars as they stand
     * @param indicators takes open bars, too, for provisional values; null if none are computed
     * @param gaps takes spans without bars
     * @param rejected takes ticks that came too late
     * @param requests takes requests for bars whose trades are not kept any more
     * @param marks takes the marks of silent feeds, back to the lane's ticks
     */
    public record Children(
            String bars,
            String forming,
            @Nullable String indicators,
            String gaps,
            String rejected,
            String requests,
            String marks) {}

    @Override
    public Set<StoreBuilder<?>> stores() {
        return BarStores.all(new StateCodec(tree));
    }

    @Override
    public Processor<String, Tick, String, Object> get() {
        return new BarBuilder(this);
    }
}
