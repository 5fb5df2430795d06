package io.candlewick.streams.processor;

import io.candlewick.avro.Instrument;
import io.candlewick.streams.store.InstrumentStore;
import io.candlewick.streams.store.StoreNames;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;

/** Keeps the global store of instruments up to date with its topic. */
public final class InstrumentLoading implements ProcessorSupplier<String, Instrument, Void, Void> {

    @Override
    public Processor<String, Instrument, Void, Void> get() {
        return new Loader();
    }

    private static final class Loader implements Processor<String, Instrument, Void, Void> {

        private InstrumentStore instruments;

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            instruments = context.getStateStore(StoreNames.INSTRUMENTS);
        }

        @Override
        public void process(Record<String, Instrument> record) {
            instruments.put(record.key(), record.value());
        }
    }
}
