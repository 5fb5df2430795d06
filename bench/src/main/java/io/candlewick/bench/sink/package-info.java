/**
 * Rows a second into the databases: Candlewick's sinks against other people's and against the same rows written by hand.
 *
 * <p>Start reading at {@link io.candlewick.bench.sink.SinksBench}.
 */
@NullMarked
package io.candlewick.bench.sink;

import org.jspecify.annotations.NullMarked;
