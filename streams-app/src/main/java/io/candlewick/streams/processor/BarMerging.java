package io.candlewick.streams.processor;

import io.candlewick.avro.BarSource;
import io.candlewick.contract.Headers;
import io.candlewick.market.Bar;
import io.candlewick.market.Instrument;
import io.candlewick.market.Timeframe;
import io.candlewick.streams.domain.bar.SymbolState;
import io.candlewick.streams.domain.bar.TimeframeTree;
import io.candlewick.streams.domain.series.FeedCoverage;
import io.candlewick.streams.domain.series.SeriesMerging;
import io.candlewick.streams.domain.series.SymbolSeries;
import io.candlewick.streams.store.BarChunkStore;
import io.candlewick.streams.store.CanonicalBarStore;
import io.candlewick.streams.store.InstrumentStore;
import io.candlewick.streams.store.LiveStore;
import io.candlewick.streams.store.SeriesKey;
import io.candlewick.streams.store.SeriesStores;
import io.candlewick.streams.store.SessionKey;
import io.candlewick.streams.store.StoreNames;
import io.candlewick.streams.timing.BarWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says the canonical bars: of those built here and those vendors deliver the better one, numbered, and the coarser ones that can be merged.
 *
 * <p>It also reads store {@code symbols}, which belongs to the node that builds bars. <b>Shape</b>: any key to Bar in; bar key to Bar out, and to
 * BarChange for the indicators.
 *
 * @param tree the timeframes that are made
 * @param keptBars how many bars of a series are kept at least
 * @param hasRuns whether a symbol may be delivered by several replays, each with a clock of its own
 * @param watch hears when bars are said
 * @param children where the results go
 */
public record BarMerging(TimeframeTree tree, int keptBars, boolean hasRuns, BarWatch watch, Children children)
        implements ProcessorSupplier<String, Bar, String, Object> {

    /**
     * Names of the nodes the results go to.
     *
     * @param bars for bars that are said
     * @param indicators for what changed, null if none are computed
     */
    public record Children(String bars, @Nullable String indicators) {}

    @Override
    public Set<StoreBuilder<?>> stores() {
        return SeriesStores.all(tree);
    }

    @Override
    public Processor<String, Bar, String, Object> get() {
        return new Merger(this);
    }

    private static final class Merger implements Processor<String, Bar, String, Object> {

        private static final Logger LOG = LoggerFactory.getLogger(BarMerging.class);
        private static final Duration SOON = Duration.ofSeconds(1);

        private final BarMerging config;
        private final Map<SeriesKey, SeriesMerging.Surroundings> surroundings = new HashMap<>();
        private long knownChanges = -1;
        private InstrumentStore instruments;
        private LiveStore<SeriesKey, SymbolSeries> series;
        private LiveStore<SessionKey, SymbolState> symbols;
        private BarChunkStore canonicalBars;
        private CanonicalBars said;
        private @Nullable Cancellable standing;

        Merger(BarMerging config) {
            this.config = config;
        }

        @Override
        public void init(ProcessorContext<String, Object> processorContext) {
            instruments = processorContext.getStateStore(StoreNames.INSTRUMENTS);
            series = processorContext.getStateStore(StoreNames.SERIES);
            symbols = processorContext.getStateStore(StoreNames.SYMBOLS);
            canonicalBars = processorContext.getStateStore(StoreNames.CANONICAL_BARS);
            canonicalBars.open();
            BarWatch.OfTask watch =
                    config.watch.ofTask(processorContext.taskId().toString());
            said = new CanonicalBars(processorContext, config.children, watch);
            if (!config.hasRuns) {
                // Not at once: reading the store here would read it before whoever restores it otherwise is done.
                standing = processorContext.schedule(
                        SOON, PunctuationType.WALL_CLOCK_TIME, nowMs -> tellWhereSeriesStand(watch));
            }
        }

        /* After a start the next bar of a week may be days away. */
        private void tellWhereSeriesStand(BarWatch.OfTask watch) {
            if (standing != null) {
                standing.cancel();
            }
            series.forEach((key, kept) -> {
                Instrument instrument = instruments.find(key);
                if (instrument == null) {
                    return;
                }
                for (Timeframe timeframe : config.tree.timeframes()) {
                    long startUs = kept.lastStartUs(config.tree.levelOf(timeframe));
                    if (startUs != Long.MIN_VALUE) {
                        watch.known(
                                key.tenant(),
                                instrument,
                                timeframe,
                                instrument.calendar().endOf(timeframe, startUs));
                    }
                }
            });
        }

        @Override
        public void process(Record<String, Bar> record) {
            Bar bar = record.value();
            SeriesKey key = new SeriesKey(bar.key().tenant(), bar.key().symbol());
            SeriesMerging.Surroundings around = surroundingsOf(key);
            if (around == null) {
                LOG.warn("Bar {} is dropped: its instrument went away while it was made", bar.key());
                return;
            }
            SymbolSeries known = series.get(key);
            SymbolSeries merged = known == null ? new SymbolSeries(config.tree) : known;
            SeriesMerging merging = new SeriesMerging(merged, around, said.following(record, around.instrument()));
            if (record.headers().lastHeader(Headers.WARM_UP) != null) {
                merging.seeded(bar);
            } else if (bar.source() == BarSource.VENDOR) {
                merging.delivered(bar, DeliveredRange.of(record.headers()));
            } else {
                merging.built(bar);
            }
            series.put(key, merged);
        }

        private SeriesMerging.@Nullable Surroundings surroundingsOf(SeriesKey key) {
            long changes = instruments.changes();
            if (changes != knownChanges) {
                surroundings.clear();
                knownChanges = changes;
            }
            SeriesMerging.Surroundings known = surroundings.get(key);
            if (known != null) {
                return known;
            }
            Instrument instrument = instruments.find(key);
            if (instrument == null) {
                return null;
            }
            SeriesMerging.Surroundings made = new SeriesMerging.Surroundings(
                    instrument,
                    new CanonicalBarStore(canonicalBars, key),
                    new CoveredSymbol(key, instrument),
                    config.keptBars);
            surroundings.put(key, made);
            return made;
        }

        /** What the lane's feeds covered of a symbol, as the node that builds its bars knows it. */
        private final class CoveredSymbol implements FeedCoverage {

            private final SeriesKey key;
            private final Instrument instrument;

            CoveredSymbol(SeriesKey key, Instrument instrument) {
                this.key = key;
                this.instrument = instrument;
            }

            @Override
            public long closedUntilUs() {
                long closedUs = Long.MIN_VALUE;
                for (SymbolState state : sessions()) {
                    closedUs = Math.max(closedUs, state.closedUntilUs());
                }
                return closedUs;
            }

            @Override
            public long coveredUntil(long fromUs, long toUs) {
                long coveredUs = fromUs;
                for (SymbolState state : sessions()) {
                    coveredUs = Math.max(coveredUs, state.coveredUntil(fromUs, toUs, instrument.calendar()));
                }
                return coveredUs;
            }

            /* One in the live lane; in the history lane one a replay, of which few run at a time. */
            private List<SymbolState> sessions() {
                SymbolState live = symbols.get(new SessionKey(key.tenant(), key.symbol(), Runs.NONE));
                if (live != null) {
                    return List.of(live);
                }
                List<SymbolState> replays = new ArrayList<>();
                if (config.hasRuns) {
                    symbols.forEach((session, state) -> {
                        if (session.series().equals(key)) {
                            replays.add(state);
                        }
                    });
                }
                return replays;
            }
        }
    }
}
