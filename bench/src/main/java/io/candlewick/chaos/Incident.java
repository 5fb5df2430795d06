package io.candlewick.chaos;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What goes wrong at one time: a fault, or two of which the second comes into the first or into the recovery from it.
 *
 * @param number its place in the plan, from 1
 * @param calm how long everything has been well before it comes
 * @param faults one or two, the first at once
 */
public record Incident(int number, Duration calm, List<Fault> faults) {

    /** Copies the list. */
    public Incident {
        faults = List.copyOf(faults);
    }

    /**
     * The name in tables.
     *
     * @return e.g. {@code kill-broker}, or {@code kill-broker+pause-streams}
     */
    public String title() {
        return faults.stream().map(fault -> fault.kind().title()).collect(Collectors.joining("+"));
    }

    @Override
    public String toString() {
        return "#" + number + " " + faults.stream().map(Fault::toString).collect(Collectors.joining(", and "));
    }
}
