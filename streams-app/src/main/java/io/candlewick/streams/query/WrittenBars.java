package io.candlewick.streams.query;

import io.candlewick.avro.Gap;
import io.candlewick.market.TradingCalendar;
import io.candlewick.streams.stored.SeriesRange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest closed bars of a series as text, earliest first; unchangeable.
 *
 * <p><b>Shape</b>: blocks of {@value #BLOCK_BARS} bars, the last one with fewer, the first one perhaps with some that are too old by now.
 * <b>Thread</b>: any.
 */
final class WrittenBars {

    /** How many bars share a block: what is copied when one is added, or carried along when one is too old. */
    static final int BLOCK_BARS = 32;

    /** No bars. */
    static final WrittenBars NONE = new WrittenBars(List.of(), 0);

    private final List<WrittenBlock> blocks;
    private final int skipped;
    private final long[] startsUs;
    private final long length;
    private volatile @Nullable Found found;

    private WrittenBars(List<WrittenBlock> blocks, int skipped) {
        this.blocks = List.copyOf(blocks);
        this.skipped = skipped;
        int bars = -skipped;
        long bytes = 0;
        for (WrittenBlock block : blocks) {
            bars += block.bars();
            bytes += block.text().length;
        }
        this.startsUs = new long[Math.max(0, bars)];
        // The first comma is left out.
        this.length = blocks.isEmpty() ? 0 : bytes - blocks.get(0).beginOf(skipped) - 1;
        int at = -skipped;
        for (WrittenBlock block : blocks) {
            for (long startUs : block.startsUs()) {
                if (at >= 0) {
                    startsUs[at] = startUs;
                }
                at++;
            }
        }
    }

    int count() {
        return startsUs.length;
    }

    /** When each bar starts; not to be changed. */
    long[] startsUs() {
        return startsUs;
    }

    long firstStartUs() {
        return startsUs[0];
    }

    long lastStartUs() {
        return startsUs[startsUs.length - 1];
    }

    long lastEndUs() {
        return blocks.get(blocks.size() - 1).endUs();
    }

    /** Bytes of the text. */
    long length() {
        return length;
    }

    /** Memory it takes. */
    int bytes() {
        long bytes = (long) startsUs.length * Long.BYTES;
        for (WrittenBlock block : blocks) {
            bytes += block.bytes();
        }
        return (int) Math.min(Integer.MAX_VALUE, bytes);
    }

    /** The bars, with commas between them. */
    void writeTo(OutputStream out) throws IOException {
        int from = blocks.isEmpty() ? 0 : blocks.get(0).beginOf(skipped) + 1;
        for (WrittenBlock block : blocks) {
            out.write(block.text(), from, block.text().length - from);
            from = 0;
        }
    }

    /**
     * What decides which bars are missing.
     *
     * @param range what was asked for
     * @param calendar when the market is open
     * @param gaps what is known of the series' gaps
     */
    record Surroundings(SeriesRange range, TradingCalendar calendar, List<Gap> gaps) {

        @SuppressWarnings("ReferenceEquality") // Both are the same objects as long as nothing changed.
        boolean isSameAs(Surroundings other) {
            return calendar == other.calendar && gaps == other.gaps && range.equals(other.range);
        }
    }

    private record Found(Surroundings around, List<Hole> holes) {}

    /** Spans in which bars are missing; looked for again only when the surroundings changed. */
    List<Hole> holes(Surroundings around) {
        Found known = found;
        if (known == null || !known.around.isSameAs(around)) {
            known = new Found(
                    around, HoleFinder.holes(around.range, startsUs, lastEndUs(), around.calendar, around.gaps));
            found = known;
        }
        return known.holes;
    }

    /** These and the bars of a block after them, of all of them the last ones. */
    WrittenBars with(WrittenBlock next, int limit) {
        List<WrittenBlock> all = new ArrayList<>(blocks);
        WrittenBlock last = all.isEmpty() ? null : all.get(all.size() - 1);
        if (last != null && last.bars() + next.bars() <= BLOCK_BARS) {
            all.set(all.size() - 1, last.with(next));
        } else {
            all.add(next);
        }
        int tooOld = skipped + Math.max(0, count() + next.bars() - limit);
        while (tooOld > 0 && all.get(0).bars() <= tooOld) {
            tooOld -= all.remove(0).bars();
        }
        return new WrittenBars(all, tooOld);
    }
}
