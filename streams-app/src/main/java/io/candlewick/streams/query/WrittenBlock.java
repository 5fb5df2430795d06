package io.candlewick.streams.query;

import java.util.Arrays;

/**
 * A few consecutive bars as text; unchangeable.
 *
 * @param text of each bar a comma, then what an answer says of it
 * @param ends where each bar's text ends
 * @param startsUs when each bar starts
 * @param endUs when the last bar ends
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; the arrays are read in place.
record WrittenBlock(byte[] text, int[] ends, long[] startsUs, long endUs) {

    private static final int OBJECT_BYTES = 100;
    private static final int BYTES_PER_BAR = Integer.BYTES + Long.BYTES;

    int bars() {
        return ends.length;
    }

    /** Where the text of a bar begins, with its comma. */
    int beginOf(int bar) {
        return bar == 0 ? 0 : ends[bar - 1];
    }

    /** This one and the bars after it as one. */
    WrittenBlock with(WrittenBlock next) {
        byte[] both = Arrays.copyOf(text, text.length + next.text.length);
        System.arraycopy(next.text, 0, both, text.length, next.text.length);
        int[] bothEnds = Arrays.copyOf(ends, bars() + next.bars());
        long[] bothStarts = Arrays.copyOf(startsUs, bothEnds.length);
        for (int bar = 0; bar < next.bars(); bar++) {
            bothEnds[bars() + bar] = text.length + next.ends[bar];
            bothStarts[bars() + bar] = next.startsUs[bar];
        }
        return new WrittenBlock(both, bothEnds, bothStarts, next.endUs);
    }

    /** Memory it takes. */
    int bytes() {
        return OBJECT_BYTES + text.length + bars() * BYTES_PER_BAR;
    }
}
