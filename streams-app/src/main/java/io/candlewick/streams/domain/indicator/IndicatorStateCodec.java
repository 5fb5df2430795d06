package io.candlewick.streams.domain.indicator;

import java.nio.ByteBuffer;

/**
 * A series as bytes. The layout is a data format: a change makes a new version, and the old one stays readable.
 *
 * <pre>
 * |version:u8=1|plan:i64|bars seen:i64|last start:i64
 * |closes|typical prices|volumes|highs|lows, each oldest first, as many as the plan looks back on or the series has seen:f64
 * |cells, in the plan's order:f64|
 * </pre>
 *
 * The plan is named by a fingerprint of its indicators, parameters and formula ids. All numbers are big-endian. <b>Cost</b>: 2.9 kB of
 * the standard plan.
 */
public final class IndicatorStateCodec {

    private static final byte VERSION = 1;
    private static final int HEADER = 1 + 3 * Long.BYTES;

    private final IndicatorPlan plan;

    /**
     * A codec for the series of a plan.
     *
     * @param plan the plan
     */
    public IndicatorStateCodec(IndicatorPlan plan) {
        this.plan = plan;
    }

    /**
     * A series as bytes.
     *
     * @param series a series of the plan
     * @return its bytes
     */
    public byte[] write(IndicatorSeries series) {
        ByteBuffer out = ByteBuffer.allocate(HEADER + series.numbers(series.barsSeen) * Double.BYTES);
        out.put(VERSION).putLong(plan.fingerprint()).putLong(series.barsSeen).putLong(series.lastStartUs);
        series.write(out);
        return out.array();
    }

    /**
     * Whether bytes are of this plan. Those of another, as after a change of configuration, are of no use: the series is to be computed from
     * its bars.
     *
     * @param bytes as {@link #write} made them
     * @return true if {@link #read} will take them
     */
    public boolean isReadable(byte[] bytes) {
        return bytes.length >= HEADER
                && bytes[0] == VERSION
                && ByteBuffer.wrap(bytes).getLong(1) == plan.fingerprint();
    }

    /**
     * How many bars a series has seen, without reading it whole.
     *
     * @param bytes as {@link #write} made them, and {@link #isReadable readable}
     * @return bars
     */
    public long barsSeen(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong(1 + Long.BYTES);
    }

    /**
     * A series from its bytes.
     *
     * @param bytes as {@link #write} made them
     * @return the series
     * @throws IllegalArgumentException if they are of another version or plan, or not whole
     */
    public IndicatorSeries read(byte[] bytes) {
        if (!isReadable(bytes)) {
            throw new IllegalArgumentException("indicator state of " + bytes.length
                    + " bytes is of another release or of other indicators than " + plan);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 1 + Long.BYTES, bytes.length - 1 - Long.BYTES);
        long barsSeen = in.getLong();
        long lastStartUs = in.getLong();
        IndicatorSeries series = plan.newSeries();
        if (barsSeen < 0 || in.remaining() != series.numbers(barsSeen) * Double.BYTES) {
            throw new IllegalArgumentException(
                    "indicator state of " + bytes.length + " bytes is not whole: bars seen " + barsSeen);
        }
        series.read(in, barsSeen, lastStartUs);
        return series;
    }
}
