package io.candlewick.ingest.simulate;

/**
 * Random numbers that can be had by name: the same for the same seed, stream and index on every machine.
 *
 * <p><b>Source</b>: the mixer of SplitMix64, Steele, Lea and Flood 2014.
 */
final class Hash {

    private static final long GAMMA = 0x9E3779B97F4A7C15L;
    private static final double UNIT = 0x1.0p-53;

    private Hash() {}

    static long of(long seed, long index) {
        long mixed = seed + (index + 1) * GAMMA;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    static long of(long seed, String name) {
        return of(seed, ((long) name.hashCode() << 32) ^ name.length());
    }

    /** From 0, inclusive, to 1, exclusive. */
    static double unit(long seed, long index) {
        return (of(seed, index) >>> 11) * UNIT;
    }
}
