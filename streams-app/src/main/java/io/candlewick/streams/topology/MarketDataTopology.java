package io.candlewick.streams.topology;

import io.candlewick.avro.BackfillRequest;
import io.candlewick.avro.Gap;
import io.candlewick.contract.Topics;
import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.serde.RecordSerdes;
import io.candlewick.serde.SymbolPartitioner;
import io.candlewick.streams.config.Lane;
import io.candlewick.streams.domain.bar.TimeframeTree;
import io.candlewick.streams.domain.bar.WallClockRules;
import io.candlewick.streams.domain.indicator.IndicatorPlan;
import io.candlewick.streams.domain.series.SeriesMerging;
import io.candlewick.streams.processor.BarBuilding;
import io.candlewick.streams.processor.BarMerging;
import io.candlewick.streams.processor.IndicatorComputing;
import io.candlewick.streams.processor.InstrumentLoading;
import io.candlewick.streams.processor.ReceivedBar;
import io.candlewick.streams.processor.VendorBarGate;
import io.candlewick.streams.store.InstrumentStore;
import io.candlewick.streams.store.StoreNames;
import io.candlewick.streams.timing.BarWatch;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * Draws the topology of one lane: ticks pass the quality gate and become bars, which are merged with those of vendors.
 *
 * <p>It is drawn node by node and not with the DSL, because each node forwards to children it names, and because every name is then
 * written here and nowhere generated. It is as long as the drawing is: one short method a node.
 */
public final class MarketDataTopology {

    private final Lane lane;
    private final TimeframeTree timeframes;
    private final Duration futureBound;
    private final WallClockRules wallClock;
    private final RecordSerdes serdes;
    private final Topology topology = new Topology();
    private int keptBars = SeriesMerging.DEFAULT_KEPT_BARS;
    private @Nullable IndicatorPlan indicators;
    private int warmUpBars;
    private BarWatch watch = BarWatch.NONE;

    /**
     * What to draw.
     *
     * @param lane whose ticks are read, and what the bars are called
     * @param timeframes the timeframes to make
     * @param futureBound how far a tick's event time may lie after its ingest time
     * @param wallClock what goes by the wall clock
     * @param serdes how records are read and written
     */
    public MarketDataTopology(
            Lane lane, TimeframeTree timeframes, Duration futureBound, WallClockRules wallClock, RecordSerdes serdes) {
        this.lane = lane;
        this.timeframes = timeframes;
        this.futureBound = futureBound;
        this.wallClock = wallClock;
        this.serdes = serdes;
    }

    /**
     * Keeps another number of canonical bars.
     *
     * @param atLeast how many of a series are kept at least, 1,000 by default
     * @return this
     */
    public MarketDataTopology keepingBars(int atLeast) {
        keptBars = atLeast;
        return this;
    }

    /**
     * Computes indicators.
     *
     * @param plan which
     * @param askFor how many bars a series that begins asks for to be warmed up with; 0: none
     * @return this
     */
    public MarketDataTopology computing(IndicatorPlan plan, int askFor) {
        indicators = plan;
        warmUpBars = askFor;
        return this;
    }

    /**
     * Lets somebody hear when bars are said.
     *
     * @param by who measures
     * @return this
     */
    public MarketDataTopology watched(BarWatch by) {
        watch = by;
        return this;
    }

    /**
     * Draws it; to be called once.
     *
     * @return the topology
     */
    public Topology build() {
        loadInstruments();
        readTicks();
        buildBars();
        readVendorBars();
        gateVendorBars();
        mergeBars();
        writeBars();
        writeForming();
        writeGaps();
        writeRejected();
        writeMarks();
        writeRejectedBars();
        if (indicators != null) {
            computeIndicators(indicators);
            writeIndicators();
        }
        requestRepair();
        return topology;
    }

    private void loadInstruments() {
        topology.addGlobalStore(
                InstrumentStore.builder(serdes),
                NodeNames.READ_INSTRUMENTS,
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                Topics.INSTRUMENTS.name(),
                NodeNames.LOAD_INSTRUMENTS,
                new InstrumentLoading());
    }

    private void readTicks() {
        topology.addSource(
                NodeNames.READ_TICKS, new ByteArrayDeserializer(), serdes.tick().deserializer(), lane.ticksTopic());
    }

    private void buildBars() {
        topology.addProcessor(
                NodeNames.BUILD_BARS,
                new BarBuilding(
                        timeframes,
                        lane.source(),
                        lane.startsAnew(),
                        new BarBuilding.Bounds(futureBound, lane == Lane.LIVE),
                        wallClock,
                        watch,
                        new BarBuilding.Children(
                                NodeNames.MERGE_BARS,
                                NodeNames.WRITE_FORMING,
                                indicators == null ? null : NodeNames.COMPUTE_INDICATORS,
                                NodeNames.WRITE_GAPS,
                                NodeNames.WRITE_REJECTED,
                                NodeNames.REQUEST_REPAIR,
                                NodeNames.WRITE_MARKS)),
                NodeNames.READ_TICKS);
    }

    private void readVendorBars() {
        topology.addSource(
                NodeNames.READ_VENDOR_BARS,
                new StringDeserializer(),
                ReceivedBar.deserializer(serdes.bar().deserializer()),
                lane.vendorBarsTopic());
    }

