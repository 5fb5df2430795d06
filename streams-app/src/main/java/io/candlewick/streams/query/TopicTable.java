package io.candlewick.streams.query;

import io.candlewick.contract.TopicSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * The last record of each key of a topic.
 *
 * <p><b>Shape</b>: at most {@value #MOST} keys; beyond that the one unheard of for longest goes. <b>Thread</b>: any.
 *
 * @param <T> the records
 */
final class TopicTable<T> {

    private static final int MOST = 200_000;

    private final TopicSpec topic;
    private final Deserializer<T> deserializer;
    private final Map<String, T> byKey = new LinkedHashMap<>();
    /* All records as they were asked for last; null after a change. */
    private @Nullable List<T> listed;

    TopicTable(TopicSpec topic, Deserializer<T> deserializer) {
        this.topic = topic;
        this.deserializer = deserializer;
    }

    String topic() {
        return topic.name();
    }

    /** Takes a record in; only one thread may, since the deserializer belongs to it. */
    void accept(String key, byte @Nullable [] value) {
        T record = value == null ? null : deserializer.deserialize(topic.name(), value);
        synchronized (byKey) {
            listed = null;
            byKey.remove(key);
            if (record != null) {
                byKey.put(key, record);
            }
            if (byKey.size() > MOST) {
                byKey.remove(byKey.keySet().iterator().next());
            }
        }
    }

    /** All records, the one unheard of for longest first. */
    List<T> all() {
        synchronized (byKey) {
            List<T> known = listed;
            if (known == null) {
                known = List.copyOf(byKey.values());
                listed = known;
            }
            return known;
        }
    }

    /** The last record of a key. */
    Optional<T> get(String key) {
        synchronized (byKey) {
            return Optional.ofNullable(byKey.get(key));
        }
    }
}
