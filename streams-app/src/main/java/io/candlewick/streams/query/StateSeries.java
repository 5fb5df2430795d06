package io.candlewick.streams.query;

import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Instrument;
import io.candlewick.market.Timeframe;
import io.candlewick.market.TradingCalendar;
import io.candlewick.serde.SymbolPartitioner;
import io.candlewick.streams.domain.indicator.IndicatorBar;
import io.candlewick.streams.domain.indicator.IndicatorPlan;
import io.candlewick.streams.domain.indicator.IndicatorSeries;
import io.candlewick.streams.domain.indicator.IndicatorStateCodec;
import io.candlewick.streams.store.BarSeriesKey;
import io.candlewick.streams.store.CommittedSeries;
import io.candlewick.streams.store.SeriesKey;
import io.candlewick.streams.store.StoreNames;
import io.candlewick.streams.stored.SeriesRange;
import io.candlewick.streams.stored.StoreUnavailableException;
import io.candlewick.streams.stored.StoredSeries;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.query.RangeQuery;
import org.apache.kafka.streams.query.StateQueryRequest;
import org.apache.kafka.streams.state.KeyValueIterator;

/**
 * The newest bars of every series, straight from the lanes' state, with indicators replayed over them from the last snapshot: the same
 * arithmetic over the same bars that the topology does, so the same values.
 *
 * <p><b>Shape</b>: as of the last commit. Standbys answer as well; they are behind by what they have not yet read. <b>Thread</b>: any. <b>Cost</b>: a range
 * scan a lane, and at most {@code snapshot distance + bars} steps of the indicators.
 */
final class StateSeries implements StoredSeries {

    private final Collection<KafkaStreams> lanes;
    private final ReferenceTopics reference;
    private final Optional<IndicatorPlan> plan;

    /**
     * The state of the lanes of this process.
     *
     * @param lanes the lanes
     * @param reference calendars, and how many partitions there are
     * @param plan which indicators the lanes compute
     */
    StateSeries(Collection<KafkaStreams> lanes, ReferenceTopics reference, Optional<IndicatorPlan> plan) {
        this.lanes = lanes;
        this.reference = reference;
        this.plan = plan;
    }

    @Override
    public String name() {
        return "state";
    }

    @Override
    public List<Bar> bars(SeriesRange range) throws StoreUnavailableException {
        if (lanes.isEmpty()) {
            throw new StoreUnavailableException("no lane runs here", null);
        }
        Map<Long, Bar> best = new TreeMap<>();
        for (KafkaStreams lane : lanes) {
            for (Bar bar : bars(lane, range)) {
                best.merge(
                        bar.key().startTimeUs(),
                        bar,
                        (known, other) -> other.version() > known.version() ? other : known);
            }
        }
        List<Bar> bars = List.copyOf(best.values());
        return bars.subList(Math.max(0, bars.size() - range.limit()), bars.size());
    }

    @Override
    public List<IndicatorValues> indicators(SeriesRange range) throws StoreUnavailableException {
        Map<Long, IndicatorValues> best = new TreeMap<>();
        if (plan.isPresent()) {
            for (KafkaStreams lane : lanes) {
                for (IndicatorValues values : indicators(lane, range, plan.get())) {
                    best.merge(
                            values.key().startTimeUs(),
                            values,
                            (known, other) -> other.version() > known.version() ? other : known);
                }
            }
        }
        return List.copyOf(best.values());
    }

    /** The lanes are closed by who started them. */
    @Override
    public void close() {}

    private List<Bar> bars(KafkaStreams lane, SeriesRange range) throws StoreUnavailableException {
        CommittedSeries series = new CommittedSeries(keyOf(range));
        return ask(
                        lane,
                        range,
                        StoreNames.CANONICAL_BARS,
                        series.latestBefore(range.toUs()),
                        chunks -> series.bars(chunks, range.fromUs(), range.toUs(), range.limit()))
                .orElse(List.of());
    }

    private List<IndicatorValues> indicators(KafkaStreams lane, SeriesRange range, IndicatorPlan indicators)
            throws StoreUnavailableException {
        CommittedSeries series = new CommittedSeries(keyOf(range));
        IndicatorStateCodec codec = new IndicatorStateCodec(indicators);
        IndicatorSeries replay = ask(
                        lane,
                        range,
                        StoreNames.INDICATOR_SNAPSHOTS,
                        series.latestBefore(range.fromUs()),
                        snapshots -> Optional.ofNullable(series.snapshot(snapshots, codec)))
                .flatMap(Function.identity())
                .orElseGet(indicators::newSeries);
        long seenUs = replay.barsSeen() == 0 ? Long.MIN_VALUE : replay.lastStartUs() + 1;
        SeriesRange since = new SeriesRange(
                range.tenant(), range.symbol(), range.timeframe(), seenUs, range.toUs(), Integer.MAX_VALUE);
        TradingCalendar calendar = reference
                .instrument(range.tenant(), range.symbol().text())
                .map(Instrument::calendar)
                .orElse(TradingCalendar.UTC);
        List<IndicatorValues> found = new ArrayList<>();
        double[] values = new double[indicators.columns().size()];
        for (Bar bar : bars(lane, since)) {
            long startUs = bar.key().startTimeUs();
            replay.next(IndicatorBar.of(bar, calendar.startOf(Timeframe.D1, startUs)), values);
            if (startUs >= range.fromUs()) {
                found.add(new IndicatorValues(
                        IndicatorValues.Origin.of(bar), replay.barsSeen(), indicators.columns(), values.clone()));
            }
        }
        return found;
    }

    private <T> Optional<T> ask(
            KafkaStreams lane,
            SeriesRange range,
            String store,
            RangeQuery<Bytes, byte[]> query,
            Function<KeyValueIterator<Bytes, byte[]>, T> reading)
            throws StoreUnavailableException {
        int partition = SymbolPartitioner.partition(range.symbol(), reference.partitions());
        try {
            QueryResult<KeyValueIterator<Bytes, byte[]>> result = lane.query(
                            StateQueryRequest.inStore(store).withQuery(query).withPartitions(Set.of(partition)))
                    .getPartitionResults()
                    .get(partition);
            if (result == null) {
                throw new StoreUnavailableException("this instance does not keep " + range.symbol(), null);
            }
            if (result.isFailure()) {
                throw new StoreUnavailableException(result.getFailureMessage(), null);
            }
            try (KeyValueIterator<Bytes, byte[]> entries = result.getResult()) {
                return Optional.ofNullable(reading.apply(entries));
            }
        } catch (StreamsException | IllegalStateException restoring) {
            throw new StoreUnavailableException("state cannot be read now: " + restoring.getMessage(), restoring);
        }
    }

    private static BarSeriesKey keyOf(SeriesRange range) {
        return new BarSeriesKey(new SeriesKey(range.tenant(), range.symbol()), range.timeframe());
    }
}
