package io.candlewick.streams.domain.indicator;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The last numbers of a row, as many as any indicator looks back on; all indicators of a series share one per price.
 *
 * <p><b>Edges</b>: depth 0 keeps nothing.
 */
final class Ring {

    private final double[] numbers;
    private int newest;

    Ring(int depth) {
        this.numbers = new double[depth];
        this.newest = depth - 1;
    }

    int depth() {
        return numbers.length;
    }

    void push(double number) {
        if (numbers.length == 0) {
            return;
        }
        newest = newest + 1 == numbers.length ? 0 : newest + 1;
        numbers[newest] = number;
    }

    /** The number so many places before the newest, which is at 0. */
    double at(int back) {
        int index = newest - back;
        return numbers[index < 0 ? index + numbers.length : index];
    }

    /** Whether the newest number begins a new round: true once in so many pushes as the ring is deep. */
    boolean beginsRound() {
        return newest == 0;
    }

    void copyFrom(Ring other) {
        System.arraycopy(other.numbers, 0, numbers, 0, numbers.length);
        newest = other.newest;
    }

    boolean holdsSameAs(Ring other) {
        return newest == other.newest && Arrays.equals(numbers, other.numbers);
    }

    /** Writes as many of the numbers as have been pushed, oldest first. */
    void write(ByteBuffer out, long pushed) {
        for (int back = held(pushed) - 1; back >= 0; back--) {
            out.putDouble(at(back));
        }
    }

    /** Makes ready for the last numbers of a row of which so many were pushed, so that rounds begin where they would have begun. */
    void startBefore(long pushed) {
        int depth = numbers.length;
        newest = depth == 0 ? -1 : (int) ((pushed - held(pushed) + depth - 1) % depth);
    }

    /** Reads what was written after so many pushes. */
    void read(ByteBuffer in, long pushed) {
        startBefore(pushed);
        for (int left = held(pushed); left > 0; left--) {
            push(in.getDouble());
        }
    }

    int held(long pushed) {
        return (int) Math.min(pushed, numbers.length);
    }
}
