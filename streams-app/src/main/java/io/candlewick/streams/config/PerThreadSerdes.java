package io.candlewick.streams.config;

import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Tick;
import io.candlewick.serde.RecordSerdes;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Serdes that any thread may use: each thread that does gets one of its own.
 *
 * <p>A source and a sink of a topology have one deserializer and one serializer for all stream threads, and a {@link RecordSerdes} makes
 * serdes that belong to one. Shared as they are, two threads read one tick's price into another's bar. <b>Cost</b>: a few nanoseconds a
 * record.
 */
final class PerThreadSerdes implements RecordSerdes {

    private final RecordSerdes each;

    /**
     * Nothing is made yet.
     *
     * @param each makes the serdes of a thread
     */
    PerThreadSerdes(RecordSerdes each) {
        this.each = each;
    }

    @Override
    public Serde<Tick> tick() {
        return perThread(each::tick);
    }

    @Override
    public Serde<Bar> bar() {
        return perThread(each::bar);
    }

    @Override
    public Serde<IndicatorValues> indicators() {
        return perThread(each::indicators);
    }

    @Override
    public <T extends SpecificRecord> Serde<T> record(Class<T> type) {
        return perThread(() -> each.record(type));
    }

    private static <T> Serde<T> perThread(Supplier<Serde<T>> make) {
        return Serdes.serdeFrom(
                new PerThreadSerializer<>(() -> make.get().serializer()),
                new PerThreadDeserializer<>(() -> make.get().deserializer()));
    }

    private static final class PerThreadSerializer<T> implements Serializer<T> {

        private final Own<Serializer<T>> own;

        PerThreadSerializer(Supplier<Serializer<T>> make) {
            this.own = new Own<>(make);
        }

        @Override
        public byte[] serialize(String topic, T data) {
            return own.get().serialize(topic, data);
        }
    }

    private static final class PerThreadDeserializer<T> implements Deserializer<T> {

        private final Own<Deserializer<T>> own;

        PerThreadDeserializer(Supplier<Deserializer<T>> make) {
            this.own = new Own<>(make);
        }

        @Override
        @SuppressWarnings("NullAway") // Kafka's tombstone: a null record is a null value.
        public @Nullable T deserialize(String topic, byte @Nullable [] data) {
            return own.get().deserialize(topic, data);
        }
    }

    /** One object a thread. A thread that shares its place with no other finds its own without searching the thread's own map. */
    private static final class Own<S> {

        private static final int PLACES = 64;

        private final ThreadLocal<S> all;
        private final AtomicReferenceArray<@Nullable Owned<S>> places = new AtomicReferenceArray<>(PLACES);

        private record Owned<S>(Thread thread, S object) {}

        Own(Supplier<S> make) {
            this.all = ThreadLocal.withInitial(make);
        }

        S get() {
            Thread thread = Thread.currentThread();
            int place = (int) thread.getId() & (PLACES - 1);
            Owned<S> known = places.getPlain(place);
            if (known != null && known.thread == thread) {
                return known.object;
            }
            S own = all.get();
            places.setRelease(place, new Owned<>(thread, own));
            return own;
        }
    }
}
