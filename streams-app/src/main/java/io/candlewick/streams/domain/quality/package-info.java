/**
 * What is remembered of a symbol to tell a wrong price from a moved market. Start reading at
 * {@link io.candlewick.streams.domain.quality.PriceReference}.
 */
@NullMarked
package io.candlewick.streams.domain.quality;

import org.jspecify.annotations.NullMarked;
