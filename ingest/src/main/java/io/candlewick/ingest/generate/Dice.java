package io.candlewick.ingest.generate;

/**
 * Random numbers that are the same on every machine and every JDK for ever.
 *
 * <p><b>Source</b>: SplitMix64, Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators, 2014. The JDK's own generators may
 * change how they make doubles of bits. <b>Thread</b>: one.
 */
final class Dice {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final double UNIT = 0x1.0p-53;

    private long state;

    Dice(long seed) {
        state = seed;
    }

    /** Dice of its own for a part of the market, so that changing one part leaves the others as they were. */
    static Dice of(long seed, String part) {
        return new Dice(new Dice(seed ^ (long) part.hashCode() << 20).nextLong());
    }

    long nextLong() {
        state += GOLDEN_GAMMA;
        long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /** From 0, inclusive, to 1, exclusive. */
    double nextUnit() {
        return (nextLong() >>> 11) * UNIT;
    }

    /** From 0, inclusive, to the bound, exclusive. */
    int nextInt(int bound) {
        return (int) (nextUnit() * bound);
    }

    boolean chance(double probability) {
        return nextUnit() < probability;
    }

    /** Evenly spread between two times. */
    long between(long least, long most) {
        return least + (long) (nextUnit() * (most - least));
    }

    /** Waiting time of something that happens at random, in units of its mean. */
    double nextWait() {
        return -StrictMath.log(1 - nextUnit());
    }
}
