package io.candlewick.streams.processor;

import io.candlewick.avro.BarStatus;
import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Instrument;
import io.candlewick.market.Timeframe;
import io.candlewick.market.TradingCalendar;
import io.candlewick.streams.domain.indicator.IndicatorSeries;
import io.candlewick.streams.domain.indicator.IndicatorStateCodec;
import io.candlewick.streams.domain.indicator.SeriesIndicators;
import io.candlewick.streams.domain.indicator.SeriesProgress;
import io.candlewick.streams.store.BarChunkStore;
import io.candlewick.streams.store.BarSeriesKey;
import io.candlewick.streams.store.CanonicalBarStore;
import io.candlewick.streams.store.IndicatorSeriesKey;
import io.candlewick.streams.store.InstrumentStore;
import io.candlewick.streams.store.LiveStore;
import io.candlewick.streams.store.SnapshotStore;
import io.candlewick.streams.store.StoreNames;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Computes the indicators of the series of one task. */
final class IndicatorComputer implements Processor<String, BarChange, String, Object> {

    private static final Logger LOG = LoggerFactory.getLogger(IndicatorComputer.class);
    private static final long US_PER_MS = 1_000;

    private final IndicatorComputing config;
    private final IndicatorSeries scratch;
    private final Map<BarSeriesKey, SeriesIndicators> indicators = new HashMap<>();
    private final Set<BarSeriesKey> toBeSettled = new HashSet<>();
    private final ColdSeries cold = new ColdSeries();
    private boolean restored;
    private long knownChanges = -1;
    private ProcessorContext<String, Object> context;
    private InstrumentStore instruments;
    private LiveStore<IndicatorSeriesKey, SeriesProgress> series;
    private KeyValueStore<Bytes, byte[]> snapshots;
    private BarChunkStore canonicalBars;
    private IndicatorStateCodec codec;
    private Sensor outOfReach;
    private long timestampMs;

    /** What is counted. */
    private enum Counted {
        /** Corrections of bars so old that the values after them can no longer be replayed. */
        INDICATORS_OUT_OF_REACH
    }

    IndicatorComputer(IndicatorComputing config) {
        this.config = config;
        this.scratch = config.plan().newSeries();
    }

    @Override
    public void init(ProcessorContext<String, Object> processorContext) {
        context = processorContext;
        instruments = processorContext.getStateStore(StoreNames.INSTRUMENTS);
        series = processorContext.getStateStore(StoreNames.INDICATOR_SERIES);
        snapshots = processorContext.getStateStore(StoreNames.INDICATOR_SNAPSHOTS);
        canonicalBars = processorContext.getStateStore(StoreNames.CANONICAL_BARS);
        codec = new IndicatorStateCodec(config.plan());
        outOfReach = BarCounts.sensor(processorContext, Counted.INDICATORS_OUT_OF_REACH);
        processorContext.schedule(IndicatorComputing.SETTLE_EVERY, PunctuationType.WALL_CLOCK_TIME, this::settle);
        if (config.asksForThePast()) {
            processorContext.schedule(ColdSeries.CHECK_EVERY, PunctuationType.WALL_CLOCK_TIME, this::askAgain);
        }
    }

    @Override
    public void process(Record<String, BarChange> record) {
        BarChange change = record.value();
        Bar bar = change.bar();
        BarSeriesKey key = BarSeriesKey.of(bar.key());
        SeriesIndicators computing = indicatorsOf(key);
        if (computing == null) {
            return;
        }
        timestampMs = record.timestamp();
        SeriesProgress progress = series.get(head(key));
        if (progress == null || progress.isOfOtherIndicators()) {
            if (change.isSeed()) {
                // It is kept among the canonical bars, and found there by the bar that begins the series.
                return;
            }
            progress = begin(key, computing, bar);
        }
        if (bar.status() == BarStatus.FORMING) {
            peek(computing, progress, bar);
            return;
        }
        boolean unsettled = progress.isToBeSettled();
        if (change.isSeed()) {
            computing.warmUp(progress, bar);
        } else {
            computing.add(progress, bar, change.before());
        }
        if (unsettled) {
            // They may have been settled on the way.
            canonicalBars.restated(key);
        }
        keep(key, progress);
    }

    private void keep(BarSeriesKey key, SeriesProgress progress) {
        series.put(head(key), progress);
        if (progress.isToBeSettled()) {
            toBeSettled.add(key);
        }
    }

