package io.candlewick.ingest.download;

import io.candlewick.avro.BarSource;
import io.candlewick.ingest.store.BarTable;
import io.candlewick.market.Bar;
import java.io.IOException;

/**
 * Compares what was published of a chunk with what the table holds: every bar must be there, value for value, or a better one in its place.
 *
 * <p><b>Cost</b>: a count while rows are still to come, then one reading of the span.
 */
final class Verification {

    private static final long VENDOR_RANK = Bar.version(BarSource.VENDOR, true, 0) >> Integer.SIZE;

    private final BarTable table;

    Verification(BarTable table) {
        this.table = table;
    }

    /**
     * How far the table has come.
     *
     * @param same published bars that are there, value for value; while there are fewer rows than were published, how many rows
     * @param better published bars in whose place a better one stands, e.g. one built from live ticks
     * @param published how many were published
     */
    record Finding(long same, long better, long published) {

        boolean isComplete() {
            return same + better == published;
        }

        long found() {
            return same + better;
        }
    }

    /** Compares bar by bar. */
    Finding compare(BarTable.Span span, PublishedBars published) throws IOException, InterruptedException {
        if (published.count() == 0) {
            return new Finding(0, 0, 0);
        }
        long rows = table.count(span);
        if (rows < published.count()) {
            return new Finding(rows, 0, published.count());
        }
        long[] found = new long[2];
        table.read(span, (startUs, open, high, low, close, volume, version) -> {
            int index = published.indexOf(startUs);
            if (index < 0) {
                return;
            }
            if (published.isSame(index, BarChecksum.of(startUs, open, high, low, close, volume))
                    && version >> Integer.SIZE >= VENDOR_RANK) {
                found[0]++;
            } else if (version >> Integer.SIZE > VENDOR_RANK) {
                found[1]++;
            }
        });
        return new Finding(found[0], found[1], published.count());
    }

    /** Compares by count and checksum alone, for a chunk that another process published. */
    Finding compare(BarTable.Span span, long count, long checksum) throws IOException, InterruptedException {
        if (count == 0) {
            return new Finding(0, 0, 0);
        }
        long[] found = new long[2];
        table.read(span, (startUs, open, high, low, close, volume, version) -> {
            found[0]++;
            found[1] += BarChecksum.of(startUs, open, high, low, close, volume);
        });
        return found[0] == count && found[1] == checksum ? new Finding(count, 0, count) : new Finding(0, 0, count);
    }
}
