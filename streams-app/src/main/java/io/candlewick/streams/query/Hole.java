package io.candlewick.streams.query;

/**
 * A span in which bars are missing and nothing explains it.
 *
 * @param fromUs start of the first missing bar, microseconds since the epoch
 * @param toUs end of the last missing bar, exclusive
 * @param bars how many are missing
 * @param requested whether a request for them is on its way
 */
record Hole(long fromUs, long toUs, int bars, boolean requested) {

    Hole asRequested() {
        return new Hole(fromUs, toUs, bars, true);
    }
}
