/**
 * Records as bytes: Confluent's wire format (magic byte 0, big-endian schema id, Avro binary), ids from a registry that speaks
 * Confluent's REST API.
 *
 * <p>Ticks and bars, which pass by the hundred thousand a second, are read and written by hand
 * ({@link io.candlewick.serde.TickCodec}, {@link io.candlewick.serde.BarCodec}); everything else goes through Avro's own readers and
 * writers. Start reading at {@link io.candlewick.serde.CandlewickSerdes}.
 */
@NullMarked
package io.candlewick.serde;

import org.jspecify.annotations.NullMarked;
