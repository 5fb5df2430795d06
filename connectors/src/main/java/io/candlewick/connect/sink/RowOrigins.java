package io.candlewick.connect.sink;

import java.util.Arrays;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * The records that rows were made of, as a dead letter needs them: made again when they are asked for, which is hardly ever.
 *
 * <p>Connect's own are many small objects, headers and the consumer's record behind them; as long as a batch waits the collector would copy them
 * again and again, which cost more than encoding the rows. So keys, values, offsets and times are kept side by side, and once for many
 * records what they share. <b>Thread</b>: one at a time.
 */
final class RowOrigins {

    private Shared[] shared;
    private @Nullable Object[] keys;
    private @Nullable Object[] values;
    private long[] offsets;
    private @Nullable Long[] times;
    private @Nullable Shared last;

    /** What the records of a partition have in common. */
    private record Shared(
            String topic,
            int partition,
            String originalTopic,
            int originalPartition,
            @Nullable Schema keySchema,
            @Nullable Schema valueSchema,
            @Nullable TimestampType timestampType) {

        static Shared of(SinkRecord record) {
            return new Shared(
                    record.topic(),
                    record.kafkaPartition(),
                    record.originalTopic(),
                    record.originalKafkaPartition(),
                    record.keySchema(),
                    record.valueSchema(),
                    record.timestampType());
        }

        @SuppressWarnings("ReferenceEquality") // Another object of the same content is only kept twice.
        boolean isOf(SinkRecord record) {
            return record.originalKafkaPartition() == originalPartition
                    && record.originalTopic().equals(originalTopic)
                    && record.topic().equals(topic)
                    && record.kafkaPartition().equals(partition)
                    && record.keySchema() == keySchema
                    && record.valueSchema() == valueSchema
                    && record.timestampType() == timestampType;
        }
    }

    RowOrigins(int rows) {
        shared = new Shared[rows];
        keys = new Object[rows];
        values = new Object[rows];
        offsets = new long[rows];
        times = new Long[rows];
    }

    /** A record without what stands behind Connect's own: its headers, and the consumer's record. */
    static SinkRecord alone(SinkRecord record) {
        return new SinkRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                record.originalKafkaOffset(),
                record.timestamp(),
                record.timestampType(),
                null,
                record.originalTopic(),
                record.originalKafkaPartition(),
                record.originalKafkaOffset());
    }

    void set(int row, SinkRecord record) {
        Shared of = last;
        if (of == null || !of.isOf(record)) {
            of = Shared.of(record);
            last = of;
        }
        shared[row] = of;
        keys[row] = record.key();
        values[row] = record.value();
        offsets[row] = record.originalKafkaOffset();
        times[row] = record.timestamp();
    }

    SinkRecord record(int row) {
        Shared of = shared[row];
        return new SinkRecord(
                of.topic,
                of.partition,
                of.keySchema,
                keys[row],
                of.valueSchema,
                values[row],
                offsets[row],
                times[row],
                of.timestampType,
                null,
                of.originalTopic,
                of.originalPartition,
                offsets[row]);
    }

    void move(int from, int to) {
        shared[to] = shared[from];
        keys[to] = keys[from];
        values[to] = values[from];
        offsets[to] = offsets[from];
        times[to] = times[from];
    }

    void grow(int rows) {
        shared = Arrays.copyOf(shared, rows);
        keys = Arrays.copyOf(keys, rows);
        values = Arrays.copyOf(values, rows);
        offsets = Arrays.copyOf(offsets, rows);
        times = Arrays.copyOf(times, rows);
    }

    /** Lets go of the records of these rows. */
    void forget(int from, int to) {
        Arrays.fill(keys, from, to, null);
        Arrays.fill(values, from, to, null);
        Arrays.fill(times, from, to, null);
    }
}