    private SeriesProgress begin(BarSeriesKey key, SeriesIndicators computing, Bar first) {
        SeriesProgress progress = computing.begin(first.key().startTimeUs());
        series.put(head(key), progress);
        if (isCold(progress)) {
            LOG.info(
                    "Indicators of {} begin with {} of the {} bars they need: asking for {} more",
                    key.text(),
                    progress.barsSeen(),
                    config.plan().warmUpBars(),
                    config.warmUpBars());
            WarmUpRequests.send(context, config, first.key());
            cold.add(key, context.currentSystemTimeMs());
        }
        return progress;
    }

    private boolean isCold(SeriesProgress progress) {
        return config.asksForThePast()
                && !progress.isOfOtherIndicators()
                && progress.barsSeen() < config.plan().warmUpBars();
    }

    private void askAgain(long nowMs) {
        for (BarSeriesKey key : cold.due(nowMs)) {
            SeriesProgress progress = series.get(head(key));
            if (progress == null || !isCold(progress)) {
                cold.remove(key);
            } else {
                WarmUpRequests.send(context, config, key.at(progress.saidFromUs()));
            }
        }
    }

    private void peek(SeriesIndicators computing, SeriesProgress progress, Bar forming) {
        double[] values = computing.peek(progress, forming, scratch);
        if (values != null && config.children().forming() != null) {
            forward(forming, progress.barsSeen() + 1, values, config.children().forming());
        }
    }

    /* Corrections are settled a moment after they came, so that many of one series cost one replay. */
    private void settle(long nowMs) {
        if (!restored) {
            series.forEach((key, progress) -> {
                if (progress.isToBeSettled()) {
                    toBeSettled.add(key.bars());
                }
                if (!key.older() && isCold(progress)) {
                    cold.add(key.bars(), nowMs);
                }
            });
            restored = true;
        }
        for (BarSeriesKey key : toBeSettled) {
            SeriesProgress progress = series.get(head(key));
            SeriesIndicators computing = indicatorsOf(key);
            if (progress != null && computing != null) {
                timestampMs = nowMs;
                computing.settle(progress);
                series.put(head(key), progress);
                canonicalBars.restated(key);
            }
        }
        toBeSettled.clear();
    }

    private @Nullable SeriesIndicators indicatorsOf(BarSeriesKey key) {
        long changes = instruments.changes();
        if (changes != knownChanges) {
            indicators.clear();
            knownChanges = changes;
        }
        SeriesIndicators known = indicators.get(key);
        if (known != null) {
            return known;
        }
        Instrument instrument = instruments.find(key.symbol());
        if (instrument == null) {
            return null;
        }
        TradingCalendar calendar = instrument.calendar();
        SeriesIndicators made = new SeriesIndicators(
                config.plan(),
                IndicatorComputing.POLICY,
                new SeriesIndicators.Surroundings(
                        CanonicalBarStore.series(canonicalBars, key.symbol(), key.timeframe())::range,
                        new SnapshotStore(snapshots, codec, IndicatorComputing.POLICY, key),
                        new OlderSeries(new IndicatorSeriesKey(key, true)),
                        timeUs -> calendar.startOf(Timeframe.D1, timeUs)),
                new Sayer(key));
        indicators.put(key, made);
        return made;
    }

    /* Without headers: where values come from is told by those of their bar, which has the same key, and every reader would pay for them. */
    private void forward(Bar bar, long barsSeen, double[] values, String child) {
        IndicatorValues set = new IndicatorValues(
                IndicatorValues.Origin.of(bar), barsSeen, config.plan().columns(), values.clone());
        context.forward(new Record<>(bar.key().text(), set, Math.max(0, timestampMs)), child);
    }

    private static IndicatorSeriesKey head(BarSeriesKey key) {
        return new IndicatorSeriesKey(key, false);
    }

    private final class OlderSeries implements SeriesIndicators.Older {

        private final IndicatorSeriesKey key;

        OlderSeries(IndicatorSeriesKey key) {
            this.key = key;
        }

        @Override
        public @Nullable SeriesProgress get() {
            SeriesProgress older = series.get(key);
            return older == null || older.isOfOtherIndicators() ? null : older;
        }

        @Override
        public void put(SeriesProgress older) {
            series.put(key, older);
        }
    }

    private final class Sayer implements SeriesIndicators.Listener {

        private final BarSeriesKey key;

        Sayer(BarSeriesKey key) {
            this.key = key;
        }

        @Override
        public void said(Bar bar, long barsSeen, double[] values) {
            forward(bar, barsSeen, values, config.children().closed());
        }

        @Override
        public void outOfReach(long firstStartUs, int bars) {
            LOG.warn(
                    "Indicators of {} stay as they are after {} bars from {} ms on were corrected: the bars since are no"
                            + " longer kept",
                    key.text(),
                    bars,
                    Math.floorDiv(firstStartUs, US_PER_MS));
            outOfReach.record(bars);
        }
    }
}
