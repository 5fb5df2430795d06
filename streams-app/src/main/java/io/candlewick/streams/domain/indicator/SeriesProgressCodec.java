package io.candlewick.streams.domain.indicator;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A series' progress as bytes. The layout is a data format: a change makes a new version, and the old one stays readable.
 *
 * <pre>
 * |version:u8=1|said from:i64
 * |corrections:u16, each start:i64 was there:u8 (session start:i64 open:f64 high:f64 low:f64 close:f64 volume:f64)
 * |series as {@link IndicatorStateCodec} writes it|
 * </pre>
 *
 * All numbers are big-endian.
 */
public final class SeriesProgressCodec {

    private static final byte VERSION = 1;
    private static final int HEADER = 1 + Long.BYTES + Short.BYTES;
    private static final int ABSENT = Long.BYTES + 1;
    private static final int PRESENT = ABSENT + 6 * Long.BYTES;

    private final IndicatorPlan plan;
    private final IndicatorStateCodec codec;

    /**
     * A codec for the series of a plan.
     *
     * @param plan the plan
     */
    public SeriesProgressCodec(IndicatorPlan plan) {
        this.plan = plan;
        this.codec = new IndicatorStateCodec(plan);
    }

    /**
     * Progress as bytes.
     *
     * @param progress the progress
     * @return its bytes
     */
    public byte[] write(SeriesProgress progress) {
        byte[] series = codec.write(progress.series);
        int length = HEADER + series.length;
        for (Optional<IndicatorBar> before : progress.corrections.values()) {
            length += before.isPresent() ? PRESENT : ABSENT;
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        out.put(VERSION).putLong(progress.saidFromUs).putShort((short) progress.corrections.size());
        for (Map.Entry<Long, Optional<IndicatorBar>> correction : progress.corrections.entrySet()) {
            out.putLong(correction.getKey());
            out.put((byte) (correction.getValue().isPresent() ? 1 : 0));
            correction.getValue().ifPresent(bar -> write(bar, out));
        }
        return out.put(series).array();
    }

    private static void write(IndicatorBar bar, ByteBuffer out) {
        out.putLong(bar.sessionStartUs())
                .putDouble(bar.open())
                .putDouble(bar.high())
                .putDouble(bar.low())
                .putDouble(bar.close())
                .putDouble(bar.volume());
    }

    /**
     * Progress from its bytes.
     *
     * @param bytes as {@link #write} made them
     * @return the progress; one that has seen no bar if the bytes are of other indicators than the plan's, so that the series begins anew
     * @throws IllegalArgumentException if the bytes are of another version, or not whole
     */
    public SeriesProgress read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            int version = in.get();
            if (version != VERSION) {
                throw new IllegalArgumentException(
                        "indicator state version=" + version + ", this release reads " + VERSION);
            }
            long saidFromUs = in.getLong();
            Map<Long, Optional<IndicatorBar>> corrections = new TreeMap<>();
            for (int left = Short.toUnsignedInt(in.getShort()); left > 0; left--) {
                long startUs = in.getLong();
                corrections.put(startUs, in.get() == 1 ? Optional.of(readBar(startUs, in)) : Optional.empty());
            }
            byte[] series = new byte[in.remaining()];
            in.get(series);
            if (!codec.isReadable(series)) {
                return new SeriesProgress(plan.newSeries(), SeriesProgress.OTHER_INDICATORS);
            }
            SeriesProgress progress = new SeriesProgress(codec.read(series), saidFromUs);
            progress.corrections.putAll(corrections);
            return progress;
        } catch (BufferUnderflowException cut) {
            throw new IllegalArgumentException("indicator state of " + bytes.length + " bytes is cut short", cut);
        }
    }

    private static IndicatorBar readBar(long startUs, ByteBuffer in) {
        return new IndicatorBar(
                startUs, in.getLong(), in.getDouble(), in.getDouble(), in.getDouble(), in.getDouble(), in.getDouble());
    }
}
