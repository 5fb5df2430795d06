/**
 * The way of ticks into their topic: {@link io.candlewick.ingest.publish.TickPublisher}, and {@link
 * io.candlewick.ingest.publish.KafkaTickPublisher}, which is the real one.
 */
@NullMarked
package io.candlewick.ingest.publish;

import org.jspecify.annotations.NullMarked;
