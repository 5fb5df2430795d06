package io.candlewick.streams.query;

import io.candlewick.avro.BarSource;
import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.market.TradingCalendar;
import io.candlewick.streams.domain.bar.StateCodec;
import io.candlewick.streams.domain.indicator.IndicatorPlan;
import io.candlewick.streams.domain.indicator.IndicatorSeries;
import io.candlewick.streams.domain.indicator.IndicatorStateCodec;
import io.candlewick.streams.store.BarSeriesKey;
import io.candlewick.streams.store.CommittedSeries;
import io.candlewick.streams.store.SeriesChanges;
import io.candlewick.streams.store.SeriesKey;
import io.candlewick.streams.store.SessionKey;
import io.candlewick.streams.store.StoreNames;
import io.candlewick.streams.stored.SeriesRange;
import io.candlewick.streams.stored.StoreUnavailableException;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/**
 * The newest bars of the series whose state of one lane is on this instance, with indicators replayed over them from the last snapshot: the
 * same arithmetic over the same bars that the topology does, so the same values.
 *
 * <p><b>Shape</b>: as of the last commit. <b>Thread</b>: any. <b>Cost</b>: a range scan, and at most {@code snapshot distance + bars} steps
 * of the indicators.
 */
final class LaneState {

    private final Stores stores;
    private final Instruments instruments;
    private final Making making;

    /** The stores of a lane on this instance. */
    interface Stores {

        /** The stores of a symbol's partition; not those of a standby if they are to be active. */
        PartitionStores of(Symbol symbol, boolean active);
    }

    /** Reference data. */
    interface Instruments {

        /** The instrument of a tenant, or everybody's of that name; the same object while it does not change. */
        Optional<Instrument> instrument(String tenant, String symbol);
    }

    /**
     * How the lane makes its bars.
     *
     * @param codec layout of the symbols' state
     * @param plan which indicators the lane computes
     * @param keptBars how many bars of a series are kept at least
     * @param openBars what its open bars are called; null if it has none to tell, as history, where each replay has its own
     */
    record Making(
            StateCodec codec,
            Optional<IndicatorPlan> plan,
            int keptBars,
            @Nullable BarSource openBars) {}

    LaneState(Stores stores, Instruments instruments, Making making) {
        this.stores = stores;
        this.instruments = instruments;
        this.making = making;
    }

    /**
     * What this instance holds of a series.
     *
     * @param active whether a standby's copy will not do
     */
    LaneAnswer read(SeriesWish wish, boolean active) throws StoreUnavailableException {
        SeriesRange range = wish.range();
        PartitionStores partition = stores.of(range.symbol(), active);
        List<Bar> bars = bars(partition, range);
        Bar open = wish.forming() ? openBar(partition, range) : null;
        if (open != null && (bars.isEmpty() || isAfter(open, bars.get(bars.size() - 1)))) {
            bars.add(open);
        }
        ReadBars read = withIndicators(partition, wish, bars);
        return new LaneAnswer(bars, read.indicators(), !active, active ? 0 : partition.lag());
    }

    /** Where bars of a series are read, if this instance works on it. */
    WrittenSeries.Source source(SeriesWish wish) {
        return new NewestBars(stores.of(wish.range().symbol(), true), wish);
    }

    /**
     * Start of the last closed bar, the least time if there is none; {@link SeriesChanges#UNKNOWN} if it changes right now, or of an instrument
     * that nobody knows: names that callers make up are not followed.
     */
    long lastStartUs(SeriesRange range) throws StoreUnavailableException {
        if (instrument(range) == null) {
            return SeriesChanges.UNKNOWN;
        }
        PartitionStores partition = stores.of(range.symbol(), true);
        SeriesChanges changes = partition.changes(keyOf(range));
        if (changes.lastStartUs() == SeriesChanges.UNKNOWN) {
            long version = changes.version();
            List<Bar> last = bars(
                    partition,
                    new SeriesRange(
                            range.tenant(), range.symbol(), range.timeframe(), Long.MIN_VALUE, Long.MAX_VALUE, 1));
            changes.sawEnd(last.isEmpty() ? Long.MIN_VALUE : last.get(0).key().startTimeUs(), version);
        }
        return changes.lastStartUs();
    }

    /** Whether it computes indicators. */
    boolean hasIndicators() {
        return making.plan().isPresent();
    }

    /** Whether it has open bars to tell. */
    boolean hasOpenBars() {
        return making.openBars() != null;
    }

    private static boolean isAfter(Bar open, Bar last) {
        return open.key().startTimeUs() > last.key().startTimeUs();
    }

    private static List<Bar> bars(PartitionStores partition, SeriesRange range) throws StoreUnavailableException {
        CommittedSeries series = new CommittedSeries(keyOf(range));
        return partition.read(StoreNames.CANONICAL_BARS, store -> {
            try (KeyValueIterator<Bytes, byte[]> chunks = series.latestBefore(store, range.toUs())) {
                return series.bars(chunks, range.fromUs(), range.toUs(), range.limit());
            }
        });
    }

