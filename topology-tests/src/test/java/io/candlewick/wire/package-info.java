/**
 * The wire format, proved with parties who did not write it: Apicurio's serde and Confluent's Python client. Start reading at
 * {@link io.candlewick.wire.WireRecords}.
 */
@NullMarked
package io.candlewick.wire;

import org.jspecify.annotations.NullMarked;
