package io.candlewick.ingest.download;

import io.candlewick.market.Bar;
import java.util.Arrays;
import java.util.List;

/**
 * What was published of a chunk, small enough to be kept until it is verified: the starts, ascending, and a hash of each bar.
 *
 * <p><b>Cost</b>: 16 bytes a bar.
 */
final class PublishedBars {

    private final long[] startsUs;
    private final long[] hashes;
    private final long checksum;

    PublishedBars(List<Bar> bars) {
        startsUs = new long[bars.size()];
        hashes = new long[bars.size()];
        long sum = 0;
        for (int at = 0; at < startsUs.length; at++) {
            Bar bar = bars.get(at);
            startsUs[at] = bar.key().startTimeUs();
            hashes[at] = hash(bar);
            sum += hashes[at];
        }
        checksum = sum;
    }

    private static long hash(Bar bar) {
        return BarChecksum.of(
                bar.key().startTimeUs(),
                bar.price().open(),
                bar.price().high(),
                bar.price().low(),
                bar.price().close(),
                bar.volume());
    }

    int count() {
        return startsUs.length;
    }

    long checksum() {
        return checksum;
    }

    /** Where a start stands, negative if it was not published. */
    int indexOf(long startUs) {
        return Arrays.binarySearch(startsUs, startUs);
    }

    boolean isSame(int index, long hash) {
        return hashes[index] == hash;
    }
}
