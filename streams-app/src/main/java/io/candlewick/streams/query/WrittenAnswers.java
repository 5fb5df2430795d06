package io.candlewick.streams.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.candlewick.streams.config.ByteSize;
import io.candlewick.streams.config.Lane;
import io.candlewick.streams.stored.StoreUnavailableException;

/**
 * What was written of series that were asked for, for whoever asks for the same: closed bars stay as they are, and writing them is most of the
 * work of an answer.
 *
 * <p><b>Shape</b>: as much as fits into the memory it was given; what was asked for least goes first. <b>Thread</b>: any.
 */
final class WrittenAnswers {

    private final long mostBytes;
    private final Cache<Key, WrittenSeries> series;

    private record Key(Lane lane, Wording wording) {}

    WrittenAnswers(ByteSize memory) {
        this.mostBytes = memory.bytes();
        this.series = Caffeine.newBuilder()
                .maximumWeight(mostBytes)
                .<Key, WrittenSeries>weigher((key, kept) -> kept.bytes())
                .executor(Runnable::run)
                .build();
    }

    /** Whether anything is kept at all. */
    boolean isOn() {
        return mostBytes > 0;
    }

    /** The bars of a series in a lane as they are now. */
    WrittenSeries.Written read(Lane lane, Wording wording, WrittenSeries.Source source, boolean withOpen)
            throws StoreUnavailableException {
        Key key = new Key(lane, wording);
        WrittenSeries kept = series.get(key, unwritten -> new WrittenSeries(wording));
        int before = kept.bytes();
        WrittenSeries.Written written = kept.read(source, withOpen);
        if (kept.bytes() != before) {
            // Weighed again.
            series.put(key, kept);
        }
        return written;
    }
}
