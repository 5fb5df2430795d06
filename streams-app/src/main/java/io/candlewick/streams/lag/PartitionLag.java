package io.candlewick.streams.lag;

import java.time.Duration;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a group is behind in one partition.
 *
 * @param group the consumer group
 * @param partition topic and partition
 * @param committed the next offset the group will read
 * @param end the offset after the last record of a finished transaction
 * @param records how many offsets lie between; transaction markers count among them
 * @param age how long ago the oldest unread record was written; zero if none is unread
 * @param members whether the group has members
 */
public record PartitionLag(
        String group, TopicPartition partition, long committed, long end, long records, Duration age, boolean members) {

    /**
     * Whether a record waits to be read: what lies between may be transaction markers alone.
     *
     * @return false if the group has read everything
     */
    public boolean isBehind() {
        return records > 0 && !age.isZero();
    }
}
