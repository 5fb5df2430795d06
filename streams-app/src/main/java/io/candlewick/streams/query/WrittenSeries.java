package io.candlewick.streams.query;

import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Instrument;
import io.candlewick.streams.domain.indicator.IndicatorSeries;
import io.candlewick.streams.store.SeriesChanges;
import io.candlewick.streams.stored.StoreUnavailableException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest bars of one series in one wording, written once: a bar that closed is added, and only when an earlier one changed are all of them
 * read and written again.
 *
 * <p><b>Thread</b>: any, one at a time.
 */
final class WrittenSeries {

    private static final int OBJECT_BYTES = 500;
    private static final int INDICATOR_BYTES = 4_000;

    private final Wording wording;
    private @Nullable Made made;
    private KeptUse use = KeptUse.WRITTEN;
    private volatile int bytes = OBJECT_BYTES;

    /* Written when the changes had that version; the indicators stand after the last bar. */
    private record Made(
            SeriesChanges changes,
            long version,
            @Nullable Instrument instrument,
            WrittenBars bars,
            @Nullable IndicatorSeries after,
            boolean goesOn) {}

    WrittenSeries(Wording wording) {
        this.wording = wording;
    }

    /** Where its bars are read. */
    interface Source {

        /** What changes of the series from now on. */
        SeriesChanges changes() throws StoreUnavailableException;

        /** Whose bars they are: decides when sessions begin. */
        @Nullable
        Instrument instrument();

        /** The newest closed bars. */
        ReadBars newest() throws StoreUnavailableException;

        /** The newest closed bars that start after a time; the indicators are moved on. */
        ReadBars after(long startUs, @Nullable IndicatorSeries indicators) throws StoreUnavailableException;

        /** The open bar, if there is one. */
        @Nullable
        Bar openBar() throws StoreUnavailableException;

        /** Values of a bar after those that the indicators have seen; they are moved on. */
        List<IndicatorValues> values(Bar bar, IndicatorSeries indicators);
    }

    /**
     * Bars as they are now.
     *
     * @param closed the newest closed ones
     * @param open the one after them, null if there is none or nobody asked
     * @param use what became of the text that was kept
     */
    record Written(WrittenBars closed, @Nullable WrittenBlock open, KeptUse use) {}

    /** The bars as they are now. */
    synchronized Written read(Source source, boolean withOpen) throws StoreUnavailableException {
        WrittenBars closed = closed(source);
        Bar open = withOpen ? source.openBar() : null;
        boolean isNext = open != null && (closed.count() == 0 || open.key().startTimeUs() > closed.lastStartUs());
        return new Written(closed, open != null && isNext ? written(open, source) : null, use);
    }

    private WrittenBars closed(Source source) throws StoreUnavailableException {
        SeriesChanges changes = source.changes();
        // Before anything is read: what changes meanwhile is read again the next time.
        long version = changes.version();
        Instrument instrument = source.instrument();
        Made kept = made;
        if (kept != null && kept.changes == changes && sameInstrument(kept.instrument, instrument)) {
            if (kept.version == version) {
                use = KeptUse.KEPT;
                return kept.bars;
            }
            if (kept.goesOn && kept.bars.count() > 0 && changes.onlyGrewSince(kept.version, kept.bars.firstStartUs())) {
                return readOn(source, kept, version);
            }
        }
        return readAnew(source, changes, version, instrument);
    }

    @SuppressWarnings("ReferenceEquality") // The same object as long as the record is the same; comparing is not free.
    private static boolean sameInstrument(@Nullable Instrument one, @Nullable Instrument other) {
        return one == other;
    }

    private WrittenBars readAnew(Source source, SeriesChanges changes, long version, @Nullable Instrument instrument)
            throws StoreUnavailableException {
        made = null;
        use = KeptUse.WRITTEN;
        ReadBars read = source.newest();
        WrittenBars written = withAll(WrittenBars.NONE, read);
        changes.sawEnd(written.count() == 0 ? Long.MIN_VALUE : written.lastStartUs(), version);
        keep(new Made(changes, version, instrument, written, read.after(), read.goesOn()));
        return written;
    }

    private WrittenBars readOn(Source source, Made kept, long version) throws StoreUnavailableException {
        // The indicators are moved on while they are read: if that fails, they are of no use.
        made = null;
        use = KeptUse.GREW;
        ReadBars read = source.after(kept.bars.lastStartUs(), kept.after);
        WrittenBars written = withAll(kept.bars, read);
        keep(new Made(kept.changes, version, kept.instrument, written, kept.after, true));
        return written;
    }

    private void keep(Made now) {
        made = now;
        bytes = OBJECT_BYTES + now.bars.bytes() + (now.after == null ? 0 : INDICATOR_BYTES);
    }

    /** Memory it takes, about. */
    int bytes() {
        return bytes;
    }

    private WrittenBars withAll(WrittenBars before, ReadBars read) {
        WrittenBars all = before;
        int bars = read.bars().size();
        boolean hasValues = !read.indicators().isEmpty();
        for (int from = 0; from < bars; from += WrittenBars.BLOCK_BARS) {
            int to = Math.min(bars, from + WrittenBars.BLOCK_BARS);
            WrittenBlock block = wording.write(
                    read.bars().subList(from, to), hasValues ? read.indicators().subList(from, to) : List.of());
            all = all.with(block, wording.limit());
        }
        return all;
    }

    private WrittenBlock written(Bar open, Source source) {
        IndicatorSeries after = made == null ? null : made.after;
        List<IndicatorValues> values = after == null ? List.of() : source.values(open, after.copy());
        return wording.write(List.of(open), values);
    }
}
