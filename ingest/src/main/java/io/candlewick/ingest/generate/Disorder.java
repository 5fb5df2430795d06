package io.candlewick.ingest.generate;

/**
 * What happens to a quote on its way: nothing as a rule; now and then it comes twice, a little out of order, or hours late.
 *
 * <p><b>Units</b>: microseconds of delay. <b>Thread</b>: one.
 */
final class Disorder {

    /** Within this a delayed quote counts as out of order, beyond as late: the grace of bars by default. */
    static final long GRACE_US = 2_000_000L;

    private static final double TWICE = 0.002;
    private static final double OUT_OF_ORDER = 0.01;
    private static final double LATE = 0.000_5;
    private static final long LEAST_OUT_OF_ORDER_US = 20_000;
    private static final long MOST_OUT_OF_ORDER_US = 1_900_000;
    private static final double LEAST_LATE_US = 5e6;
    /* An outage may hold a late quote back for another half hour; together they stay below the horizon of 24 hours. */
    private static final double MOST_LATE_US = 20 * 3_600e6;

    private final Dice dice;

    Disorder(Dice dice) {
        this.dice = dice;
    }

    /** How much later than its time a quote is delivered; 0 as a rule. */
    long delayUs() {
        double lot = dice.nextUnit();
        if (lot < LATE) {
            // Evenly spread on a logarithmic scale: as many within a minute as within hours.
            double exponent = dice.nextUnit();
            return (long) (LEAST_LATE_US * StrictMath.pow(MOST_LATE_US / LEAST_LATE_US, exponent));
        }
        return lot < LATE + OUT_OF_ORDER ? dice.between(LEAST_OUT_OF_ORDER_US, MOST_OUT_OF_ORDER_US) : 0;
    }

    /** How long after the first delivery a quote comes again; -1 if it does not. */
    long againAfterUs() {
        return dice.chance(TWICE) ? dice.between(0, MOST_OUT_OF_ORDER_US) : -1;
    }
}
