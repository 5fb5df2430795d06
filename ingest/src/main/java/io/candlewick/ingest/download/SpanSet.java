package io.candlewick.ingest.download;

import io.candlewick.market.TimeSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A set of instants, kept as spans that neither overlap nor touch.
 *
 * <p><b>Thread</b>: one.
 */
public final class SpanSet {

    private final NavigableMap<Long, Long> endsByStart = new TreeMap<>();

    /** An empty set. */
    public SpanSet() {}

    /**
     * Adds a span.
     *
     * @param fromUs start, inclusive
     * @param toUs end, exclusive; at or before the start it adds nothing
     */
    public void add(long fromUs, long toUs) {
        if (fromUs >= toUs) {
            return;
        }
        long start = fromUs;
        long end = toUs;
        Map.Entry<Long, Long> before = endsByStart.floorEntry(fromUs);
        if (before != null && before.getValue() >= fromUs) {
            start = before.getKey();
            end = Math.max(end, before.getValue());
        }
        NavigableMap<Long, Long> swallowed = endsByStart.subMap(start, true, end, true);
        for (long swallowedEnd : swallowed.values()) {
            end = Math.max(end, swallowedEnd);
        }
        swallowed.clear();
        endsByStart.put(start, end);
    }

    /**
     * What of a span is not in the set.
     *
     * @param fromUs start, inclusive
     * @param toUs end, exclusive
     * @return the parts, ascending
     */
    public List<TimeSpan> missing(long fromUs, long toUs) {
        List<TimeSpan> parts = new ArrayList<>();
        long at = fromUs;
        Map.Entry<Long, Long> before = endsByStart.floorEntry(fromUs);
        if (before != null) {
            at = Math.max(at, before.getValue());
        }
        for (Map.Entry<Long, Long> span :
                endsByStart.tailMap(fromUs, false).headMap(toUs, false).entrySet()) {
            if (at < span.getKey()) {
                parts.add(new TimeSpan(at, span.getKey()));
            }
            at = Math.max(at, span.getValue());
        }
        if (at < toUs) {
            parts.add(new TimeSpan(at, toUs));
        }
        return parts;
    }

    /**
     * Whether all of a span is in the set.
     *
     * @param fromUs start, inclusive
     * @param toUs end, exclusive
     * @return true if nothing of it is missing
     */
    public boolean covers(long fromUs, long toUs) {
        Map.Entry<Long, Long> before = endsByStart.floorEntry(fromUs);
        return fromUs >= toUs || (before != null && before.getValue() >= toUs);
    }

    /**
     * Whether some of a span is in the set.
     *
     * @param fromUs start, inclusive
     * @param toUs end, exclusive
     * @return true if it shares an instant with the set
     */
    public boolean touches(long fromUs, long toUs) {
        Map.Entry<Long, Long> before = endsByStart.lowerEntry(toUs);
        return fromUs < toUs && before != null && before.getValue() > fromUs;
    }

    /**
     * The spans.
     *
     * @return ascending
     */
    public List<TimeSpan> spans() {
        return endsByStart.entrySet().stream()
                .map(span -> new TimeSpan(span.getKey(), span.getValue()))
                .toList();
    }
}
