package io.candlewick.streams.query;

import io.candlewick.contract.TopicSpec;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
    private final Function<T, String> groupOf;
    private final Map<String, T> byKey = new LinkedHashMap<>();
    private final Map<String, Map<String, T>> byGroup = new HashMap<>();
    private final Map<String, List<T>> listedGroups = new HashMap<>();
    /* All records as they were asked for last; null after a change. */
    private @Nullable List<T> listed;

    TopicTable(TopicSpec topic, Deserializer<T> deserializer, Function<T, String> groupOf) {
        this.topic = topic;
        this.deserializer = deserializer;
        this.groupOf = groupOf;
    }

    String topic() {
        return topic.name();
    }

    /** Takes a record in; only one thread may, since the deserializer belongs to it. */
    void accept(String key, byte @Nullable [] value) {
        T record = value == null ? null : deserializer.deserialize(topic.name(), value);
        synchronized (byKey) {
            listed = null;
            remove(key);
            if (record != null) {
                byKey.put(key, record);
                String group = groupOf.apply(record);
                byGroup.computeIfAbsent(group, first -> new LinkedHashMap<>()).put(key, record);
                listedGroups.remove(group);
            }
            if (byKey.size() > MOST) {
                remove(byKey.keySet().iterator().next());
            }
        }
    }

    private void remove(String key) {
        T gone = byKey.remove(key);
        if (gone == null) {
            return;
        }
        String group = groupOf.apply(gone);
        listedGroups.remove(group);
        Map<String, T> rest = byGroup.get(group);
        if (rest != null) {
            rest.remove(key);
            if (rest.isEmpty()) {
                byGroup.remove(group);
            }
        }
    }

    /** The records of a group, the one unheard of for longest first; the same list while none of them changes. */
    List<T> group(String name) {
        synchronized (byKey) {
            Map<String, T> group = byGroup.get(name);
            return group == null
                    ? List.of()
                    : listedGroups.computeIfAbsent(name, unlisted -> List.copyOf(group.values()));
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
