/**
 * Finds holes in the stored bars and has them filled. Start reading at {@link io.candlewick.ingest.gap.SeriesAudit}, the decision without any
 * I/O; {@link io.candlewick.ingest.gap.GapAuditor} brings it what it must know and carries out what it says.
 */
@NullMarked
package io.candlewick.ingest.gap;

import org.jspecify.annotations.NullMarked;
