package io.candlewick.connect.clickhouse;

import io.candlewick.connect.sink.GrowingBytes;
import io.candlewick.connect.sink.Row;
import java.util.List;
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

    static <T> String of(List<Row<T>> rows, GrowingBytes body) {
        CRC32C checksum = new CRC32C();
        checksum.update(body.array(), 0, body.length());
        return coordinates(rows.get(0).record()) + ".."
                + coordinates(rows.get(rows.size() - 1).record()) + "#" + rows.size() + "-" + body.length() + "-"
                + Long.toHexString(checksum.getValue());
    }

    private static String coordinates(SinkRecord record) {
        return record.originalTopic() + "-" + record.originalKafkaPartition() + "@" + record.originalKafkaOffset();
    }
}
