package io.candlewick.streams.domain.bar;

import io.candlewick.market.TradingCalendar;
import java.util.ArrayList;
import java.util.List;

/**
 * When no feed delivered a symbol: the holes that make a bar incomplete.
 *
 * <p><b>Shape</b>: disjoint spans in order of time; bounded at {@value #MAX_HOLES}, beyond which the two oldest become one.
 */
final class Coverage {

    static final int MAX_HOLES = 64;

    private final List<Hole> holes = new ArrayList<>();

    record Hole(long fromUs, long toUs) {}

    Coverage(List<Hole> holes) {
        this.holes.addAll(holes);
    }

    /** A symbol that nobody has delivered yet. */
    Coverage() {
        holes.add(new Hole(Long.MIN_VALUE, Long.MAX_VALUE));
    }

    List<Hole> holes() {
        return holes;
    }

    /** Whether somebody delivered a span as far as the market was open in it. */
    boolean isCovered(long startUs, long endUs, TradingCalendar calendar) {
        for (Hole hole : holes) {
            if (hole.fromUs < endUs
                    && startUs < hole.toUs
                    && isOpenWithin(Math.max(startUs, hole.fromUs), Math.min(endUs, hole.toUs), calendar)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOpenWithin(long fromUs, long toUs, TradingCalendar calendar) {
        return calendar.isOpen(fromUs) || calendar.nextChange(fromUs) < toUs;
    }

    /** The first time after this one at which a hole begins or ends, or the greatest time. */
    long nextChange(long timeUs) {
        long nextUs = Long.MAX_VALUE;
        for (Hole hole : holes) {
            if (hole.fromUs > timeUs) {
                nextUs = Math.min(nextUs, hole.fromUs);
            }
            if (hole.toUs > timeUs) {
                nextUs = Math.min(nextUs, hole.toUs);
            }
        }
        return nextUs;
    }

    /** How far on from a time somebody delivered without a hole in the open market, and not beyond another. */
    long coveredUntil(long fromUs, long toUs, TradingCalendar calendar) {
        for (Hole hole : holes) {
            if (hole.fromUs < toUs
                    && fromUs < hole.toUs
                    && isOpenWithin(Math.max(fromUs, hole.fromUs), Math.min(toUs, hole.toUs), calendar)) {
                return Math.max(fromUs, hole.fromUs);
            }
        }
        return Math.max(fromUs, toUs);
    }

    /** Nobody delivers from this time on. */
    void lost(long fromUs) {
        if (!isOpen()) {
            holes.add(new Hole(fromUs, Long.MAX_VALUE));
            mergeOldest();
        }
    }

    /** Somebody delivers again from this time on. */
    void covered(long fromUs) {
        if (isOpen()) {
            Hole open = holes.remove(holes.size() - 1);
            if (open.fromUs < fromUs) {
                holes.add(new Hole(open.fromUs, fromUs));
            }
        }
    }

    /** Holes that no open bar can touch any more are forgotten. */
    void forgetBefore(long timeUs) {
        holes.removeIf(hole -> hole.toUs <= timeUs);
    }

    private boolean isOpen() {
        return !holes.isEmpty() && holes.get(holes.size() - 1).toUs == Long.MAX_VALUE;
    }

    private void mergeOldest() {
        if (holes.size() > MAX_HOLES) {
            Hole oldest = holes.remove(0);
            Hole next = holes.remove(0);
            holes.add(0, new Hole(oldest.fromUs, next.toUs));
        }
    }
}
