package io.candlewick.streams.domain.series;

import io.candlewick.market.Timeframe;
import io.candlewick.streams.domain.bar.TimeframeTree;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * What is known of a symbol's series as bytes. The layout is a data format: a change makes a new version, and the old one stays readable.
 *
 * <pre>
 * |version:u8=1|series:u8, each
 *     timeframe:utf|last start:i64|writes:i64|last built:i64|range from:i64 to:i64 delivered until:i64
 *     |segments:u16, each number:i64 bars:u16 written:i64
 *     |delivered:u8, each from:i64 to:i64|forgotten:u8, each from:i64 to:i64
 * |waiting:u8, each timeframe:utf start:i64 end:i64|
 * </pre>
 *
 * All big-endian. A timeframe that is no longer configured is passed over.
 */
public final class SymbolSeriesCodec {

    private static final int VERSION = 1;
    private static final int TYPICAL_SIZE = 1024;

    private final TimeframeTree tree;

    /**
     * A codec for symbols with those timeframes.
     *
     * @param tree the configured timeframes
     */
    public SymbolSeriesCodec(TimeframeTree tree) {
        this.tree = tree;
    }

    /**
     * As bytes.
     *
     * @param series what is known
     * @return its bytes
     */
    public byte[] write(SymbolSeries series) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(TYPICAL_SIZE);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeByte(series.levels.length);
            for (int level = 0; level < series.levels.length; level++) {
                out.writeUTF(tree.timeframe(level).code());
                writeIndex(series.levels[level], out);
            }
            out.writeByte(series.waiting.size());
            for (SymbolSeries.Waiting coarse : series.waiting) {
                out.writeUTF(tree.timeframe(coarse.level()).code());
                out.writeLong(coarse.startUs());
                out.writeLong(coarse.endUs());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory cannot fail", impossible);
        }
        return bytes.toByteArray();
    }

    private static void writeIndex(SeriesIndex index, DataOutput out) throws IOException {
        out.writeLong(index.lastStartUs);
        out.writeLong(index.writes);
        out.writeLong(index.builtUs);
        out.writeLong(index.rangeFromUs);
        out.writeLong(index.rangeToUs);
        out.writeLong(index.deliveredUntilUs);
        out.writeShort(index.segments.size());
        for (Map.Entry<Long, SeriesIndex.Segment> segment : index.segments.entrySet()) {
            out.writeLong(segment.getKey());
            out.writeShort(segment.getValue().bars);
            out.writeLong(segment.getValue().written);
        }
        writeSpans(index.delivered, out);
        writeSpans(index.forgotten, out);
    }

    private static void writeSpans(Spans spans, DataOutput out) throws IOException {
        List<Spans.Span> list = spans.toList();
        out.writeByte(list.size());
        for (Spans.Span span : list) {
            out.writeLong(span.fromUs());
            out.writeLong(span.toUs());
        }
    }

    /**
     * From bytes.
     *
     * @param bytes as {@link #write} made them
     * @return what is known
     * @throws IllegalArgumentException if the bytes are of another version, or cut short
     */
    public SymbolSeries read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("series version=" + version + ", this release reads " + VERSION);
            }
            SymbolSeries series = new SymbolSeries(tree);
            for (int left = in.readUnsignedByte(); left > 0; left--) {
                int level = tree.levelOf(Timeframe.parse(in.readUTF()));
                readIndex(level < 0 ? new SeriesIndex(Timeframe.M1) : series.levels[level], in);
            }
            for (int left = in.readUnsignedByte(); left > 0; left--) {
                int level = tree.levelOf(Timeframe.parse(in.readUTF()));
                SymbolSeries.Waiting coarse = new SymbolSeries.Waiting(level, in.readLong(), in.readLong());
                if (level >= 0) {
                    series.await(coarse);
                }
            }
            return series;
        } catch (IOException broken) {
            throw new IllegalArgumentException("series of " + bytes.length + " bytes are cut short", broken);
        }
    }

    private static void readIndex(SeriesIndex index, DataInput in) throws IOException {
        index.lastStartUs = in.readLong();
        index.writes = in.readLong();
        index.builtUs = in.readLong();
        index.rangeFromUs = in.readLong();
        index.rangeToUs = in.readLong();
        index.deliveredUntilUs = in.readLong();
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            long number = in.readLong();
            SeriesIndex.Segment segment = new SeriesIndex.Segment(in.readUnsignedShort(), in.readLong());
            index.segments.put(number, segment);
            index.kept += segment.bars;
        }
        readSpans(index.delivered, in);
        readSpans(index.forgotten, in);
    }

    private static void readSpans(Spans spans, DataInput in) throws IOException {
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            spans.add(in.readLong(), in.readLong());
        }
    }
}
