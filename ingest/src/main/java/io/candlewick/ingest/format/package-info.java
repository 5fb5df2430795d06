/**
 * Files of ticks as vendors and exchanges publish them, and how each line or record becomes a tick.
 *
 * <p>Start reading at {@link io.candlewick.ingest.format.FileFormat}, the list of formats; {@link
 * io.candlewick.ingest.format.TickSource} is what they all become. Files of a vendor's own bars have formats of their own, {@link
 * io.candlewick.ingest.format.BarFormat}, and become {@link io.candlewick.ingest.format.BarReader}s. What a file's lines mean is pure;
 * only opening it touches the disk.
 */
@NullMarked
package io.candlewick.ingest.format;

import org.jspecify.annotations.NullMarked;
