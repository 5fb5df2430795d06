package io.candlewick.streams.domain.indicator;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The values of an indicator's parameters, in the order in which it declares them.
 *
 * @param definitions the parameters
 * @param values one each, without trailing zeros
 */
record Parameters(List<Parameter> definitions, List<BigDecimal> values) {

    /** Values of texts that have no fault. */
    static Parameters of(List<Parameter> definitions, List<String> texts) {
        return new Parameters(
                definitions,
                texts.stream()
                        .map(text -> new BigDecimal(text).stripTrailingZeros())
                        .toList());
    }

    /** A whole number. */
    int whole(String name) {
        return value(name).intValueExact();
    }

    /** Any number. */
    double number(String name) {
        return value(name).doubleValue();
    }

    private BigDecimal value(String name) {
        for (int index = 0; index < values.size(); index++) {
            if (definitions.get(index).name().equals(name)) {
                return values.get(index);
            }
        }
        throw new IllegalArgumentException("there is no parameter " + name);
    }

    /** As in the notation: {@code 20,2}. */
    String text() {
        return values.stream().map(BigDecimal::toPlainString).collect(Collectors.joining(","));
    }

    /** As published with every value: {@code period=20,deviations=2}. */
    String namedText() {
        return IntStream.range(0, values.size())
                .mapToObj(index ->
                        definitions.get(index).name() + "=" + values.get(index).toPlainString())
                .collect(Collectors.joining(","));
    }

    /** As the end of a column's name: {@code _20_2}; a decimal point is a {@code p}. */
    String suffix() {
        return values.stream()
                .map(value -> "_" + value.toPlainString().replace('.', 'p'))
                .collect(Collectors.joining());
    }
}
