/**
 * The measurements of {@code ./candlewick bench}: every speed is a ratio against a baseline that ran in between, on the same records.
 *
 * <p>Start reading at {@link io.candlewick.bench.TopologyBench}. What is measured runs in processes of its own
 * ({@code io.candlewick.bench.measured}) on records written beforehand ({@code io.candlewick.bench.load}).
 */
@NullMarked
package io.candlewick.bench;

import org.jspecify.annotations.NullMarked;
