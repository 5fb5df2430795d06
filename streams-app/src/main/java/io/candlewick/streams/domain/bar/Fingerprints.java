package io.candlewick.streams.domain.bar;

import java.util.Arrays;

/**
 * The fingerprints of the newest ticks of one bar, by which a tick that comes twice is recognised.
 *
 * <p><b>Shape</b>: a ring of at most {@value #MOST}, oldest first when full. <b>Cost</b>: adding is one write; looking up reads those of the
 * bar's last event time if the tick carries it too, all of them if it is older.
 */
final class Fingerprints {

    /** Of a bar of more ticks the oldest are forgotten. */
    static final int MOST = 1_024;

    private static final int FIRST_ROOM = 16;
    private static final long[] NO_ROOM = {};

    private long[] ring = NO_ROOM;
    private int size;
    private int next;
    /* How many of the newest were added since the bar's last event time was reached. */
    private int latest;

    int size() {
        return size;
    }

    /** The fingerprint of that age, 0 being the oldest one kept. */
    long get(int index) {
        return ring[size < MOST ? index : (next + index) & (MOST - 1)];
    }

    boolean contains(long fingerprint) {
        return isAmong(size, fingerprint);
    }

    boolean isAmongLatest(long fingerprint) {
        return isAmong(latest, fingerprint);
    }

    private boolean isAmong(int newest, long fingerprint) {
        for (int age = 1; age <= newest; age++) {
            if (ring[(next - age) & (ring.length - 1)] == fingerprint) {
                return true;
            }
        }
        return false;
    }

    /** The bar's last event time is not what it was: the next look-up reads all. */
    void lookAmongAll() {
        latest = size;
    }

    /** Adds one; {@code later} says that its tick is later than all before it. */
    void add(long fingerprint, boolean later) {
        if (next == ring.length && size < MOST) {
            ring = Arrays.copyOf(ring, Math.max(FIRST_ROOM, 2 * ring.length));
        }
        next &= ring.length - 1;
        ring[next] = fingerprint;
        next++;
        size = Math.min(MOST, size + 1);
        latest = later ? 1 : Math.min(MOST, latest + 1);
    }
}
