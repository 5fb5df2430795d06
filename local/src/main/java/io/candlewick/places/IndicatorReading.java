package io.candlewick.places;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The indicator values of one bar, as a place keeps them.
 *
 * @param startTimeUs start of the bar
 * @param status the bar's
 * @param revision the bar's
 * @param version the bar's
 * @param barsSeen bars of the series up to and including this one
 * @param values by column name; one that is not warmed up is not there
 */
public record IndicatorReading(
        long startTimeUs,
        String status,
        int revision,
        long version,
        long barsSeen,
        NavigableMap<String, Double> values) {

    /** Takes a copy. */
    public IndicatorReading {
        values = Collections.unmodifiableNavigableMap(new TreeMap<>(values));
    }
}
