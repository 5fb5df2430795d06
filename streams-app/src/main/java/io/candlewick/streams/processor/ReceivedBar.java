package io.candlewick.streams.processor;

import io.candlewick.market.Bar;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/** A vendor's bar and the bytes it came in, which go to the dead letters unchanged if it is rejected. */
public final class ReceivedBar {

    private final Bar bar;
    private final byte[] bytes;

    private ReceivedBar(Bar bar, byte[] bytes) {
        this.bar = bar;
        this.bytes = bytes;
    }

    Bar bar() {
        return bar;
    }

    /** The record's value; not to be changed. */
    byte[] bytes() {
        return bytes;
    }

    /**
     * Reads received bars.
     *
     * @param bars how their bars are read
     * @return a deserializer
     */
    public static Deserializer<ReceivedBar> deserializer(Deserializer<Bar> bars) {
        return new Reading(bars);
    }

    private record Reading(Deserializer<Bar> bars) implements Deserializer<ReceivedBar> {

        @Override
        @SuppressWarnings("NullAway") // A record without value has none to read; the interface is not annotated.
        public ReceivedBar deserialize(String topic, byte[] bytes) {
            return bytes == null ? null : new ReceivedBar(bars.deserialize(topic, bytes), bytes);
        }

        @Override
        public ReceivedBar deserialize(String topic, Headers headers, byte[] bytes) {
            return deserialize(topic, bytes);
        }

        @Override
        public void close() {
            bars.close();
        }
    }
}