    private @Nullable Bar openBar(PartitionStores partition, SeriesRange range) throws StoreUnavailableException {
        Instrument instrument = instrument(range);
        if (making.openBars() == null || instrument == null) {
            return null;
        }
        String key = new SessionKey(range.tenant(), range.symbol(), "").text();
        byte[] bytes = partition.value(StoreNames.SYMBOLS, key);
        if (bytes == null) {
            return null;
        }
        // The instrument may be everybody's: the bars are the tenant's all the same.
        return making.codec().readSymbol(bytes).openBars(instrument.ownedBy(range.tenant()), making.openBars()).stream()
                .filter(bar -> bar.key().timeframe().equals(range.timeframe())
                        && bar.key().startTimeUs() >= range.fromUs()
                        && bar.key().startTimeUs() < range.toUs())
                .reduce((earlier, later) -> later)
                .orElse(null);
    }

    private ReadBars withIndicators(PartitionStores partition, SeriesWish wish, List<Bar> bars)
            throws StoreUnavailableException {
        IndicatorPlan plan = making.plan().orElse(null);
        if (!wish.indicators() || plan == null || bars.isEmpty()) {
            return new ReadBars(bars, List.of(), null, !wish.indicators() || plan == null);
        }
        SeriesRange range = wish.range();
        CommittedSeries series = new CommittedSeries(keyOf(range));
        IndicatorStateCodec layout = new IndicatorStateCodec(plan);
        long firstUs = bars.get(0).key().startTimeUs();
        IndicatorSeries snapshot = partition.<@Nullable IndicatorSeries>read(StoreNames.INDICATOR_SNAPSHOTS, store -> {
            try (KeyValueIterator<Bytes, byte[]> snapshots = series.latestBefore(store, firstUs)) {
                return series.snapshot(snapshots, layout);
            }
        });
        IndicatorSeries replay = snapshot == null ? plan.newSeries() : snapshot;
        long seenUs = replay.barsSeen() == 0 ? Long.MIN_VALUE : replay.lastStartUs() + 1;
        SeriesRange warmUp =
                new SeriesRange(range.tenant(), range.symbol(), range.timeframe(), seenUs, firstUs, Integer.MAX_VALUE);
        List<IndicatorValues> values = replayed(range, plan).over(replay, bars(partition, warmUp), bars);
        // A series that has fewer bars than are kept still has its first one.
        boolean goesOn = snapshot != null || replay.barsSeen() < making.keptBars();
        return new ReadBars(bars, values, replay, goesOn);
    }

    private ReplayedIndicators replayed(SeriesRange range, IndicatorPlan plan) {
        Instrument instrument = instrument(range);
        return new ReplayedIndicators(plan, instrument == null ? TradingCalendar.UTC : instrument.calendar());
    }

    private @Nullable Instrument instrument(SeriesRange range) {
        return instruments.instrument(range.tenant(), range.symbol().text()).orElse(null);
    }

    private static BarSeriesKey keyOf(SeriesRange range) {
        return new BarSeriesKey(new SeriesKey(range.tenant(), range.symbol()), range.timeframe());
    }

    /** The newest bars of a series, for whoever keeps what was made of them. */
    private final class NewestBars implements WrittenSeries.Source {

        private final PartitionStores partition;
        private final SeriesWish wish;

        NewestBars(PartitionStores partition, SeriesWish wish) {
            this.partition = partition;
            this.wish = wish;
        }

        @Override
        public SeriesChanges changes() throws StoreUnavailableException {
            return partition.changes(keyOf(wish.range()));
        }

        @Override
        public @Nullable Instrument instrument() {
            return LaneState.this.instrument(wish.range());
        }

        @Override
        public ReadBars newest() throws StoreUnavailableException {
            return withIndicators(partition, wish, bars(partition, wish.range()));
        }

        @Override
        public ReadBars after(long startUs, @Nullable IndicatorSeries indicators) throws StoreUnavailableException {
            // All of them: the indicators must see each.
            SeriesRange range = wish.range();
            SeriesRange later = new SeriesRange(
                    range.tenant(), range.symbol(), range.timeframe(), startUs + 1, range.toUs(), Integer.MAX_VALUE);
            List<Bar> bars = bars(partition, later);
            IndicatorPlan plan = making.plan().orElse(null);
            List<IndicatorValues> values = indicators == null || plan == null
                    ? List.of()
                    : replayed(range, plan).over(indicators, List.of(), bars);
            return new ReadBars(bars, values, indicators, true);
        }

        @Override
        public @Nullable Bar openBar() throws StoreUnavailableException {
            return LaneState.this.openBar(partition, wish.range());
        }

        @Override
        public List<IndicatorValues> values(Bar bar, IndicatorSeries indicators) {
            return making.plan()
                    .map(plan -> replayed(wish.range(), plan).over(indicators, List.of(), List.of(bar)))
                    .orElse(List.of());
        }
    }
}
