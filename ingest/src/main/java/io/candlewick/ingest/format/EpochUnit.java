package io.candlewick.ingest.format;

/** The unit a file counts time since 1970 in. */
enum EpochUnit {
    /** Milliseconds. */
    MS,
    /** Microseconds. */
    US,
    /** Whichever of the two makes sense of the number, as Binance's files need: milliseconds until 2024, microseconds since. */
    BY_MAGNITUDE;

    /* As milliseconds this is the year 5138, as microseconds 1973: no tick was ever stamped in between. */
    private static final long LEAST_MICROSECONDS = 100_000_000_000_000L;
    private static final long YEAR_2200_US = 7_258_118_400_000_000L;
    private static final int MAX_DIGITS = 18;

    /** The time in {@code text[from, to)} in microseconds. */
    long parseUs(byte[] text, int from, int to, String field) throws BadLineException {
        if (to - from > MAX_DIGITS) {
            throw bad(text, from, to, field, "has too many digits");
        }
        long value = 0;
        int at = from < to && text[from] == '-' ? from + 1 : from;
        if (at == to) {
            throw bad(text, from, to, field, "is not a whole number");
        }
        boolean negative = at > from;
        for (; at < to; at++) {
            int digit = text[at] - '0';
            if (digit < 0 || digit > 9) {
                throw bad(text, from, to, field, "is not a whole number");
            }
            value = value * 10 + digit;
        }
        if (negative && value != 0) {
            throw new BadLineException(
                    RejectReason.NEGATIVE_TIME, field + "='" + Fields.text(text, from, to) + "' is before 1970");
        }
        boolean micros = this == US || (this == BY_MAGNITUDE && value >= LEAST_MICROSECONDS);
        if (value > (micros ? YEAR_2200_US : YEAR_2200_US / 1_000)) {
            throw bad(text, from, to, field, "is beyond the year 2200");
        }
        return micros ? value : value * 1_000;
    }

    private static BadLineException bad(byte[] text, int from, int to, String field, String what) {
        return new BadLineException(RejectReason.BAD_TIME, field + "='" + Fields.text(text, from, to) + "' " + what);
    }
}
