package io.candlewick.ingest.download;

import io.candlewick.config.Settings;
import java.time.Duration;

/**
 * How history is downloaded.
 *
 * @param chunkBars how many bars a chunk has room for
 * @param workers how many chunks are downloaded at once
 * @param maxUnverified how many chunks may be published and not yet found in the table
 * @param maxLag how many records a reader may be behind before history waits
 * @param longestQuiet how long an open market may have no bar; a longer stretch is not claimed to be covered
 * @param settle how long after its end a bar is asked for, so that the vendor has it
 * @param attempts how often a chunk is downloaded or published again before it fails
 * @param patience how long the table may show no progress before a chunk is published again
 * @param applicationId the streams application's id without the lane, whose lag is watched
 */
public record DownloadConfig(
        int chunkBars,
        int workers,
        int maxUnverified,
        int maxLag,
        Duration longestQuiet,
        Duration settle,
        int attempts,
        Duration patience,
        String applicationId) {

    /** Room of a chunk, in bars. */
    public static final String CHUNK_BARS = "CANDLEWICK_DOWNLOAD_CHUNK_BARS";
    /** Chunks at once. */
    public static final String WORKERS = "CANDLEWICK_DOWNLOAD_WORKERS";
    /** Published chunks that are not verified yet. */
    public static final String MAX_UNVERIFIED = "CANDLEWICK_DOWNLOAD_MAX_UNVERIFIED";
    /** Bound of the readers' lag, in records. */
    public static final String MAX_LAG = "CANDLEWICK_DOWNLOAD_MAX_LAG";
    /** Longest time without a bar in an open market. */
    public static final String LONGEST_QUIET = "CANDLEWICK_DOWNLOAD_LONGEST_QUIET";
    /** Time after which a vendor has a bar. */
    public static final String SETTLE = "CANDLEWICK_DOWNLOAD_SETTLE";
    /** Attempts of a chunk. */
    public static final String ATTEMPTS = "CANDLEWICK_DOWNLOAD_ATTEMPTS";
    /** Time without progress after which a chunk is published again. */
    public static final String PATIENCE = "CANDLEWICK_DOWNLOAD_PATIENCE";
    /** The streams application. */
    public static final String APPLICATION_ID = "CANDLEWICK_APPLICATION_ID";

    private static final int MAX_CHUNK_BARS = 2_000_000;
    private static final int MAX_WORKERS = 32;
    private static final int MAX_CHUNKS_WAITING = 1_000;
    private static final int MAX_ATTEMPTS = 100;

    /**
     * Reads the configuration; faults stay with the settings.
     *
     * @param settings where to read
     * @return the configuration
     */
    public static DownloadConfig from(Settings settings) {
        return new DownloadConfig(
                settings.wholeNumber(CHUNK_BARS, ChunkPlan.DEFAULT_CHUNK_BARS, 1, MAX_CHUNK_BARS),
                settings.wholeNumber(WORKERS, 2, 1, MAX_WORKERS),
                settings.wholeNumber(MAX_UNVERIFIED, 8, 1, MAX_CHUNKS_WAITING),
                settings.wholeNumber(MAX_LAG, 500_000, 1_000, Integer.MAX_VALUE),
                settings.duration(LONGEST_QUIET, Duration.ofHours(1)),
                settings.duration(SETTLE, Duration.ofSeconds(5)),
                settings.wholeNumber(ATTEMPTS, 4, 1, MAX_ATTEMPTS),
                settings.duration(PATIENCE, Duration.ofMinutes(2)),
                settings.text(APPLICATION_ID, "candlewick"));
    }
}
