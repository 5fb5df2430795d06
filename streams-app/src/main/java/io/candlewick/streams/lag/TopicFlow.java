package io.candlewick.streams.lag;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many records a second flow into topics, from what their ends were at the last observations.
 *
 * <p><b>Shape</b>: {@value #WINDOW} observations. <b>Thread</b>: any.
 */
public final class TopicFlow {

    private static final int WINDOW = 61;

    private final Deque<Observation> observed = new ArrayDeque<>();

    private record Observation(Instant at, Map<String, Long> ends) {}

    synchronized void add(Instant at, Map<String, Long> ends) {
        observed.addLast(new Observation(at, Map.copyOf(ends)));
        if (observed.size() > WINDOW) {
            observed.removeFirst();
        }
    }

    /**
     * Records ever written to each topic.
     *
     * @return by topic, transaction markers among them; empty before the first observation
     */
    public synchronized Map<String, Long> ends() {
        return observed.isEmpty() ? Map.of() : observed.getLast().ends();
    }

    /**
     * The rates between the observations.
     *
     * @param topic a topic
     * @return records a second, earliest first
     */
    public synchronized List<Double> perSecond(String topic) {
        Map<Instant, Double> rates = new LinkedHashMap<>();
        Observation before = null;
        for (Observation now : observed) {
            if (before != null) {
                double seconds = Math.max(
                        1e-3, java.time.Duration.between(before.at(), now.at()).toNanos() / 1e9);
                long records =
                        now.ends().getOrDefault(topic, 0L) - before.ends().getOrDefault(topic, 0L);
                rates.put(now.at(), Math.max(0, records) / seconds);
            }
            before = now;
        }
        return List.copyOf(rates.values());
    }
}
