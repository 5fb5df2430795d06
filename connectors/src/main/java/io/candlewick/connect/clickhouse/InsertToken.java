package io.candlewick.connect.clickhouse;

import io.candlewick.connect.sink.Divisible;
import java.util.zip.CRC32C;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * What names a batch to ClickHouse, so that one sent again after a lost answer is not stored again.
 *
 * <p>{@code topic-partition@offset} of its first and last record, how many there are, and a checksum of its bytes. Offsets alone would
 * not do: a topic that was deleted and made again counts from 0 again, and its first batch would be taken for the old one.
 */
final class InsertToken {

    static final String SETTING = "insert_deduplication_token";

    private InsertToken() {}

    static String of(Divisible<?> rows, byte[] body, int from, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(body, from, length);
        return coordinates(rows.record(0)) + ".." + coordinates(rows.record(rows.size() - 1)) + "#" + rows.size() + "-"
                + length + "-" + Long.toHexString(checksum.getValue());
    }

    private static String coordinates(SinkRecord record) {
        return record.originalTopic() + "-" + record.originalKafkaPartition() + "@" + record.originalKafkaOffset();
    }
}
