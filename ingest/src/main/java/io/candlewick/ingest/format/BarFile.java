package io.candlewick.ingest.format;

import io.candlewick.market.Instrument;
import io.candlewick.market.Timeframe;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file of a vendor's bars and what one must know to read it.
 *
 * @param path where it lies; plain, gzip or zip
 * @param format what its lines are
 * @param instrument whose bars; its calendar says where a bar may begin
 * @param timeframe their length
 * @param clock what the labels were read from, if it is not the format's usual one; no matter where times are counted from 1970
 */
public record BarFile(
        Path path, BarFormat format, Instrument instrument, Timeframe timeframe, Optional<LabelClock> clock) {}
