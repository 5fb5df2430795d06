package io.candlewick.ingest.publish;

import io.candlewick.config.Settings;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The disk's share in not losing anything.
 *
 * @param directory where the spool lies; one process at a time
 * @param maxBytes what may wait for the broker; beyond it new ticks are refused and the loss is said in band
 * @param segmentBytes length of one file
 * @param fsync how often files are forced to the disk; zero: after every record. A killed process loses nothing either way, a machine
 *     without power at most this much
 */
public record SpoolConfig(Path directory, long maxBytes, int segmentBytes, Duration fsync) {

    /** Folder of the spool. */
    public static final String DIRECTORY = "CANDLEWICK_SPOOL_DIR";
    /** What may wait, in MiB. */
    public static final String MAX_MEBIBYTES = "CANDLEWICK_SPOOL_MAX_MIB";
    /** How often files are forced to the disk. */
    public static final String FSYNC = "CANDLEWICK_SPOOL_FSYNC";

    private static final long MEBIBYTE = 1024L * 1024;
    private static final int DEFAULT_MEBIBYTES = 2_048;
    private static final int MOST_MEBIBYTES = 1_048_576;
    private static final int SEGMENT = 16 * 1024 * 1024;
    private static final int LEAST_SEGMENT = 1_024;

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if a segment is too small, or larger than the whole
     */
    public SpoolConfig {
        if (segmentBytes < LEAST_SEGMENT || segmentBytes > maxBytes) {
            throw new IllegalArgumentException(
                    "spool segment=" + segmentBytes + " must be from " + LEAST_SEGMENT + " to max=" + maxBytes);
        }
    }

    /**
     * Reads the configuration; faults stay with the settings.
     *
     * @param settings where to read
     * @param fallback the folder if none is set
     * @return the configuration
     */
    public static SpoolConfig from(Settings settings, Path fallback) {
        long maxBytes = settings.wholeNumber(MAX_MEBIBYTES, DEFAULT_MEBIBYTES, 1, MOST_MEBIBYTES) * MEBIBYTE;
        return new SpoolConfig(
                settings.value(DIRECTORY, fallback, Path::of),
                maxBytes,
                (int) Math.min(SEGMENT, maxBytes / 2),
                settings.duration(FSYNC, Duration.ofSeconds(1)));
    }
}
