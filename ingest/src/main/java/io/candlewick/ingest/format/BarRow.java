package io.candlewick.ingest.format;

import io.candlewick.market.Ohlc;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one line of a bar file says.
 *
 * @param label the time as the file writes it, for messages
 * @param starts the instants the label can mean, the earlier first; none if its clock never showed it
 * @param price prices, of a file that has one side only or traded ones
 * @param bid bid prices
 * @param ask ask prices
 * @param volume traded volume, 0 if the file has none
 */
record BarRow(
        String label,
        List<Instant> starts,
        Ohlc price,
        @Nullable Ohlc bid,
        @Nullable Ohlc ask,
        double volume) {}
