package io.candlewick.streams.processor;

import io.candlewick.avro.BarSource;
import io.candlewick.avro.FeedStatus;
import io.candlewick.avro.TickKind;
import io.candlewick.contract.Headers;
import io.candlewick.market.Bar;
import io.candlewick.market.Instrument;
import io.candlewick.market.Tick;
import io.candlewick.market.Timeframe;
import io.candlewick.streams.domain.bar.Admission;
import io.candlewick.streams.domain.bar.BarListener;
import io.candlewick.streams.domain.bar.StateCodec;
import io.candlewick.streams.domain.bar.SymbolState;
import io.candlewick.streams.domain.bar.TimeframeTree;
import io.candlewick.streams.store.BarStores;
import io.candlewick.streams.store.ClosedBarStore;
import io.candlewick.streams.store.FeedKey;
import io.candlewick.streams.store.InstrumentStore;
import io.candlewick.streams.store.LiveStore;
import io.candlewick.streams.store.SeriesKey;
import io.candlewick.streams.store.StoreNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Makes bars of ticks: folds each into the open bars of its symbol, and says those that a tick or a heartbeat closes.
 *
 * <p><b>Shape</b>: symbol to Tick in; bar key to Bar out, and ticks that came too late to the rejected ones.
 *
 * @param tree the timeframes to make
 * @param source what the bars are called: LIVE or REPAIRED, by the lane
 * @param startsAnew whether a feed that starts again forgets what it had said of the symbol, as a replay of history does
 * @param bars the node for bars
 * @param rejected the node for ticks that came too late
 */
