/**
 * The way of ticks and vendors' bars into their topics: {@link io.candlewick.ingest.publish.TickPublisher} and {@link
 * io.candlewick.ingest.publish.BarPublisher}; those that begin with Kafka are the real ones.
 */
@NullMarked
package io.candlewick.ingest.publish;

import org.jspecify.annotations.NullMarked;
