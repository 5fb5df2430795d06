package io.candlewick.ingest.simulate;

import java.time.Instant;
import java.util.Optional;

/**
 * One thing that goes wrong on demand.
 *
 * @param name which, one of those the vendor knows
 * @param value its parameter, e.g. a number of bytes; empty where it has none
 * @param times how often it happens; nothing: as often as it can
 * @param until until when, on the simulation's clock; nothing: until it is cleared
 */
public record Fault(String name, String value, Optional<Integer> times, Optional<Instant> until) {

    /**
     * The parameter as a number.
     *
     * @param fallback what no parameter means
     * @return the number
     * @throws IllegalArgumentException if the parameter is none
     */
    public int number(int fallback) {
        try {
            return value.isEmpty() ? fallback : Integer.parseInt(value);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("fault " + name + " value=" + value + " must be a number", notANumber);
        }
    }
}