public record BarBuilding(TimeframeTree tree, BarSource source, boolean startsAnew, String bars, String rejected)
        implements ProcessorSupplier<String, Tick, String, Object> {

    @Override
    public Set<StoreBuilder<?>> stores() {
        return BarStores.all(new StateCodec(tree));
    }

    @Override
    public Processor<String, Tick, String, Object> get() {
        return new Builder(this);
    }

    private static final class Builder implements Processor<String, Tick, String, Object> {

        private final BarBuilding config;
        private final StateCodec codec;
        private final Map<SeriesKey, SymbolState.Surroundings> surroundings = new HashMap<>();
        private long knownChanges = -1;
        private ProcessorContext<String, Object> context;
        private RejectedTicks rejectedTicks;
        private InstrumentStore instruments;
        private LiveStore<SeriesKey, SymbolState> symbols;
        private LiveStore<FeedKey, Long> clocks;
        private KeyValueStore<Bytes, byte[]> closedBars;

        Builder(BarBuilding config) {
            this.config = config;
            this.codec = new StateCodec(config.tree);
        }

        @Override
        public void init(ProcessorContext<String, Object> processorContext) {
            context = processorContext;
            rejectedTicks = new RejectedTicks(processorContext, config.rejected);
            instruments = processorContext.getStateStore(StoreNames.INSTRUMENTS);
            symbols = processorContext.getStateStore(StoreNames.SYMBOLS);
            clocks = processorContext.getStateStore(StoreNames.FEED_CLOCKS);
            closedBars = processorContext.getStateStore(StoreNames.CLOSED_BARS);
        }

        @Override
        public void process(Record<String, Tick> record) {
            Tick tick = record.value();
            if (tick.kind() == TickKind.HEARTBEAT && tick.feedStatus() == FeedStatus.ALIVE) {
                hear(tick);
                return;
            }
            SeriesKey key = new SeriesKey(tick.tenant(), tick.symbol());
            SymbolState.Surroundings around = surroundingsOf(key);
            if (around == null) {
                rejectedTicks.reject(record, RejectReason.UNKNOWN_SYMBOL, "symbol=" + key.text());
            } else if (tick.kind() == TickKind.HEARTBEAT) {
                mark(tick, key, around);
            } else {
                fold(record, key, around);
            }
        }

        private void fold(Record<String, Tick> record, SeriesKey key, SymbolState.Surroundings around) {
            SymbolState state = symbols.get(key);
            if (state == null) {
                state = new SymbolState(config.tree);
            }
            Admission admission = state.add(record.value(), offset(), around);
            symbols.put(key, state);
            if (admission == Admission.TOO_LATE) {
                rejectedTicks.reject(
                        record,
                        RejectReason.TOO_LATE,
                        "symbol=" + key.text() + " event_time=" + record.value().eventTimeUs()
                                + " is beyond the lateness horizon of "
                                + around.instrument().latenessHorizon());
            }
        }

        /** A feed has delivered everything up to a time, of all symbols in this partition. */
        private void hear(Tick heartbeat) {
            clocks.put(new FeedKey(heartbeat.tenant(), heartbeat.feed()), heartbeat.eventTimeUs());
            List<SeriesKey> due = new ArrayList<>();
            symbols.forEach((key, state) -> {
                if (state.nextEndUs() <= heartbeat.eventTimeUs()
                        && key.tenant().equals(heartbeat.tenant())
                        && state.isDeliveredBy(heartbeat.feed())) {
                    SymbolState.Surroundings around = surroundingsOf(key);
                    if (around != null && state.isDue(around)) {
                        due.add(key);
                    }
                }
            });
            for (SeriesKey key : due) {
                SymbolState state = symbols.get(key);
                SymbolState.Surroundings around = surroundingsOf(key);
                if (state != null && around != null) {
                    state.advance(around);
                    symbols.put(key, state);
                }
            }
        }

        /** A feed says that it starts, lost or ends one symbol. */
        private void mark(Tick mark, SeriesKey key, SymbolState.Surroundings around) {
            SymbolState state = symbols.get(key);
            FeedStatus status = mark.feedStatus();
            if (status == FeedStatus.STARTED) {
                start(mark, key, state, around);
            } else if (state != null && status == FeedStatus.DOWN) {
                state.down(mark.feed(), mark.eventTimeUs(), around);
                symbols.put(key, state);
            } else if (state != null && status == FeedStatus.ENDED) {
                if (state.ended(mark.feed(), mark.eventTimeUs(), around)) {
                    forget(key, around);
                } else {
                    symbols.put(key, state);
                }
            }
        }

        private void start(Tick mark, SeriesKey key, @Nullable SymbolState known, SymbolState.Surroundings around) {
            FeedKey feed = new FeedKey(mark.tenant(), mark.feed());
            Long saidUs = clocks.get(feed);
            if (saidUs != null && saidUs > mark.eventTimeUs()) {
                clocks.put(feed, mark.eventTimeUs());
            }
            SymbolState state = known;
            // A feed that said DOWN goes on with its session; one that starts while it is up begins another.
            if (state != null && config.startsAnew && state.isUp(mark.feed())) {
                forget(key, around);
                state = null;
            }
            if (state == null) {
                state = new SymbolState(config.tree);
            }
            state.started(mark.feed(), mark.eventTimeUs(), around);
            symbols.put(key, state);
        }

        private void forget(SeriesKey key, SymbolState.Surroundings around) {
            symbols.remove(key);
            for (Timeframe timeframe : config.tree.timeframes()) {
                around.closedBars().forget(timeframe, Long.MIN_VALUE, Long.MAX_VALUE);
            }
        }

        private SymbolState.@Nullable Surroundings surroundingsOf(SeriesKey key) {
            long changes = instruments.changes();
            if (changes != knownChanges) {
                surroundings.clear();
                knownChanges = changes;
            }
            SymbolState.Surroundings known = surroundings.get(key);
            if (known != null) {
                return known;
            }
            Instrument instrument = instruments.find(key);
            if (instrument == null) {
                return null;
            }
            SymbolState.Surroundings made = new SymbolState.Surroundings(
                    instrument,
                    config.source,
                    feed -> {
                        Long saidUs = clocks.get(new FeedKey(key.tenant(), feed));
                        return saidUs == null ? Long.MIN_VALUE : saidUs;
                    },
                    new ClosedBarStore(closedBars, codec, key),
                    this::say);
            surroundings.put(key, made);
            return made;
        }

        private void say(Bar bar, BarListener.Lineage lineage) {
            RecordHeaders headers = new RecordHeaders();
            context.recordMetadata().ifPresent(origin -> addLineage(headers, origin, lineage));
            long timestampMs = Math.max(0, Math.floorDiv(bar.endTimeUs(), 1_000));
            context.forward(new Record<>(bar.key().text(), bar, timestampMs, headers), config.bars);
        }

        private static void addLineage(RecordHeaders headers, RecordMetadata origin, BarListener.Lineage lineage) {
            add(headers, Headers.LINEAGE_TOPIC, origin.topic());
            add(headers, Headers.LINEAGE_PARTITION, Integer.toString(origin.partition()));
            add(headers, Headers.LINEAGE_FIRST_OFFSET, Long.toString(lineage.firstOffset()));
            add(headers, Headers.LINEAGE_LAST_OFFSET, Long.toString(lineage.lastOffset()));
        }

        private static void add(RecordHeaders headers, String name, String value) {
            headers.add(name, value.getBytes(StandardCharsets.UTF_8));
        }

        private long offset() {
            return context.recordMetadata().map(RecordMetadata::offset).orElse(0L);
        }
    }
}
