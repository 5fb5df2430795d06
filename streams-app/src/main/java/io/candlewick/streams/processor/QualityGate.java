package io.candlewick.streams.processor;

import io.candlewick.avro.TickAction;
import io.candlewick.avro.TickKind;
import io.candlewick.market.Instrument;
import io.candlewick.market.QualityRules;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.streams.domain.quality.PriceReference;
import io.candlewick.streams.store.InstrumentStore;
import io.candlewick.streams.store.LiveStore;
import io.candlewick.streams.store.QualityStores;
import io.candlewick.streams.store.SeriesKey;
import io.candlewick.streams.store.StoreNames;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Lets through the ticks that can make a bar; the others go to the rejected ones with a reason.
 *
 * <p>What a tick is judged by is its instrument's {@link QualityRules}; without any, only what is no price, of no known symbol or from the
 * future is rejected. All checks but one look at the tick alone and so decide alike in any order of arrival; the spike band compares with
 * the price before, which is why it is off unless an instrument asks for it. <b>Shape</b>: symbol to Tick, in and out.
 *
 * @param futureBound how far a tick's event time may lie after its ingest time
 * @param checksStaleness whether a tick may come too long after its event: not where history is read
 * @param accepted the node for ticks that pass
 * @param rejected the node for ticks that do not
 */
public record QualityGate(Duration futureBound, boolean checksStaleness, String accepted, String rejected)
        implements ProcessorSupplier<String, Tick, String, Object> {

    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(QualityStores.priceReferences());
    }

    @Override
    public Processor<String, Tick, String, Object> get() {
        return new Gate(new TickChecks(futureBound, checksStaleness), accepted, rejected);
    }

    private static final class Gate implements Processor<String, Tick, String, Object> {

        private final TickChecks checks;
        private final String accepted;
        private final String rejected;
        private ProcessorContext<String, Object> context;
        private RejectedTicks rejectedTicks;
        private InstrumentStore instruments;
        private LiveStore<SeriesKey, PriceReference> references;

        Gate(TickChecks checks, String accepted, String rejected) {
            this.checks = checks;
            this.accepted = accepted;
            this.rejected = rejected;
        }

        @Override
        public void init(ProcessorContext<String, Object> processorContext) {
            context = processorContext;
            rejectedTicks = new RejectedTicks(processorContext, rejected);
            instruments = processorContext.getStateStore(StoreNames.INSTRUMENTS);
            references = processorContext.getStateStore(StoreNames.PRICE_REFERENCES);
        }

        @Override
        public void process(Record<String, Tick> record) {
            TickChecks.Fault fault = faultOf(record.value());
            if (fault == null) {
                context.forward(record, accepted);
            } else {
                rejectedTicks.reject(record, fault.reason(), fault.detail());
            }
        }

        @Override
        public void close() {
            rejectedTicks.close();
        }

        private TickChecks.@Nullable Fault faultOf(@Nullable Tick tick) {
            if (tick == null) {
                return new TickChecks.Fault(RejectReason.NO_TICK, "the record has no value");
            }
            if (tick.symbol().equals(Symbol.EVERY)) {
                return tick.kind() == TickKind.HEARTBEAT ? faultOfHeartbeat(tick) : unknown(tick);
            }
            SeriesKey key = new SeriesKey(tick.tenant(), tick.symbol());
            Instrument instrument = instruments.find(key);
            if (instrument == null) {
                return unknown(tick);
            }
            if (tick.kind() == TickKind.HEARTBEAT) {
                return faultOfHeartbeat(tick);
            }
            TickChecks.Fault fault = checks.faultOf(tick, instrument);
            if (fault == null && instrument.quality().maxJump().isPresent() && tick.action() == TickAction.NEW) {
                fault = faultOfJump(key, tick, instrument.quality());
            }
            if (fault == null && TickChecks.isCrossed(tick)) {
                rejectedTicks.countCrossed(tick);
            }
            return fault;
        }

        private static TickChecks.Fault unknown(Tick tick) {
            return new TickChecks.Fault(
                    RejectReason.UNKNOWN_SYMBOL, "tenant=" + tick.tenant() + " symbol=" + tick.symbol());
        }

        private TickChecks.@Nullable Fault faultOfHeartbeat(Tick heartbeat) {
            return heartbeat.feedStatus() == null
                    ? new TickChecks.Fault(
                            RejectReason.NO_TICK, "heartbeat of feed=" + heartbeat.feed() + " says nothing")
                    : checks.faultOfTime(heartbeat);
        }

        private TickChecks.@Nullable Fault faultOfJump(SeriesKey key, Tick tick, QualityRules rules) {
            PriceReference reference = references.get(key);
            if (reference == null) {
                reference = new PriceReference();
            }
            double before = reference.believed();
            double maxJump = rules.maxJump().getAsDouble();
            boolean isBelieved = reference.believes(TickChecks.price(tick), maxJump, rules.jumpHold());
            references.put(key, reference);
            return isBelieved
                    ? null
                    : new TickChecks.Fault(
                            RejectReason.SPIKE,
                            TickChecks.prices(tick) + " is further than max_jump=" + maxJump + " from " + before
                                    + "; tick " + reference.agreed() + " of " + rules.jumpHold()
                                    + " that would hold the new level");
        }
    }
}
