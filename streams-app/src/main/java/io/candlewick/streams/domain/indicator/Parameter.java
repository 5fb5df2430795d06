package io.candlewick.streams.domain.indicator;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A parameter that an indicator takes.
 *
 * @param name e.g. {@code period}
 * @param whole whether it is a whole number, such as a number of bars
 * @param least least value
 * @param most greatest value
 */
record Parameter(String name, boolean whole, BigDecimal least, BigDecimal most) {

    /** Most bars an indicator looks back on: bounds the memory of a series. */
    static final int MAX_BARS = 1_000;

    private static final int MAX_SMOOTHING = 100;

    /** A number of bars, at least so many. */
    static Parameter bars(String name, int least) {
        return new Parameter(name, true, BigDecimal.valueOf(least), BigDecimal.valueOf(MAX_BARS));
    }

    /** A number of values to take a mean of, which the indicator keeps by itself. */
    static Parameter smoothing(String name) {
        return new Parameter(name, true, BigDecimal.ONE, BigDecimal.valueOf(MAX_SMOOTHING));
    }

    /** A factor. */
    static Parameter factor(String name, String least, String most) {
        return new Parameter(name, false, new BigDecimal(least), new BigDecimal(most));
    }

    /** What is wrong with a text as this parameter's value, null if nothing is. */
    @Nullable
    String faultOf(String text) {
        BigDecimal value;
        try {
            value = new BigDecimal(text);
        } catch (NumberFormatException notANumber) {
            return name + "=" + text + " is not a number";
        }
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            return name + "=" + text + " is not from " + least.toPlainString() + " to " + most.toPlainString();
        }
        if (whole && value.stripTrailingZeros().scale() > 0) {
            return name + "=" + text + " is not a whole number";
        }
        return null;
    }
}
