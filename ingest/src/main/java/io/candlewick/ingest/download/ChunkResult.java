package io.candlewick.ingest.download;

import java.time.Duration;

/** What became of a chunk when it was worked on. */
sealed interface ChunkResult {

    /**
     * Its bars are in the topic.
     *
     * @param bars what was published
     * @param rejected rows that were no bars
     * @param vendor who answered
     */
    record Published(PublishedBars bars, long rejected, String vendor) implements ChunkResult {}

    /**
     * It is to be worked on again.
     *
     * @param reason why
     * @param after how long to wait
     * @param counts whether this was an attempt that failed, and not only one too early
     */
    record Later(String reason, Duration after, boolean counts) implements ChunkResult {}

    /**
     * Nobody can answer.
     *
     * @param reason why
     */
    record Failed(String reason) implements ChunkResult {}
}