    private void gateVendorBars() {
        topology.addProcessor(
                NodeNames.GATE_VENDOR_BARS,
                new VendorBarGate(timeframes, futureBound, NodeNames.MERGE_BARS, NodeNames.WRITE_REJECTED_BARS),
                NodeNames.READ_VENDOR_BARS);
    }

    private void mergeBars() {
        topology.addProcessor(
                NodeNames.MERGE_BARS,
                new BarMerging(
                        timeframes,
                        keptBars,
                        lane.startsAnew(),
                        watch,
                        new BarMerging.Children(
                                NodeNames.WRITE_BARS, indicators == null ? null : NodeNames.COMPUTE_INDICATORS)),
                NodeNames.BUILD_BARS,
                NodeNames.GATE_VENDOR_BARS);
        topology.connectProcessorAndStateStores(NodeNames.MERGE_BARS, StoreNames.SYMBOLS);
    }

    private static StreamPartitioner<String, Bar> barsBySymbol() {
        return (topic, key, bar, partitions) ->
                Optional.of(Set.of(SymbolPartitioner.partition(bar.key().symbol(), partitions)));
    }

    private void writeForming() {
        topology.addSink(
                NodeNames.WRITE_FORMING,
                Topics.BARS_FORMING.name(),
                new StringSerializer(),
                serdes.bar().serializer(),
                barsBySymbol(),
                NodeNames.BUILD_BARS);
    }

    private void writeGaps() {
        StreamPartitioner<String, Gap> bySymbol = (topic, key, gap, partitions) ->
                Optional.of(Set.of(SymbolPartitioner.partition(Symbol.of(gap.getSymbol()), partitions)));
        topology.addSink(
                NodeNames.WRITE_GAPS,
                Topics.GAPS.name(),
                new StringSerializer(),
                serdes.record(Gap.class).serializer(),
                bySymbol,
                NodeNames.BUILD_BARS);
    }

    private void writeBars() {
        topology.addSink(
                NodeNames.WRITE_BARS,
                Topics.BARS.name(),
                new StringSerializer(),
                serdes.bar().serializer(),
                barsBySymbol(),
                NodeNames.MERGE_BARS);
    }

    private void writeRejected() {
        topology.addSink(
                NodeNames.WRITE_REJECTED,
                Topics.TICKS_REJECTED.name(),
                new StringSerializer(),
                serdes.tick().serializer(),
                ticksBySymbol(),
                NodeNames.BUILD_BARS);
    }

    /* The lane reads them again, in their place among the ticks: what silence changes is then the same for every reader. */
    private void writeMarks() {
        topology.addSink(
                NodeNames.WRITE_MARKS,
                lane.ticksTopic(),
                new StringSerializer(),
                serdes.tick().serializer(),
                ticksBySymbol(),
                NodeNames.BUILD_BARS);
    }

    private void requestRepair() {
        StreamPartitioner<String, BackfillRequest> bySymbol = (topic, key, request, partitions) ->
                Optional.of(Set.of(SymbolPartitioner.partition(Symbol.of(request.getSymbol()), partitions)));
        topology.addSink(
                NodeNames.REQUEST_REPAIR,
                Topics.BACKFILL_REQUESTS.name(),
                new StringSerializer(),
                serdes.record(BackfillRequest.class).serializer(),
                bySymbol,
                indicators == null
                        ? new String[] {NodeNames.BUILD_BARS}
                        : new String[] {NodeNames.BUILD_BARS, NodeNames.COMPUTE_INDICATORS});
    }

    private static StreamPartitioner<String, Tick> ticksBySymbol() {
        return (topic, key, tick, partitions) -> tick == null
                ? Optional.empty()
                : Optional.of(Set.of(SymbolPartitioner.partition(tick.symbol(), partitions)));
    }

    private void writeRejectedBars() {
        topology.addSink(
                NodeNames.WRITE_REJECTED_BARS,
                Topics.STREAMS_DLQ.name(),
                new StringSerializer(),
                new ByteArraySerializer(),
                NodeNames.GATE_VENDOR_BARS);
    }

    private void computeIndicators(IndicatorPlan plan) {
        topology.addProcessor(
                NodeNames.COMPUTE_INDICATORS,
                new IndicatorComputing(
                        plan,
                        warmUpBars,
                        new IndicatorComputing.Children(
                                NodeNames.WRITE_INDICATORS,
                                NodeNames.WRITE_FORMING_INDICATORS,
                                NodeNames.REQUEST_REPAIR)),
                NodeNames.MERGE_BARS,
                NodeNames.BUILD_BARS);
        topology.connectProcessorAndStateStores(NodeNames.COMPUTE_INDICATORS, StoreNames.CANONICAL_BARS);
    }

    private void writeIndicators() {
        StreamPartitioner<String, IndicatorValues> bySymbol = (topic, key, values, partitions) ->
                Optional.of(Set.of(SymbolPartitioner.partition(values.key().symbol(), partitions)));
        topology.addSink(
                NodeNames.WRITE_INDICATORS,
                Topics.INDICATORS.name(),
                new StringSerializer(),
                serdes.indicators().serializer(),
                bySymbol,
                NodeNames.COMPUTE_INDICATORS);
        topology.addSink(
                NodeNames.WRITE_FORMING_INDICATORS,
                Topics.INDICATORS_FORMING.name(),
                new StringSerializer(),
                serdes.indicators().serializer(),
                bySymbol,
                NodeNames.COMPUTE_INDICATORS);
    }
}
