package io.candlewick.indicator;

/**
 * An indicator of the standard plan as its notation has it.
 *
 * @param name e.g. {@code sma}
 * @param period its first parameter, 0 if that is no number of bars
 */
record IndicatorText(String name, int period) {

    /** Reads {@code sma(20)} and the like. */
    static IndicatorText parse(String text) {
        int open = text.indexOf('(');
        if (open < 0) {
            return new IndicatorText(text, 0);
        }
        String first = text.substring(open + 1, text.length() - 1).split(",", -1)[0];
        return new IndicatorText(text.substring(0, open), first.contains(".") ? 0 : Integer.parseInt(first));
    }
}
