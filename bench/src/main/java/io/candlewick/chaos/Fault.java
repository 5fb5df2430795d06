package io.candlewick.chaos;

import java.time.Duration;
import java.util.Locale;

/**
 * One thing that goes wrong.
 *
 * @param number its place in the plan, from 1
 * @param kind what goes wrong
 * @param choice which of several it befalls: the one with this index, counted around
 * @param calm how long everything has been well before it comes
 * @param lasting until it ends
 */
public record Fault(int number, FaultKind kind, int choice, Duration calm, Duration lasting) {

    /**
     * Which of so many it befalls.
     *
     * @param count how many there are
     * @return an index from 0
     */
    public int of(int count) {
        return Math.floorMod(choice, count);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "#%d %s for %.1f s", number, kind.title(), lasting.toMillis() / 1e3);
    }
}
