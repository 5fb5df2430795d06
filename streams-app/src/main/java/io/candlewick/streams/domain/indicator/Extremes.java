package io.candlewick.streams.domain.indicator;

import java.nio.ByteBuffer;

/**
 * The greatest, or the least, of the last n numbers of a row, for several n at once.
 *
 * <p>Kept as a queue of candidates, each outranked by the one before it; a number that is outranked by a later one can never be an
 * extreme again and leaves. Every window has its place in the one queue. Of equal numbers the latest counts, as in TA-Lib's Aroon.
 * <b>Cost</b>: a number enters and leaves the queue once, so constant per number over any run.
 */
final class Extremes {

    private final boolean greatest;
    private final int[] windows;
    private final Ring ring;
    /* Ordinals of the candidates, in a circle of a power of two; positions below count up for ever. */
    private final int[] candidates;
    private final int[] places;
    private int front;
    private int end;
    private int ordinal;

    /** Extremes over those window lengths, of a row of which at least so many numbers are kept. */
    Extremes(boolean greatest, int[] windows, int minDepth) {
        this.greatest = greatest;
        this.windows = windows;
        int depth = minDepth;
        for (int window : windows) {
            depth = Math.max(depth, window);
        }
        this.ring = new Ring(depth);
        this.candidates = new int[depth == 0 ? 1 : Integer.highestOneBit(2 * depth - 1)];
        this.places = new int[windows.length];
    }

    Ring ring() {
        return ring;
    }

    void push(double number) {
        ring.push(number);
        if (windows.length == 0) {
            return;
        }
        ordinal++;
        if (front != end && ageOf(front) >= ring.depth()) {
            front++;
        }
        while (front != end && !outranks(ring.at(ageOf(end - 1)), number)) {
            end--;
        }
        candidates[end & (candidates.length - 1)] = ordinal;
        end++;
        for (int index = 0; index < windows.length; index++) {
            places[index] = firstWithin(windows[index], places[index]);
        }
    }

    private boolean outranks(double one, double other) {
        return greatest ? one > other : one < other;
    }

    private int firstWithin(int window, int from) {
        // The candidate it stood at may have left the queue at either end; positions wrap, so they are compared by
        // difference.
        int place = from - front < 0 ? front : from;
        place = place - end >= 0 ? end - 1 : place;
        while (ageOf(place) >= window) {
            place++;
        }
        return place;
    }

    private int ageOf(int place) {
        return ordinal - candidates[place & (candidates.length - 1)];
    }

    /** The extreme of a window. */
    double of(int index) {
        return ring.at(age(index));
    }

    /** How many numbers ago the extreme of a window was, 0 for the newest. */
    int age(int index) {
        return ageOf(places[index]);
    }

    void copyFrom(Extremes other) {
        ring.copyFrom(other.ring);
        System.arraycopy(other.candidates, 0, candidates, 0, candidates.length);
        System.arraycopy(other.places, 0, places, 0, places.length);
        front = other.front;
        end = other.end;
        ordinal = other.ordinal;
    }

    /** Reads the row and finds the candidates again: they follow from it, so they are not written. */
    void read(ByteBuffer in, long pushed) {
        ring.startBefore(pushed);
        for (int left = ring.held(pushed); left > 0; left--) {
            push(in.getDouble());
        }
    }
}
