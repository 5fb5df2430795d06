package io.candlewick.contract;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.TopicConfig;

/**
 * One topic of the catalogue, with everything a broker must be told to create it.
 *
 * @param name the topic's name
 * @param key what the key is, in words
 * @param value schema of the value, empty where records stay as they were received
 * @param partitions how many partitions it has unless configured otherwise
 * @param config the settings that differ from the broker's defaults
 */
public record TopicSpec(String name, String key, Optional<Schema> value, int partitions, Map<String, String> config) {

    /** Takes a sorted copy of the settings. */
    public TopicSpec {
        config = java.util.Collections.unmodifiableMap(new TreeMap<>(config));
    }

    /**
     * Whether only the newest record of a key is kept.
     *
     * @return true for reference data and ledgers
     */
    public boolean isCompacted() {
        return TopicConfig.CLEANUP_POLICY_COMPACT.equals(config.get(TopicConfig.CLEANUP_POLICY_CONFIG));
    }

    /**
     * The registry subject of the value.
     *
     * @return {@code <topic>-value}
     */
    public String valueSubject() {
        return name + "-value";
    }
}
