package io.candlewick.streams.query;

import io.candlewick.avro.BarSource;
import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Instrument;
import io.candlewick.market.TradingCalendar;
import io.candlewick.streams.domain.bar.StateCodec;
import io.candlewick.streams.domain.indicator.IndicatorPlan;
import io.candlewick.streams.domain.indicator.IndicatorSeries;
import io.candlewick.streams.domain.indicator.IndicatorStateCodec;
import io.candlewick.streams.store.BarSeriesKey;
import io.candlewick.streams.store.CommittedSeries;
import io.candlewick.streams.store.SeriesKey;
import io.candlewick.streams.store.SessionKey;
import io.candlewick.streams.store.StoreNames;
import io.candlewick.streams.stored.SeriesRange;
import io.candlewick.streams.stored.StoreUnavailableException;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.query.KeyQuery;
import org.jspecify.annotations.Nullable;

/**
 * The newest bars of the series whose state of one lane is on this instance, with indicators replayed over them from the last snapshot: the
 * same arithmetic over the same bars that the topology does, so the same values.
 *
 * <p><b>Shape</b>: as of the last commit. <b>Thread</b>: any. <b>Cost</b>: a range scan, and at most {@code snapshot distance + bars} steps
 * of the indicators.
 */
final class LaneState {

    private final LocalStores stores;
    private final ReferenceTopics reference;
    private final StateCodec codec;
    private final Optional<IndicatorPlan> plan;
    private final @Nullable BarSource openBars;

    /**
     * The state of a lane.
     *
     * @param stores the lane's stores on this instance
     * @param reference instruments
     * @param codec layout of the symbols' state
     * @param plan which indicators the lane computes
     * @param openBars what its open bars are called; null if it has none to tell, as history, where each replay has its own
     */
    LaneState(
            LocalStores stores,
            ReferenceTopics reference,
            StateCodec codec,
            Optional<IndicatorPlan> plan,
            @Nullable BarSource openBars) {
        this.stores = stores;
        this.reference = reference;
        this.codec = codec;
        this.plan = plan;
        this.openBars = openBars;
    }

    /**
     * What this instance holds of a series.
     *
     * @param active whether a standby's copy will not do
     */
    LaneAnswer read(SeriesWish wish, boolean active) throws StoreUnavailableException {
        SeriesRange range = wish.range();
        LocalStores.Partition partition = stores.of(range.symbol(), active);
        List<Bar> bars = bars(partition, range);
        Bar open = wish.forming() ? openBar(partition, range) : null;
        if (open != null && (bars.isEmpty() || isAfter(open, bars.get(bars.size() - 1)))) {
            bars.add(open);
        }
        List<IndicatorValues> indicators = wish.indicators() && plan.isPresent() && !bars.isEmpty()
                ? indicators(partition, range, bars, plan.get())
                : List.of();
        return new LaneAnswer(bars, indicators, !active, active ? 0 : partition.lag());
    }

    private static boolean isAfter(Bar open, Bar last) {
        return open.key().startTimeUs() > last.key().startTimeUs();
    }

    private static List<Bar> bars(LocalStores.Partition partition, SeriesRange range) throws StoreUnavailableException {
        CommittedSeries series = new CommittedSeries(keyOf(range));
        return partition.range(
                StoreNames.CANONICAL_BARS,
                series.latestBefore(range.toUs()),
                chunks -> series.bars(chunks, range.fromUs(), range.toUs(), range.limit()));
    }

    private @Nullable Bar openBar(LocalStores.Partition partition, SeriesRange range) throws StoreUnavailableException {
        Instrument instrument = instrument(range);
        if (openBars == null || instrument == null) {
            return null;
        }
        String key = new SessionKey(range.tenant(), range.symbol(), "").text();
        byte[] bytes = partition.value(StoreNames.SYMBOLS, KeyQuery.<String, byte[]>withKey(key));
        if (bytes == null) {
            return null;
        }
        // The instrument may be everybody's: the bars are the tenant's all the same.
        return codec.readSymbol(bytes).openBars(instrument.ownedBy(range.tenant()), openBars).stream()
                .filter(bar -> bar.key().timeframe().equals(range.timeframe())
                        && bar.key().startTimeUs() >= range.fromUs()
                        && bar.key().startTimeUs() < range.toUs())
                .reduce((earlier, later) -> later)
                .orElse(null);
    }

    private List<IndicatorValues> indicators(
            LocalStores.Partition partition, SeriesRange range, List<Bar> bars, IndicatorPlan indicators)
            throws StoreUnavailableException {
        CommittedSeries series = new CommittedSeries(keyOf(range));
        IndicatorStateCodec layout = new IndicatorStateCodec(indicators);
        long firstUs = bars.get(0).key().startTimeUs();
        IndicatorSeries snapshot = partition.range(
                StoreNames.INDICATOR_SNAPSHOTS,
                series.latestBefore(firstUs),
                snapshots -> series.snapshot(snapshots, layout));
        IndicatorSeries replay = snapshot == null ? indicators.newSeries() : snapshot;
        long seenUs = replay.barsSeen() == 0 ? Long.MIN_VALUE : replay.lastStartUs() + 1;
        SeriesRange warmUp =
                new SeriesRange(range.tenant(), range.symbol(), range.timeframe(), seenUs, firstUs, Integer.MAX_VALUE);
        Instrument instrument = instrument(range);
        TradingCalendar calendar = instrument == null ? TradingCalendar.UTC : instrument.calendar();
        return new ReplayedIndicators(indicators, calendar).over(replay, bars(partition, warmUp), bars);
    }

    private @Nullable Instrument instrument(SeriesRange range) {
        return reference.instrument(range.tenant(), range.symbol().text()).orElse(null);
    }

    private static BarSeriesKey keyOf(SeriesRange range) {
        return new BarSeriesKey(new SeriesKey(range.tenant(), range.symbol()), range.timeframe());
    }
}
