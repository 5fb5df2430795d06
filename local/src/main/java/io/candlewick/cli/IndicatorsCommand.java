package io.candlewick.cli;

import io.candlewick.local.StackException;
import io.candlewick.places.IndicatorPlace;
import io.candlewick.places.IndicatorReading;
import io.candlewick.places.PlaceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints the indicator values of a series from one of the places that keep them. */
@Command(
        name = "indicators",
        description = {
            "Print indicator values from the topic, TimescaleDB or ClickHouse.",
            "",
            "A value that is not warmed up yet is left out. The table shows a line an indicator and a column a bar, by"
                    + " default of the last five bars; csv and json hold every bar of the range."
        },
        footer = {
            "",
            "Example: ./candlewick indicators EUR/USD 1m --name rsi_14,macd_12_26_9 --source timescale --output csv"
        })
final class IndicatorsCommand implements Callable<Integer> {

    private static final int TABLE_BARS = 5;

    @Mixin
    private SeriesOptions series = new SeriesOptions();

    @Option(
            names = "--name",
            split = ",",
            paramLabel = "NAME",
            description = "Only these values, e.g. rsi_14 (default: all).")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--output",
            defaultValue = "TABLE",
            paramLabel = "FORM",
            description = "table, csv or json (default: table).")
    private IndicatorOutput output = IndicatorOutput.TABLE;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws StackException, PlaceException, IOException {
        List<IndicatorReading> readings = series.requireKnownIfEmpty(place().read(series.range()));
        int usual = output == IndicatorOutput.TABLE ? TABLE_BARS : readings.size();
        output.print(
                series.last(readings, usual),
                wanted(readings),
                series.epoch(),
                spec.commandLine().getOut());
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }

    private List<String> wanted(List<IndicatorReading> readings) {
        TreeSet<String> known = new TreeSet<>();
        readings.forEach(reading -> known.addAll(reading.values().keySet()));
        for (String name : names) {
            if (!known.contains(name) && !readings.isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--name=" + name + " is not among the values of " + series.text() + ", which are "
                                + String.join(", ", known));
            }
        }
        return names.isEmpty() ? List.copyOf(known) : names;
    }

    private IndicatorPlace place() throws StackException {
        Places places = series.places();
        return switch (series.source()) {
            case TOPIC -> places.topicIndicators();
            case TIMESCALE -> places.timescaleIndicators();
            case CLICKHOUSE -> places.clickhouseIndicators();
        };
    }
}
