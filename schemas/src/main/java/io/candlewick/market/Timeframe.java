package io.candlewick.market;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The length of a bar: a count of seconds, minutes or hours that divides the day, a day, or a week.
 *
 * <p><b>Units</b>: {@link #lengthUs()} in microseconds; of a day and a week it is the nominal length, because a calendar's day may have
 * 23 or 25 hours ({@link TradingCalendar} knows).
 *
 * @param count how many units, e.g. 15
 * @param unit the unit
 */
public record Timeframe(int count, Unit unit) implements Comparable<Timeframe> {

    /** The units a timeframe is counted in. */
    public enum Unit {
        /** Seconds, {@code s}. */
        SECOND('s', 1_000_000L),
        /** Minutes, {@code m}. */
        MINUTE('m', 60_000_000L),
        /** Hours, {@code h}. */
        HOUR('h', 3_600_000_000L),
        /** Trading days, {@code d}. */
        DAY('d', 86_400_000_000L),
        /** Trading weeks, {@code w}. */
        WEEK('w', 604_800_000_000L);

        private final char letter;
        private final long nominalUs;

        Unit(char letter, long nominalUs) {
            this.letter = letter;
            this.nominalUs = nominalUs;
        }
    }

    /** One second. */
    public static final Timeframe S1 = new Timeframe(1, Unit.SECOND);
    /** One minute. */
    public static final Timeframe M1 = new Timeframe(1, Unit.MINUTE);
    /** Five minutes. */
    public static final Timeframe M5 = new Timeframe(5, Unit.MINUTE);
    /** Fifteen minutes. */
    public static final Timeframe M15 = new Timeframe(15, Unit.MINUTE);
    /** Thirty minutes. */
    public static final Timeframe M30 = new Timeframe(30, Unit.MINUTE);
    /** One hour. */
    public static final Timeframe H1 = new Timeframe(1, Unit.HOUR);
    /** Four hours, laid from the start of the trading day. */
    public static final Timeframe H4 = new Timeframe(4, Unit.HOUR);
    /** One trading day. */
    public static final Timeframe D1 = new Timeframe(1, Unit.DAY);
    /** One trading week. */
    public static final Timeframe W1 = new Timeframe(1, Unit.WEEK);

    /** The timeframes made unless configured otherwise, finest first. */
    public static final List<Timeframe> STANDARD = List.of(M1, M5, M15, M30, H1, H4, D1, W1);

    private static final Pattern SHAPE = Pattern.compile("([1-9][0-9]{0,4})([smhdw])");

    /**
     * Checks that bars of this length tile the day, or are one day or one week.
     *
     * @throws IllegalArgumentException if they do not
     */
    public Timeframe {
        boolean tiles = (unit == Unit.DAY || unit == Unit.WEEK)
                ? count == 1
                : (count > 0 && Unit.DAY.nominalUs % (count * unit.nominalUs) == 0);
        if (!tiles) {
            throw new IllegalArgumentException("timeframe='" + count + unit.letter
                    + "' must divide a day evenly, or be 1d or 1w, e.g. 1s 1m 5m 15m 30m 1h 4h 1d 1w");
        }
    }

    /**
     * Reads a timeframe as it is written in keys and tables.
     *
     * @param code e.g. {@code 15m}
     * @return the timeframe
     * @throws IllegalArgumentException if the code is none
     */
    public static Timeframe parse(String code) {
        for (Timeframe standard : STANDARD) {
            if (standard.code().equals(code)) {
                return standard;
            }
        }
        Matcher matcher = SHAPE.matcher(code);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "timeframe='" + code + "' is not a count and one of s m h d w, e.g. 1m 5m 15m 30m 1h 4h 1d 1w");
        }
        char letter = matcher.group(2).charAt(0);
        for (Unit unit : Unit.values()) {
            if (unit.letter == letter) {
                return new Timeframe(Integer.parseInt(matcher.group(1)), unit);
            }
        }
        throw new IllegalArgumentException("timeframe='" + code + "' has no known unit");
    }

    /**
     * The timeframe as it is written everywhere.
     *
     * @return e.g. {@code 15m}
     */
    public String code() {
        return switch (unit) {
            case MINUTE ->
                switch (count) {
                    case 1 -> "1m";
                    case 5 -> "5m";
                    case 15 -> "15m";
                    case 30 -> "30m";
                    default -> count + "m";
                };
            case HOUR -> count == 1 ? "1h" : count == 4 ? "4h" : count + "h";
            case DAY -> "1d";
            case WEEK -> "1w";
            case SECOND -> count + "s";
        };
    }

    /**
     * Nominal length in microseconds.
     *
     * @return count times unit, a day taken as 24 hours
     */
    public long lengthUs() {
        return count * unit.nominalUs;
    }

    /**
     * Whether bars of this timeframe are cut from within one trading day.
     *
     * @return true for seconds, minutes and hours
     */
    public boolean isIntraday() {
        return unit.compareTo(Unit.DAY) < 0;
    }

    /**
     * Whether every bar of this timeframe is a whole number of bars of the finer one.
     *
     * @param finer a timeframe
     * @return true if this one can be merged from the finer one
     */
    public boolean isMultipleOf(Timeframe finer) {
        // 24h is no multiple of 1d, which may have 25 hours.
        return compareTo(finer) > 0 && lengthUs() % finer.lengthUs() == 0;
    }

    @Override
    public int compareTo(Timeframe other) {
        int byLength = Long.compare(lengthUs(), other.lengthUs());
        return byLength == 0 ? unit.compareTo(other.unit) : byLength;
    }

    @Override
    public String toString() {
        return code();
    }
}
