package io.candlewick.bench.measured;

import io.candlewick.market.Tick;
import io.candlewick.serde.RecordSerdes;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;

/** Takes every tick and only counts it: what Kafka Streams itself costs, with the source that Candlewick's topology has. */
final class CountingTopology {

    private CountingTopology() {}

    static Topology of(String topic, RecordSerdes serdes) {
        Topology topology = new Topology();
        topology.addSource(
                "read-ticks", new ByteArrayDeserializer(), serdes.tick().deserializer(), topic);
        topology.addProcessor("count", Counting::new, "read-ticks");
        return topology;
    }

    private static final class Counting implements Processor<byte[], Tick, Void, Void> {

        private long count;

        @Override
        public void process(Record<byte[], Tick> record) {
            count += record.value().sequence() + 1;
        }

        @Override
        public void close() {
            System.err.println("counted " + count);
        }
    }
}
