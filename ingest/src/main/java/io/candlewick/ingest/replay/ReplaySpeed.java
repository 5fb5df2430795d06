package io.candlewick.ingest.replay;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How fast event time passes in a replay.
 *
 * @param factor seconds of event time in a second, or {@link Double#POSITIVE_INFINITY} for as fast as it goes
 */
public record ReplaySpeed(double factor) {

    /** As fast as it goes. */
    public static final ReplaySpeed MAX = new ReplaySpeed(Double.POSITIVE_INFINITY);

    private static final Pattern SHAPE = Pattern.compile("([0-9]{1,6}(?:\\.[0-9]{1,3})?)x");

    /**
     * Checks that time moves forward.
     *
     * @throws IllegalArgumentException if the factor is not positive
     */
    public ReplaySpeed {
        if (!(factor > 0)) {
            throw new IllegalArgumentException("speed=" + factor + " must be positive");
        }
    }

    /**
     * Reads a speed.
     *
     * @param text {@code max}, {@code 1x}, {@code 60x}, {@code 0.5x}
     * @return the speed
     * @throws IllegalArgumentException if it is none
     */
    public static ReplaySpeed parse(String text) {
        if (text.equals("max")) {
            return MAX;
        }
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches() || Double.parseDouble(matcher.group(1)) == 0) {
            throw new IllegalArgumentException("speed='" + text + "' must be max, or a factor such as 1x, 60x or 0.5x");
        }
        return new ReplaySpeed(Double.parseDouble(matcher.group(1)));
    }

    /**
     * Whether the replay waits for event times to come.
     *
     * @return false if it goes as fast as it can
     */
    public boolean isPaced() {
        return !Double.isInfinite(factor);
    }
}
