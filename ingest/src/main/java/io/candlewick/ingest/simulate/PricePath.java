package io.candlewick.ingest.simulate;

/**
 * Where the price of one symbol stands at every minute, for ever, without having walked there: noise of all sizes laid over one another, from
 * minutes to years.
 *
 * <p><b>Units</b>: points, that is units of the last published decimal. <b>Cost</b>: two hashes an octave. <b>Thread</b>: any.
 */
final class PricePath {

    private static final int OCTAVES = 20;
    /* One minute moves about this share of the price; each octave above moves 1.41 times as much, as a random walk does. */
    private static final double MINUTE_SHARE = 0.00004;
    private static final double GROWTH = Math.sqrt(2);
    private static final double GREATEST_SHARE = 0.35;

    private final long seed;
    private final double basePoints;

    PricePath(long seed, double basePoints) {
        this.seed = seed;
        this.basePoints = basePoints;
    }

    /** The mid at the start of a minute, counted from the epoch. */
    double pointsAt(long minute) {
        double share = 0;
        double amplitude = MINUTE_SHARE;
        for (int octave = 0; octave < OCTAVES; octave++) {
            long cell = minute >> octave;
            double within = (minute - (cell << octave)) / (double) (1L << octave);
            double from = lattice(octave, cell);
            share += amplitude * (from + (lattice(octave, cell + 1) - from) * within);
            amplitude *= GROWTH;
        }
        return basePoints * (1 + Math.max(-GREATEST_SHARE, Math.min(GREATEST_SHARE, share)));
    }

    private double lattice(int octave, long cell) {
        return 2 * Hash.unit(seed + octave * 0x51ED270B1L, cell) - 1;
    }
}
