package io.candlewick.streams.domain.indicator;

import static org.assertj.core.api.Assertions.assertThat;

/** When two values count as the same: within 1e-10 of the expected one, or within 1e-9 of nothing. */
final class Agreement {

    static final double RELATIVE = 1e-10;
    static final double FLOOR = 1e-9;

    private Agreement() {}

    static boolean agree(double expected, double actual) {
        return agree(expected, actual, RELATIVE, FLOOR);
    }

    static boolean agree(double expected, double actual, double relative, double floor) {
        if (Double.isNaN(expected) || Double.isNaN(actual)) {
            return Double.isNaN(expected) && Double.isNaN(actual);
        }
        return Math.abs(actual - expected) <= Math.max(floor, relative * Math.abs(expected));
    }

    /** Every row agrees, and both are absent in the same rows. */
    static void assertSame(String name, double[] expected, double[] actual) {
        assertSameFrom(name, 0, expected, actual, RELATIVE, FLOOR);
    }

    /** As {@link #assertSame} from a row on, with a tolerance. */
    static void assertSameFrom(
            String name, int from, double[] expected, double[] actual, double relative, double floor) {
        assertThat(actual).as("rows of %s", name).hasSameSizeAs(expected);
        for (int row = from; row < expected.length; row++) {
            if (!agree(expected[row], actual[row], relative, floor)) {
                assertThat(actual[row]).as("%s in row %d", name, row).isEqualTo(expected[row]);
            }
        }
    }
}
