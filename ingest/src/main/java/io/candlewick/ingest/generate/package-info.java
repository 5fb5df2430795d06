/**
 * A market made by arithmetic: the same seed gives the same ticks on every machine. Start reading at {@link
 * io.candlewick.ingest.generate.MarketGenerator}.
 */
@NullMarked
package io.candlewick.ingest.generate;

import org.jspecify.annotations.NullMarked;
