package io.candlewick.ingest.format;

import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The formats of files that hold a vendor's own bars. */
public enum BarFormat {
    /** By header: {@code epoch_ms|epoch_us|bar_start_epoch_ms|bar_start_epoch_us}, {@code open,high,low,close[,volume]} or {@code bid_*} and {@code ask_*}. */
    BARS_CSV("bars-csv"),
    /** HistData ASCII M1: {@code yyyyMMdd HHmmss;open;high;low;close[;volume]}, bid prices, with or without header. */
    HISTDATA_M1("histdata-m1");

    private final String text;

    BarFormat(String text) {
        this.text = text;
    }

    /**
     * The name on the command line.
     *
     * @return e.g. {@code histdata-m1}
     */
    public String text() {
        return text;
    }

    /**
     * The format of a name.
     *
     * @param text e.g. {@code histdata-m1}
     * @return the format
     * @throws IllegalArgumentException if there is none; the message lists them
     */
    public static BarFormat parse(String text) {
        for (BarFormat format : values()) {
            if (format.text.equals(text)) {
                return format;
            }
        }
        throw new IllegalArgumentException("format='" + text + "' is none of "
                + Arrays.stream(values()).map(BarFormat::text).collect(Collectors.joining(", ")));
    }

    /* What HistData says of its clock: eastern standard time all the year. Files in circulation differ, see the operations page. */
    LabelClock usualClock() {
        return LabelClock.of(this == HISTDATA_M1 ? ZoneOffset.ofHours(-5) : ZoneOffset.UTC);
    }
}
