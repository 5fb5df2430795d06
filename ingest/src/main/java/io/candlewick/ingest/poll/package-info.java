/** Bars of sources without a stream, asked for again and again: {@link io.candlewick.ingest.poll.BarPoller}. */
@NullMarked
package io.candlewick.ingest.poll;

import org.jspecify.annotations.NullMarked;
