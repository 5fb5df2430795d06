package io.candlewick.ingest.download;

/**
 * A checksum of bars that does not depend on their order: the sum of a 64-bit hash of each bar's start, prices and volume.
 *
 * <p>Both what was published and what ClickHouse holds are summed with it, so it is a data format of the ledger: changing it makes every
 * unfinished chunk be downloaded again.
 */
final class BarChecksum {

    private static final long STEP = 0x9E3779B97F4A7C15L;
    private static final long FIRST = 0xBF58476D1CE4E5B9L;
    private static final long SECOND = 0x94D049BB133111EBL;

    private BarChecksum() {}

    /** Hash of one bar. */
    static long of(long startUs, double open, double high, double low, double close, double volume) {
        long hash = mixed(startUs);
        hash = mixed(hash ^ bits(open));
        hash = mixed(hash ^ bits(high));
        hash = mixed(hash ^ bits(low));
        hash = mixed(hash ^ bits(close));
        return mixed(hash ^ bits(volume));
    }

    /* Adding 0.0 makes one of the two zeros. */
    private static long bits(double value) {
        return Double.doubleToLongBits(value + 0.0);
    }

    /* Steele, Lea and Flood's SplitMix64. */
    private static long mixed(long value) {
        long hash = value + STEP;
        hash = (hash ^ (hash >>> 30)) * FIRST;
        hash = (hash ^ (hash >>> 27)) * SECOND;
        return hash ^ (hash >>> 31);
    }
}
