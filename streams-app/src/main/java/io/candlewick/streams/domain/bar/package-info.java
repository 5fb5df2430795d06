/**
 * What a bar is and when it closes, without Kafka.
 *
 * <p>{@link io.candlewick.streams.domain.bar.BarAccumulator} folds ticks into one bar; {@link io.candlewick.streams.domain.bar.BarCascade}
 * keeps the open bars of one symbol, where a closing bar is merged into the coarser ones;
 * {@link io.candlewick.streams.domain.bar.SymbolState} adds the symbol's clock and what its feeds have covered. Start reading there.
 */
@NullMarked
package io.candlewick.streams.domain.bar;

import org.jspecify.annotations.NullMarked;
