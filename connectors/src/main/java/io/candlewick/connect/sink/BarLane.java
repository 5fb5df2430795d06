package io.candlewick.connect.sink;

import io.candlewick.avro.BarSource;
import io.candlewick.market.Bar;
import io.candlewick.serde.AvroReader;
import java.util.Locale;

/**
 * Of which lane's bars and indicators a connector makes rows. Both lanes say theirs on the same topics: a connector for each keeps a download
 * of millions from standing before the bar that has just closed, for leaving a record out costs a fraction of writing it.
 *
 * <p>A record that cannot be read is nobody's; {@link #LIVE} reports it.
 */
public enum BarLane {
    /** Every bar. */
    ALL,
    /** Bars that the live lane built from ticks, and their indicators. */
    LIVE,
    /** All others: vendors' and those built of replayed ticks. */
    HISTORY;

    /* IndicatorSet.avsc: tenant, symbol, timeframe; start, end, status, revision; version. */
    private static final int TEXTS_OF_A_KEY = 3;
    private static final int NUMBERS_BEFORE_VERSION = 4;
    private static final long LIVE_RANK = Bar.version(BarSource.LIVE, true, 0) >>> Integer.SIZE;

    /** Reads a setting: the name in lower case. */
    static BarLane parse(String text) {
        for (BarLane lane : values()) {
            if (lane.text().equals(text)) {
                return lane;
            }
        }
        throw new IllegalArgumentException("must be all, live or history");
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a bar is to be written; the reader stays where it is. */
    boolean takesBar(AvroReader in) {
        return this == ALL || isLive(in) == (this == LIVE);
    }

    /** Whether the values of a bar of that version are to be written: those of incomplete bars do not say whose they are and are left to history. */
    boolean takesIndicators(long version) {
        return this == ALL || (version >>> Integer.SIZE == LIVE_RANK) == (this == LIVE);
    }

    /** Whether values are to be written; the reader stays where it is. Finds the version without reading the forty values after it. */
    boolean takesIndicators(AvroReader in) {
        int first = in.position();
        for (int text = 0; text < TEXTS_OF_A_KEY; text++) {
            in.skip(in.readLength());
        }
        for (int number = 0; number < NUMBERS_BEFORE_VERSION; number++) {
            in.readLong();
        }
        boolean takes = takesIndicators(in.readLong());
        in.position(first);
        return takes;
    }

    /** Whether a record that cannot be read is reported here. */
    boolean reportsUnreadable() {
        return this != HISTORY;
    }

    /**
     * A bar ends with its source and {@code complete}, a byte each, and its version: all bytes of a number but the last have the highest
     * bit, so they are found from the end, without reading the thirty fields before them.
     */
    private static boolean isLive(AvroReader in) {
        byte[] bytes = in.array();
        int first = in.position();
        int version = first + in.remaining() - 1;
        while (version > first && bytes[version - 1] < 0) {
            version--;
        }
        int source = version - 2;
        // LIVE is the first of its enum, which Avro writes as 0.
        return source >= first && bytes[source] == 0;
    }
}
