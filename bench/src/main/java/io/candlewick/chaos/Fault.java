package io.candlewick.chaos;

import java.time.Duration;
import java.util.Locale;

/**
 * One thing that goes wrong.
 *
 * @param kind what goes wrong
 * @param choice which of several it befalls: the one with this index, counted around
 * @param after how long after the beginning of its {@link Incident} it comes
 * @param lasting until it ends
 */
public record Fault(FaultKind kind, int choice, Duration after, Duration lasting) {

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
        String what = String.format(Locale.ROOT, "%s for %.1f s", kind.title(), lasting.toMillis() / 1e3);
        return after.isZero() ? what : what + String.format(Locale.ROOT, " after %.1f s", after.toMillis() / 1e3);
    }
}
