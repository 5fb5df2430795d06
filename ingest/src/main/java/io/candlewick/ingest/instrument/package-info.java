/**
 * Reference data of instruments: the list that comes with Candlewick, a user's own file, and the topic both are published to. Start
 * reading at {@link io.candlewick.ingest.instrument.InstrumentCatalog}.
 */
@NullMarked
package io.candlewick.ingest.instrument;

import org.jspecify.annotations.NullMarked;
