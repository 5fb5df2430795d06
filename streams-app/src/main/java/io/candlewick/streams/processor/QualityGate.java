package io.candlewick.streams.processor;

import io.candlewick.avro.TickKind;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.streams.store.InstrumentStore;
import io.candlewick.streams.store.SeriesKey;
import io.candlewick.streams.store.StoreNames;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Lets through the ticks that can make a bar; the others go to the rejected ones with a reason.
 *
 * <p>Crossed quotes pass: the vendors count them. <b>Shape</b>: symbol to Tick, in and out.
 *
 * @param futureBound how far a tick's event time may lie after its ingest time
 * @param accepted the node for ticks that pass
 * @param rejected the node for ticks that do not
 */
public record QualityGate(Duration futureBound, String accepted, String rejected)
        implements ProcessorSupplier<String, Tick, String, Object> {

    @Override
    public Processor<String, Tick, String, Object> get() {
        return new Gate(TimeUnit.MILLISECONDS.toMicros(futureBound.toMillis()), accepted, rejected);
    }

    private static final class Gate implements Processor<String, Tick, String, Object> {

        /* What exact sums have room for; no market trades in such numbers. */
        private static final double LIMIT = 1e15;

        private final long futureBoundUs;
        private final String accepted;
        private final String rejected;
        private ProcessorContext<String, Object> context;
        private RejectedTicks rejectedTicks;
        private InstrumentStore instruments;

        Gate(long futureBoundUs, String accepted, String rejected) {
            this.futureBoundUs = futureBoundUs;
            this.accepted = accepted;
            this.rejected = rejected;
        }

        @Override
        public void init(ProcessorContext<String, Object> processorContext) {
            context = processorContext;
            rejectedTicks = new RejectedTicks(processorContext, rejected);
            instruments = processorContext.getStateStore(StoreNames.INSTRUMENTS);
        }

        @Override
        public void process(Record<String, Tick> record) {
            Tick tick = record.value();
            if (tick == null) {
                rejectedTicks.reject(record, RejectReason.NO_TICK, "the record has no value");
                return;
            }
            if (tick.kind() == TickKind.HEARTBEAT) {
                if (tick.feedStatus() == null) {
                    rejectedTicks.reject(
                            record, RejectReason.NO_TICK, "heartbeat of feed=" + tick.feed() + " says nothing");
                    return;
                }
            } else if (isInvalid(tick)) {
                rejectedTicks.reject(record, RejectReason.INVALID_PRICE, prices(tick));
                return;
            }
            if (tick.eventTimeUs() - futureBoundUs > tick.ingestTimeUs()) {
                rejectedTicks.reject(
                        record,
                        RejectReason.FUTURE,
                        "symbol=" + tick.symbol() + " event_time=" + tick.eventTimeUs() + " is more than "
                                + futureBoundUs + " us after ingest_time=" + tick.ingestTimeUs());
                return;
            }
            if (!tick.symbol().equals(Symbol.EVERY)
                    && instruments.find(new SeriesKey(tick.tenant(), tick.symbol())) == null) {
                rejectedTicks.reject(
                        record, RejectReason.UNKNOWN_SYMBOL, "tenant=" + tick.tenant() + " symbol=" + tick.symbol());
                return;
            }
            context.forward(record, accepted);
        }

        private static boolean isInvalid(Tick tick) {
            if (tick.kind() == TickKind.QUOTE) {
                return isNoPrice(tick.bid()) || isNoPrice(tick.ask());
            }
            return isNoPrice(tick.price()) || isNoPrice(tick.size()) || isNoPrice(tick.price() * tick.size());
        }

        private static boolean isNoPrice(double value) {
            return !(value > 0 && value < LIMIT);
        }

        private static String prices(Tick tick) {
            return tick.kind() == TickKind.QUOTE
                    ? "symbol=" + tick.symbol() + " bid=" + tick.bid() + " ask=" + tick.ask()
                    : "symbol=" + tick.symbol() + " price=" + tick.price() + " size=" + tick.size();
        }
    }
}
