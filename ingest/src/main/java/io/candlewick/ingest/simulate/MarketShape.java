package io.candlewick.ingest.simulate;

/**
 * How busy the simulated market is.
 *
 * @param eventsPerMinute quotes (or trades) of one symbol in an open minute, on average without bursts
 * @param burstChance share of the minutes that hold a burst, the same minutes for all symbols
 * @param burstFactor how much busier than usual a burst is; it lasts two seconds
 * @param quietChance share of a symbol's open minutes in which nothing happens
 */
public record MarketShape(double eventsPerMinute, double burstChance, double burstFactor, double quietChance) {

    /** The load of the house today: 14 symbols at 40 a second together, bursts of 500 a second. */
    public static final MarketShape USUAL = new MarketShape(171, 0.1, 12.5, 0.005);

    /** Few quotes, for years of history: six a minute. */
    public static final MarketShape SPARSE = new MarketShape(6, 0.01, 5, 0.005);

    private static final double MOST_PER_MINUTE = 60_000;

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException naming the value that is out of bounds
     */
    public MarketShape {
        check("events_per_minute", eventsPerMinute, 0.01, MOST_PER_MINUTE);
        check("burst_chance", burstChance, 0, 1);
        check("burst_factor", burstFactor, 1, 1_000);
        check("quiet_chance", quietChance, 0, 1);
    }

    private static void check(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(name + "=" + value + " must be from " + least + " to " + most);
        }
    }

    /**
     * The same market with more or fewer events.
     *
     * @param count events of one symbol a minute
     * @return a copy
     */
    public MarketShape withEventsPerMinute(double count) {
        return new MarketShape(count, burstChance, burstFactor, quietChance);
    }

    /**
     * The same market with larger or smaller bursts.
     *
     * @param factor how many times busier than usual a burst is; 1: there are none
     * @return a copy
     */
    public MarketShape withBurstFactor(double factor) {
        return new MarketShape(eventsPerMinute, burstChance, factor, quietChance);
    }
}
