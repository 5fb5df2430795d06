/**
 * Plays files of ticks into a topic as a feed would have sent them: in event-time order, at a chosen speed, with heartbeats in band.
 * Start reading at {@link io.candlewick.ingest.replay.Replay}. Files of a vendor's own bars are loaded by {@link
 * io.candlewick.ingest.replay.BarLoad}.
 */
@NullMarked
package io.candlewick.ingest.replay;

import org.jspecify.annotations.NullMarked;
