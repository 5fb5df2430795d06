package io.candlewick.streams.domain.series;

import io.candlewick.market.Timeframe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one series, known without reading it: where its bars lie, which spans a vendor delivered, which were given up.
 *
 * <p><b>Shape</b>: bars are counted in segments of {@value #SEGMENT_BARS} places. When there are too many, the segment that was written
 * longest ago goes: in a live series the oldest, in a history that is loaded in any order the one that was loaded first. What lies shortly
 * before the last bar built here stays, because late ticks correct it. At least as many bars are kept as the limit says, at most twice
 * {@value #SEGMENT_BARS} more. <b>Cost</b>: a bar after the last costs one look-up in a small tree.
 */
final class SeriesIndex {

    static final int SEGMENT_BARS = 256;

    private static final long NEVER_US = Long.MIN_VALUE / 2;

    private final long segmentUs;
    final NavigableMap<Long, Segment> segments = new TreeMap<>();
    /* Spans in which the vendor has delivered all there is, as far as their bars are still kept. */
    final Spans delivered = new Spans(false);
    /* Spans whose bars are no longer kept. */
    final Spans forgotten = new Spans(true);
    /* No bar starts after this. */
    long lastStartUs = Long.MIN_VALUE;
    int kept;
    long writes;
    /* Start of the last bar built here; long before any at first. */
    long builtUs = NEVER_US;
    /* The delivery that came last, and how far. */
    long rangeFromUs;
    long rangeToUs;
    long deliveredUntilUs;

    /** How many bars there are in a segment, and which of the series' writes was its last. */
    static final class Segment {

        int bars;
        long written;

        Segment(int bars, long written) {
            this.bars = bars;
            this.written = written;
        }
    }

    SeriesIndex(Timeframe timeframe) {
        this.segmentUs = timeframe.lengthUs() * SEGMENT_BARS;
    }

    /** Whether a bar of that start may be kept; if not, there is no need to look. */
    boolean mayHold(long startUs) {
        return startUs <= lastStartUs && segments.containsKey(segmentOf(startUs));
    }

    /** A bar is written. */
    void wrote(long startUs, boolean isNew) {
        writes++;
        Segment segment = segments.computeIfAbsent(segmentOf(startUs), id -> new Segment(0, writes));
        segment.written = writes;
        if (isNew) {
            segment.bars++;
            kept++;
            lastStartUs = Math.max(lastStartUs, startUs);
        }
    }

    /** Whether a range is that of the delivery under way, or goes on from it. */
    boolean isUnderWay(SeriesMerging.Range range) {
        return range.fromUs() == rangeFromUs && range.toUs() >= rangeToUs;
    }

    /**
     * A bar of a delivery has come. Deliveries come in order of time, so all before its end is there.
     *
     * @return the parts that had not been delivered before
     */
    List<Spans.Span> deliver(SeriesMerging.Range range, long endUs) {
        List<Spans.Span> grown = new ArrayList<>();
        if (isUnderWay(range)) {
            rangeToUs = range.toUs();
            grown.addAll(goOn(endUs));
        } else {
            rangeFromUs = range.fromUs();
            rangeToUs = range.toUs();
            deliveredUntilUs = endUs;
            // Nobody knows of an earlier delivery what else it had where its bars are no longer kept.
            for (Spans.Span known : forgotten.without(range.fromUs(), endUs)) {
                grown.addAll(delivered.without(known.fromUs(), known.toUs()));
                delivered.add(known.fromUs(), known.toUs());
            }
        }
        return grown;
    }

    /**
     * No bar of the delivery under way comes any more: there is none in the rest of its range.
     *
     * @return the parts that had not been delivered before
     */
    List<Spans.Span> endDelivery() {
        return deliveredUntilUs < rangeToUs ? goOn(rangeToUs) : List.of();
    }

    /* These bars have just come, whatever an earlier delivery had here. */
    private List<Spans.Span> goOn(long toUs) {
        if (toUs <= deliveredUntilUs) {
            return List.of();
        }
        List<Spans.Span> grown = delivered.without(deliveredUntilUs, toUs);
        forgotten.remove(deliveredUntilUs, toUs);
        delivered.add(deliveredUntilUs, toUs);
        deliveredUntilUs = toUs;
        return grown;
    }

    /** A bar built here is written: what lies shortly before it is not given up. */
    void built(long startUs) {
        builtUs = startUs;
    }

    /**
     * Gives up the segment written longest ago, if more bars are kept than need be.
     *
     * @param limit how many bars must be kept
     * @param keepUs how much of the time before the last bar built here must be kept
     * @return the span whose bars are to be deleted, or null if there is none
     */
    Spans.@Nullable Span giveUp(int limit, long keepUs) {
        if (kept <= limit + SEGMENT_BARS) {
            return null;
        }
        Long oldest = writtenLongestAgo(segmentOf(builtUs - keepUs), segmentOf(builtUs));
        if (oldest == null) {
            return null;
        }
        Segment given = segments.remove(oldest);
        kept -= given == null ? 0 : given.bars;
        lastStartUs = Math.min(lastStartUs, (segments.lastKey() + 1) * segmentUs - 1);
        Spans.Span span = new Spans.Span(oldest * segmentUs, (oldest + 1) * segmentUs);
        delivered.remove(span.fromUs(), span.toUs());
        forgotten.add(span.fromUs(), span.toUs());
        return span;
    }

    private @Nullable Long writtenLongestAgo(long firstKept, long lastKept) {
        Long oldest = null;
        long oldestWritten = Long.MAX_VALUE;
        for (Map.Entry<Long, Segment> entry : segments.entrySet()) {
            long id = entry.getKey();
            if (entry.getValue().written < oldestWritten && (id < firstKept || id > lastKept)) {
                oldest = id;
                oldestWritten = entry.getValue().written;
            }
        }
        return oldest;
    }

    private long segmentOf(long startUs) {
        return Math.floorDiv(startUs, segmentUs);
    }
}
