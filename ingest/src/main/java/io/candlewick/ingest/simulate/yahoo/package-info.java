/** Yahoo's chart service, simulated. */
@NullMarked
package io.candlewick.ingest.simulate.yahoo;

import org.jspecify.annotations.NullMarked;
