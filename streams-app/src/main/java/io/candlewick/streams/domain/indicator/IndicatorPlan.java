package io.candlewick.streams.domain.indicator;

import io.candlewick.market.IndicatorColumn;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Which indicators are computed, and in which columns their values stand. One for all series, unchangeable.
 *
 * <p>A column's name is the name of the value and then every parameter: {@code sma_20}, {@code macd_signal_12_26_9},
 * {@code parabolic_sar_0p02_0p2} (a decimal point is a {@code p}). So a name means the same in every configuration, whatever else it
 * holds. <b>Thread</b>: any.
 */
public final class IndicatorPlan {

    private final List<Entry> entries;
    private final Layout layout;
    private final Indicator[] indicators;
    private final int[] firsts;
    private final List<IndicatorColumn> columns;
    private final int[] firstBars;
    private final long fingerprint;

    /** An indicator of the plan. */
    record Entry(IndicatorType type, Parameters parameters, Indicator indicator) {

        /** As in the notation. */
        String text() {
            return parameters.values().isEmpty() ? type.name() : type.name() + "(" + parameters.text() + ")";
        }

        List<IndicatorColumn> columns() {
            return type.outputs().stream()
                    .map(output -> new IndicatorColumn(
                            output.name() + parameters.suffix(), type.formulaId(), parameters.namedText()))
                    .toList();
        }
    }

    IndicatorPlan(List<Entry> entries, Layout layout) {
        this.entries = List.copyOf(entries);
        this.layout = layout;
        this.indicators = entries.stream().map(Entry::indicator).toArray(Indicator[]::new);
        this.columns =
                entries.stream().flatMap(entry -> entry.columns().stream()).toList();
        this.firsts = new int[indicators.length];
        for (int index = 1; index < firsts.length; index++) {
            firsts[index] =
                    firsts[index - 1] + entries.get(index - 1).type().outputs().size();
        }
        this.firstBars = entries.stream()
                .flatMapToInt(entry -> entry.type().outputs().stream()
                        .mapToInt(output -> output.firstBar().applyAsInt(entry.parameters())))
                .toArray();
        this.fingerprint = fingerprint(entries);
    }

    /* Formula ids are in it: a state written by another formula must not be gone on with. */
    private static long fingerprint(List<Entry> entries) {
        String formulas = entries.stream()
                .map(entry -> entry.text() + "=" + entry.type().formulaId())
                .collect(Collectors.joining(" "));
        return UUID.nameUUIDFromBytes(formulas.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits();
    }

    /**
     * Reads a plan.
     *
     * @param text indicators separated by spaces, e.g. {@code default sma(100) macd(5,35,5)}; a name alone stands for its default
     *     parameter sets, {@code default} for those of every indicator; what is named twice is computed once
     * @return the plan
     * @throws IllegalArgumentException if anything in the text is wrong; the message lists every fault
     */
    public static IndicatorPlan parse(String text) {
        return new IndicatorNotation(IndicatorCatalog.TYPES).parse(text);
    }

    /**
     * Every indicator with its default parameter sets.
     *
     * @return the plan
     */
    public static IndicatorPlan standard() {
        return parse(IndicatorNotation.DEFAULT);
    }

    /**
     * What the values are.
     *
     * @return the columns, in the values' order
     */
    public List<IndicatorColumn> columns() {
        return columns;
    }

    /**
     * First bar of a series that has a column's value.
     *
     * @param column index of the column
     * @return counted from 1: 20 for {@code sma_20}
     */
    public int firstBar(int column) {
        return firstBars[column];
    }

    /**
     * Bars after which every column has a value.
     *
     * @return the longest warm-up
     */
    public int warmUpBars() {
        return Arrays.stream(firstBars).max().orElse(0);
    }

    /**
     * A series that has seen no bar.
     *
     * @return the series
     */
    public IndicatorSeries newSeries() {
        return new IndicatorSeries(this, layout);
    }

    List<Entry> entries() {
        return entries;
    }

    /** Names the indicators, parameters and formulas: two plans share states if they share it. */
    long fingerprint() {
        return fingerprint;
    }

    void checkLength(double[] values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(values.length + " values for " + columns.size() + " columns");
        }
    }

    void compute(IndicatorSeries series, double[] values) {
        Arrays.fill(values, Double.NaN);
        for (int index = 0; index < indicators.length; index++) {
            indicators[index].next(series, values, firsts[index]);
        }
        for (int index = 0; index < values.length; index++) {
            // What overflowed is absent, too; adding 0 turns -0 into 0.
            values[index] = Double.isFinite(values[index]) ? values[index] + 0.0 : Double.NaN;
        }
    }

    /** The plan in its notation, every parameter set by itself. */
    @Override
    public String toString() {
        return entries.stream().map(Entry::text).collect(Collectors.joining(" "));
    }
}
