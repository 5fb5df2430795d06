package io.candlewick.streams.processor;

import io.candlewick.streams.store.InstrumentStore;
import io.candlewick.streams.store.StoreNames;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Keeps the global store of instruments up to date with its topic.
 *
 * <p>The store itself reads the bytes: a record that Kafka Streams could not read for a global store would end the application, because
 * its dead letters know no global task.
 */
public final class InstrumentLoading implements ProcessorSupplier<String, byte[], Void, Void> {

    @Override
    public Processor<String, byte[], Void, Void> get() {
        return new Loader();
    }

    private static final class Loader implements Processor<String, byte[], Void, Void> {

        private InstrumentStore instruments;

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            instruments = context.getStateStore(StoreNames.INSTRUMENTS);
        }

        @Override
        public void process(Record<String, byte[]> record) {
            instruments.put(record.key(), record.value());
        }
    }
}
