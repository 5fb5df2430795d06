package io.candlewick.streams.lag;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What each group had waiting in a topic at the last observations, all partitions together.
 *
 * <p><b>Shape</b>: {@value #WINDOW} observations; a group that was not there had nothing waiting. <b>Thread</b>: any.
 */
public final class LagTrail {

    private static final int WINDOW = 61;

    private final Deque<Map<Place, Waiting>> observed = new ArrayDeque<>();

    private record Place(String group, String topic) {}

    /**
     * What waited at a time.
     *
     * @param records how many
     * @param age of the oldest
     */
    public record Waiting(long records, Duration age) {

        private static final Waiting NOTHING = new Waiting(0, Duration.ZERO);

        private Waiting and(Waiting other) {
            Duration oldest = List.of(age, other.age).stream()
                    .max(Comparator.naturalOrder())
                    .orElse(age);
            return new Waiting(records + other.records, oldest);
        }
    }

    synchronized void add(List<LagHistory.Judged> judged) {
        Map<Place, Waiting> now = new HashMap<>();
        for (LagHistory.Judged one : judged) {
            PartitionLag lag = one.lag();
            now.merge(
                    new Place(lag.group(), lag.partition().topic()),
                    new Waiting(lag.isBehind() ? lag.records() : 0, lag.age()),
                    Waiting::and);
        }
        observed.addLast(now);
        if (observed.size() > WINDOW) {
            observed.removeFirst();
        }
    }

    /**
     * What a group had waiting.
     *
     * @param group the group
     * @param topic the topic
     * @return earliest first
     */
    public synchronized List<Waiting> of(String group, String topic) {
        Place place = new Place(group, topic);
        return observed.stream()
                .map(then -> then.getOrDefault(place, Waiting.NOTHING))
                .toList();
    }
}
