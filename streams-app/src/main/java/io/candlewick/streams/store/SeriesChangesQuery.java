package io.candlewick.streams.store;

import org.apache.kafka.streams.query.Query;

/**
 * Asks {@link BarChunkStore} to tell from now on what changes of a series. Only the copy that a task works on can say so: a standby's changes
 * come in below it.
 *
 * @param series tenant, symbol and timeframe
 */
public record SeriesChangesQuery(BarSeriesKey series) implements Query<SeriesChanges> {}
