package io.candlewick.streams.query;

import io.candlewick.streams.stored.SeriesRange;
import java.util.List;
import java.util.Set;

/**
 * What is asked of a tier.
 *
 * @param range which bars
 * @param indicators whether their indicators are wanted as well
 * @param names which indicators; empty: all
 * @param fields which fields of the bars, in their order
 * @param forming whether the open bar is wanted after the closed ones; it does not count for the range's limit
 */
record SeriesWish(SeriesRange range, boolean indicators, Set<String> names, List<BarField> fields, boolean forming) {

    SeriesWish {
        names = Set.copyOf(names);
        fields = List.copyOf(fields);
    }

    boolean isNamed(String indicator) {
        return names.isEmpty() || names.contains(indicator);
    }
}
