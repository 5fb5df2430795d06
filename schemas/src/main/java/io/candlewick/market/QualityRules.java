package io.candlewick.market;

import io.candlewick.avro.CrossedQuotes;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Which ticks of an instrument are believed. Every field is described in {@code Instrument.avsc}; what is absent is off.
 *
 * @param crossedQuotes what becomes of a quote whose bid is above its ask
 * @param maxSpread widest spread of a quote, a fraction of its mid
 * @param maxJump greatest distance of a price from the last accepted one, a fraction of it
 * @param jumpHold how many ticks in a row must agree on a new level beyond that distance before it is accepted
 * @param maxStaleness how long before its ingest time a tick may have happened
 */
public record QualityRules(
        CrossedQuotes crossedQuotes,
        OptionalDouble maxSpread,
        OptionalDouble maxJump,
        int jumpHold,
        Optional<Duration> maxStaleness) {

    /** How many ticks re-accept a level, unless the instrument says otherwise. */
    public static final int DEFAULT_JUMP_HOLD = 5;

    /** Crossed quotes are flagged, nothing is bounded. */
    public static final QualityRules USUAL = new QualityRules(
            CrossedQuotes.FLAG, OptionalDouble.empty(), OptionalDouble.empty(), DEFAULT_JUMP_HOLD, Optional.empty());

    private static final int LONGEST_HOLD = 10_000;

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if a band or the staleness is not positive, or the hold is not from 1 to 10,000
     */
    public QualityRules {
        checkPositive("max_spread", maxSpread);
        checkPositive("max_jump", maxJump);
        if (jumpHold < 1 || jumpHold > LONGEST_HOLD) {
            throw new IllegalArgumentException("jump_hold=" + jumpHold + " must be from 1 to " + LONGEST_HOLD);
        }
        if (maxStaleness.isPresent()
                && (maxStaleness.get().isNegative() || maxStaleness.get().isZero())) {
            throw new IllegalArgumentException("max_staleness=" + maxStaleness.get() + " must be positive");
        }
    }

    private static void checkPositive(String name, OptionalDouble fraction) {
        if (fraction.isPresent() && !(fraction.getAsDouble() > 0 && Double.isFinite(fraction.getAsDouble()))) {
            throw new IllegalArgumentException(
                    name + "=" + fraction.getAsDouble() + " must be a positive fraction such as 0.01");
        }
    }
}
