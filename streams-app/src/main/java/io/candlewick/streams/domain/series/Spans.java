package io.candlewick.streams.domain.series;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A set of instants as disjoint spans, none touching another.
 *
 * <p><b>Shape</b>: at most {@value #MAX_SPANS}; beyond them the oldest is dropped, or the two oldest become one.
 */
final class Spans {

    static final int MAX_SPANS = 64;

    private final NavigableMap<Long, Long> endByStart = new TreeMap<>();
    private final boolean widening;

    /** A set that is to err on the small side, or on the large side when it widens. */
    Spans(boolean widening) {
        this.widening = widening;
    }

    record Span(long fromUs, long toUs) {}

    List<Span> toList() {
        List<Span> spans = new ArrayList<>(endByStart.size());
        endByStart.forEach((fromUs, toUs) -> spans.add(new Span(fromUs, toUs)));
        return spans;
    }

    boolean isEmpty() {
        return endByStart.isEmpty();
    }

    /** End of the span that holds an instant, but not beyond another; the instant itself if none does. */
    long coveredUntil(long fromUs, long toUs) {
        Map.Entry<Long, Long> before = endByStart.floorEntry(fromUs);
        return before == null || before.getValue() <= fromUs ? fromUs : Math.min(before.getValue(), toUs);
    }

    /** Start of the next span from an instant on, but not beyond another; the instant itself if a span holds it. */
    long freeUntil(long fromUs, long toUs) {
        if (coveredUntil(fromUs, toUs) > fromUs) {
            return fromUs;
        }
        Long next = endByStart.ceilingKey(fromUs);
        return next == null ? toUs : Math.min(next, toUs);
    }

    /** The parts of a span that are not in the set. */
    List<Span> without(long fromUs, long toUs) {
        List<Span> parts = new ArrayList<>();
        long atUs = fromUs;
        while (atUs < toUs) {
            long freeUs = freeUntil(atUs, toUs);
            if (freeUs > atUs) {
                parts.add(new Span(atUs, freeUs));
            }
            atUs = Math.max(coveredUntil(freeUs, toUs), freeUs);
        }
        return parts;
    }

    void add(long fromUs, long toUs) {
        if (fromUs >= toUs) {
            return;
        }
        long startUs = fromUs;
        long endUs = toUs;
        Map.Entry<Long, Long> touching = endByStart.floorEntry(toUs);
        while (touching != null && touching.getValue() >= fromUs) {
            startUs = Math.min(startUs, touching.getKey());
            endUs = Math.max(endUs, touching.getValue());
            endByStart.remove(touching.getKey());
            touching = endByStart.floorEntry(toUs);
        }
        endByStart.put(startUs, endUs);
        if (endByStart.size() > MAX_SPANS) {
            Map.Entry<Long, Long> oldest = endByStart.pollFirstEntry();
            if (widening) {
                Map.Entry<Long, Long> next = endByStart.pollFirstEntry();
                endByStart.put(oldest.getKey(), next.getValue());
            }
        }
    }

    void remove(long fromUs, long toUs) {
        if (fromUs >= toUs) {
            return;
        }
        Map.Entry<Long, Long> touching = endByStart.lowerEntry(toUs);
        while (touching != null && touching.getValue() > fromUs) {
            endByStart.remove(touching.getKey());
            add(touching.getKey(), Math.min(touching.getValue(), fromUs));
            add(toUs, touching.getValue());
            touching = endByStart.lowerEntry(toUs);
        }
    }
}
