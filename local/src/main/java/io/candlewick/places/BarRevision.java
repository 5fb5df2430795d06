package io.candlewick.places;

import io.candlewick.contract.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * One saying of a bar in its topic.
 *
 * @param bar what it says
 * @param partition where it stands
 * @param offset where it stands there
 * @param saidUs when the broker took it
 * @param lineage the ticks it was made of; empty for a bar that a vendor made
 */
public record BarRevision(BarRow bar, int partition, long offset, long saidUs, Optional<Lineage> lineage) {

    /**
     * Where a bar's ticks are: these offsets of that partition, of which other symbols' ticks are a part.
     *
     * @param topic the topic of ticks
     * @param partition the symbol's partition
     * @param firstOffset the first tick
     * @param lastOffset the last tick
     */
    public record Lineage(String topic, int partition, long firstOffset, long lastOffset) {}

    static BarRevision of(ConsumerRecord<byte[], byte[]> record, BarRow bar) {
        return new BarRevision(
                bar,
                record.partition(),
                record.offset(),
                TimeUnit.MILLISECONDS.toMicros(record.timestamp()),
                lineageOf(record));
    }

    private static Optional<Lineage> lineageOf(ConsumerRecord<byte[], byte[]> record) {
        Header topic = record.headers().lastHeader(Headers.LINEAGE_TOPIC);
        Header first = record.headers().lastHeader(Headers.LINEAGE_FIRST_OFFSET);
        Header last = record.headers().lastHeader(Headers.LINEAGE_LAST_OFFSET);
        Header partition = record.headers().lastHeader(Headers.LINEAGE_PARTITION);
        if (topic == null || first == null || last == null || partition == null) {
            return Optional.empty();
        }
        return Optional.of(new Lineage(
                text(topic),
                Integer.parseInt(text(partition)),
                Long.parseLong(text(first)),
                Long.parseLong(text(last))));
    }

    private static String text(Header header) {
        return new String(header.value(), StandardCharsets.UTF_8);
    }
}
