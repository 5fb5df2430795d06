package io.candlewick.streams.domain.indicator;

import java.util.List;
import java.util.function.ToIntFunction;

/**
 * A kind of indicator, as the catalogue lists it: what it is called, what it takes and what it says.
 *
 * <p>The formula id changes whenever a value would: with the formula, its seed or its rule for windows without range.
 *
 * @param name name in the notation
 * @param formulaId formula and its version with the seed rule, e.g. {@code rsi.wilder.v1}
 * @param parameters what it takes
 * @param outputs what it says, in the order of its values
 * @param defaults parameter sets of the standard plan, as in the notation: {@code 12,26,9}
 * @param factory makes one
 */
record IndicatorType(
        String name,
        String formulaId,
        List<Parameter> parameters,
        List<Output> outputs,
        List<String> defaults,
        Factory factory) {

    /** Makes an indicator. */
    interface Factory {

        /**
         * Makes an indicator and reserves its place in the series.
         *
         * @param layout where to reserve
         * @param parameters values within their bounds
         * @return the indicator
         * @throws IllegalArgumentException if the values do not go together
         */
        Indicator create(Layout layout, Parameters parameters);
    }

    /**
     * One of the values an indicator says.
     *
     * @param name its column's name without the parameters; letters and {@code _}, so that name and parameters cannot run together
     * @param firstBar which bar of a series, counted from 1, is the first to have it
     */
    record Output(String name, ToIntFunction<Parameters> firstBar) {

        /** A value that is there so many bars after that many bars. */
        static Output after(String name, String parameter, int more) {
            return new Output(name, parameters -> parameters.whole(parameter) + more);
        }
    }
}
