package io.candlewick.streams.domain.indicator;

import java.util.ArrayList;
import java.util.List;

/**
 * Where each indicator of a plan keeps its numbers in a series, and how far back it looks. Filled while the indicators are made.
 */
final class Layout {

    private int cells;
    /* The true range of the next bar needs the last one. */
    private int closes = 1;
    private int typicals;
    private int volumes;
    private int extremes;
    private final List<Integer> windows = new ArrayList<>();

    /** Reserves cells, 0 at first; gives the index of the first. */
    int cells(int count) {
        int first = cells;
        cells += count;
        return first;
    }

    /** Asks for that many of the last closes, the newest among them. */
    void closes(int count) {
        closes = Math.max(closes, count);
    }

    /** Asks for that many of the last typical prices. */
    void typicals(int count) {
        typicals = Math.max(typicals, count);
    }

    /** Asks for that many of the last volumes. */
    void volumes(int count) {
        volumes = Math.max(volumes, count);
    }

    /** Asks for that many of the last highs and lows. */
    void highsAndLows(int count) {
        extremes = Math.max(extremes, count);
    }

    /** Asks for the greatest high and the least low of that many bars; gives the index of the window. */
    int window(int count) {
        if (!windows.contains(count)) {
            windows.add(count);
        }
        return windows.indexOf(count);
    }

    int cells() {
        return cells;
    }

    Ring newCloses() {
        return new Ring(closes);
    }

    Ring newTypicals() {
        return new Ring(typicals);
    }

    Ring newVolumes() {
        return new Ring(volumes);
    }

    Extremes newExtremes(boolean greatest, int[] lengths) {
        return new Extremes(greatest, lengths, extremes);
    }

    int[] windowLengths() {
        return windows.stream().mapToInt(Integer::intValue).toArray();
    }
}
