package io.candlewick.ingest.simulate;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A clock that starts at some instant and runs at some multiple of real time, so that a rehearsal of hours takes minutes.
 *
 * <p><b>Shape</b>: {@code 2026-11-17T08:00:00Z@60x}, anchored where it is first read; {@code 2026-11-17T08:00:00Z@60x@2026-11-21T17:00:00Z} names the
 * real instant of its start, so that two processes share it. {@link #toString()} writes the second form. <b>Thread</b>: any.
 */
public final class ScaledClock implements InstantSource {

    private static final Pattern SHAPE = Pattern.compile("([^@]+)@([0-9]{1,6}(?:\\.[0-9]{1,3})?)x(?:@([^@]+))?");
    private static final double FASTEST = 100_000;
    private static final double NANOS = 1e9;

    private final InstantSource real;
    private final Instant anchor;
    private final Instant start;
    private final double speed;

    /**
     * A clock.
     *
     * @param real the clock of the machine
     * @param anchor the real instant at which this clock stands at its start
     * @param start what it says then
     * @param speed how many of its seconds pass in one real one
     */
    public ScaledClock(InstantSource real, Instant anchor, Instant start, double speed) {
        if (!(speed > 0 && speed <= FASTEST)) {
            throw new IllegalArgumentException("clock speed=" + speed + "x must be above 0 and at most " + FASTEST);
        }
        this.real = real;
        this.anchor = anchor;
        this.start = start;
        this.speed = speed;
    }

    /**
     * The machine's own time.
     *
     * @param real the clock of the machine
     * @return a clock that says the same
     */
    public static ScaledClock real(InstantSource real) {
        return new ScaledClock(real, Instant.EPOCH, Instant.EPOCH, 1);
    }

    /**
     * Reads a clock.
     *
     * @param text as the class comment shows it
     * @param real the clock of the machine; also the anchor where the text names none
     * @return the clock
     * @throws IllegalArgumentException if it is none
     */
    public static ScaledClock parse(String text, InstantSource real) {
        Matcher matcher = SHAPE.matcher(text);
        if (matcher.matches()) {
            try {
                Instant anchor = matcher.group(3) == null ? real.instant() : Instant.parse(matcher.group(3));
                return new ScaledClock(
                        real, anchor, Instant.parse(matcher.group(1)), Double.parseDouble(matcher.group(2)));
            } catch (DateTimeException notAnInstant) {
                throw unreadable(text, notAnInstant);
            }
        }
        throw unreadable(text, null);
    }

    private static IllegalArgumentException unreadable(
            String text, @org.jspecify.annotations.Nullable Exception cause) {
        return new IllegalArgumentException(
                "clock='" + text + "' must be an instant and a speed, e.g. 2026-11-17T08:00:00Z@60x", cause);
    }

    @Override
    public Instant instant() {
        Duration passed = Duration.between(anchor, real.instant());
        return speed == 1 ? start.plus(passed) : start.plus(times(passed, speed));
    }

    /**
     * How long to really wait for a time of this clock to pass.
     *
     * @param simulated a duration of this clock
     * @return the real duration
     */
    public Duration real(Duration simulated) {
        return speed == 1 ? simulated : times(simulated, 1 / speed);
    }

    private static Duration times(Duration duration, double factor) {
        double product = (duration.getSeconds() + duration.getNano() / NANOS) * factor;
        long seconds = (long) Math.floor(product);
        return Duration.ofSeconds(seconds, (long) ((product - seconds) * NANOS));
    }

    /**
     * How many of its seconds pass in one real one.
     *
     * @return the speed
     */
    public double speed() {
        return speed;
    }

    @Override
    public String toString() {
        return start + "@" + (speed == Math.rint(speed) ? Long.toString((long) speed) : Double.toString(speed)) + "x@"
                + anchor;
    }
}
