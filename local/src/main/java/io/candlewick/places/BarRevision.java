package io.candlewick.places;

import io.candlewick.contract.BarLineage;
import io.candlewick.contract.Headers;
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
public record BarRevision(BarRow bar, int partition, long offset, long saidUs, Optional<BarLineage> lineage) {

    static BarRevision of(ConsumerRecord<byte[], byte[]> record, BarRow bar) {
        return new BarRevision(
                bar,
                record.partition(),
                record.offset(),
                TimeUnit.MILLISECONDS.toMicros(record.timestamp()),
                lineageOf(record));
    }

    private static Optional<BarLineage> lineageOf(ConsumerRecord<byte[], byte[]> record) {
        Header lineage = record.headers().lastHeader(Headers.LINEAGE);
        return lineage == null ? Optional.empty() : BarLineage.parse(lineage.value());
    }
}
