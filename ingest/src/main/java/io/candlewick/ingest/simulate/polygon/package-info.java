/**
 * The vendor polygon, simulated over the shared market. Start reading at {@link io.candlewick.ingest.simulate.polygon.PolygonSockets}.
 */
@NullMarked
package io.candlewick.ingest.simulate.polygon;

import org.jspecify.annotations.NullMarked;
