package io.candlewick.streams.lag;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * The last observations of every partition of every group, which is what a trend is judged by.
 *
 * <p><b>Shape</b>: {@value #WINDOW} observations each; groups and partitions that are gone are forgotten. <b>Thread</b>: one at a time.
 */
public final class LagHistory {

    private static final int WINDOW = 10;

    private Map<Place, Deque<PartitionLag>> observed = new HashMap<>();

    private record Place(String group, TopicPartition partition) {}

    /**
     * A lag and what becomes of it.
     *
     * @param lag the last observation
     * @param trend judged by it and those before
     */
    public record Judged(PartitionLag lag, LagTrend trend) {}

    /**
     * Takes observations in.
     *
     * @param lags of one moment
     * @return each with its trend, in the same order
     */
    public List<Judged> add(List<PartitionLag> lags) {
        Map<Place, Deque<PartitionLag>> now = new HashMap<>();
        List<Judged> judged = new ArrayList<>();
        for (PartitionLag lag : lags) {
            Place place = new Place(lag.group(), lag.partition());
            Deque<PartitionLag> window = observed.getOrDefault(place, new ArrayDeque<>());
            window.addLast(lag);
            if (window.size() > WINDOW) {
                window.removeFirst();
            }
            now.put(place, window);
            judged.add(new Judged(lag, LagTrend.of(List.copyOf(window))));
        }
        observed = now;
        return judged;
    }
}
