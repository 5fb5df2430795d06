package io.candlewick.ingest.simulate;

/**
 * What all parts of a simulated vendor share.
 *
 * @param market the truth
 * @param clock what time it is there
 * @param faults what goes wrong at the moment
 */
public record SimulatedWorld(SimulatedMarket market, ScaledClock clock, Faults faults) {

    /**
     * A world in which nothing goes wrong yet.
     *
     * @param market the truth
     * @param clock what time it is there
     * @return the world
     */
    public static SimulatedWorld of(SimulatedMarket market, ScaledClock clock) {
        return new SimulatedWorld(market, clock, new Faults(clock));
    }
}
