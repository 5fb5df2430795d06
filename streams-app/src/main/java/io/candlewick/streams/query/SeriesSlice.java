package io.candlewick.streams.query;

import io.candlewick.avro.BarStatus;
import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorValues;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What two places have of a series, settled as the tables settle it: of each bar the greater version; a closed one rather than an open one.
 *
 * @param bars earliest first; an open one is the last
 * @param indicators values of these bars, earliest first
 */
record SeriesSlice(List<Bar> bars, List<IndicatorValues> indicators) {

    /** Both together, the newest of them if they are more closed bars than were wanted. */
    SeriesSlice with(SeriesSlice other, int limit) {
        if (other.bars.isEmpty()) {
            return this;
        }
        if (bars.isEmpty()) {
            return other;
        }
        TreeMap<Long, Bar> all = new TreeMap<>();
        bars.forEach(bar -> all.put(bar.key().startTimeUs(), bar));
        other.bars.forEach(bar -> all.merge(bar.key().startTimeUs(), bar, SeriesSlice::newer));
        List<Bar> wanted = newest(new ArrayList<>(all.values()), limit);
        long firstUs = wanted.get(0).key().startTimeUs();
        TreeMap<Long, IndicatorValues> values = new TreeMap<>();
        indicators.forEach(value -> values.put(value.key().startTimeUs(), value));
        other.indicators.forEach(value -> values.merge(
                value.key().startTimeUs(), value, (left, right) -> right.version() > left.version() ? right : left));
        return new SeriesSlice(wanted, List.copyOf(values.tailMap(firstUs).values()));
    }

    private static Bar newer(Bar left, Bar right) {
        if (isOpen(left) != isOpen(right)) {
            return isOpen(left) ? right : left;
        }
        return right.version() > left.version() ? right : left;
    }

    private static List<Bar> newest(List<Bar> all, int limit) {
        Bar last = all.remove(all.size() - 1);
        // What one place still takes for open lies before what another has closed.
        all.removeIf(SeriesSlice::isOpen);
        int wanted = isOpen(last) ? limit : limit - 1;
        List<Bar> newest = new ArrayList<>(all.subList(Math.max(0, all.size() - wanted), all.size()));
        newest.add(last);
        return List.copyOf(newest);
    }

    private static boolean isOpen(Bar bar) {
        return bar.status() == BarStatus.FORMING;
    }
}
