package io.candlewick.connect.sink;

import io.candlewick.serde.AvroReader;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remembers bytes that were found to be in order, so that a symbol seen a million times is checked once.
 *
 * <p><b>Shape</b>: one entry a slot, the newest wins; bounded at {@value #SLOTS} slots. <b>Thread</b>: one.
 */
final class CheckedTexts {

    private static final int SLOTS = 1 << 14;
    private static final int MAX_LENGTH = 96;

    private final byte[] @Nullable [] known = new byte[SLOTS][];

    /** Whether these bytes were {@link #add}ed and not yet pushed out. */
    boolean contains(AvroReader in, int from, int to) {
        byte[] entry = known[slot(in.array(), from, to)];
        return entry != null && Arrays.equals(entry, 0, entry.length, in.array(), from, to);
    }

    void add(AvroReader in, int from, int to) {
        if (to - from <= MAX_LENGTH) {
            known[slot(in.array(), from, to)] = Arrays.copyOfRange(in.array(), from, to);
        }
    }

    private static int slot(byte[] bytes, int from, int to) {
        int hash = to - from;
        for (int index = from; index < to; index++) {
            hash = 31 * hash + bytes[index];
        }
        return (hash ^ (hash >>> 15)) & (SLOTS - 1);
    }
}
