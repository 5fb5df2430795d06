/**
 * How numbers are laid out in the state: small ones in few bytes. Start with {@link io.candlewick.streams.domain.layout.CompactWriter}.
 */
@NullMarked
package io.candlewick.streams.domain.layout;

import org.jspecify.annotations.NullMarked;
