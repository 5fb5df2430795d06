package io.candlewick.streams.processor;

import io.candlewick.avro.BarSource;
import io.candlewick.market.Tick;
import io.candlewick.streams.domain.bar.StateCodec;
import io.candlewick.streams.domain.bar.TimeframeTree;
import io.candlewick.streams.domain.bar.WallClockRules;
import io.candlewick.streams.store.BarStores;
import io.candlewick.streams.store.QualityStores;
import io.candlewick.streams.timing.BarWatch;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * How bars are made of ticks in one lane: of those that pass the quality gate. The others go to the rejected ones with a reason.
 *
 * <p><b>Shape</b>: symbol to Tick in, the symbol as bytes, because a tick that passes needs it only in its value; bar key to Bar out, and
 * to the other children what their names say.
 *
 * @param tree the timeframes to make
 * @param source what the bars are called: LIVE or REPAIRED, by the lane
 * @param startsAnew whether each run of a feed is a session of its own, as replays of history are
 * @param bounds what ticks are judged by beside their instrument's rules
 * @param wallClock what goes by the wall clock
 * @param watch hears when bars are said, and what is overdue
 * @param children the nodes that take what is said
 */
public record BarBuilding(
        TimeframeTree tree,
        BarSource source,
        boolean startsAnew,
        Bounds bounds,
        WallClockRules wallClock,
        BarWatch watch,
        Children children)
        implements ProcessorSupplier<byte[], Tick, String, Object> {

    /**
     * What ticks of a lane are judged by, whatever their instrument.
     *
     * @param future how far a tick's event time may lie after its ingest time
     * @param checksStaleness whether a tick may come too long after its event: not where history is read
     */
    public record Bounds(Duration future, boolean checksStaleness) {}

    /**
     * Names of the nodes behind this one.
     *
     * @param bars takes bars that closed or were corrected
     * @param forming takes open bars as they stand
     * @param indicators takes open bars, too, for provisional values; null if none are computed
     * @param gaps takes spans without bars
     * @param rejected takes ticks that make no bar
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
        Set<StoreBuilder<?>> stores = new LinkedHashSet<>(BarStores.all(new StateCodec(tree)));
        stores.add(QualityStores.priceReferences());
        return stores;
    }

    @Override
    public Processor<byte[], Tick, String, Object> get() {
        return new BarBuilder(this);
    }
}
