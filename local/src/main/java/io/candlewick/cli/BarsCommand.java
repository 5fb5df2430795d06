package io.candlewick.cli;

import io.candlewick.local.StackException;
import io.candlewick.places.BarPlace;
import io.candlewick.places.BarRow;
import io.candlewick.places.PlaceException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the bars of a series from one of the places that keep them. */
@Command(
        name = "bars",
        description = "Print bars from the topic, TimescaleDB or ClickHouse.",
        footer = {"", "Example: ./candlewick bars EUR/USD 1m --source clickhouse --output csv"})
final class BarsCommand implements Callable<Integer> {

    @Mixin
    private SeriesOptions series = new SeriesOptions();

    @Option(
            names = "--output",
            defaultValue = "TABLE",
            paramLabel = "FORM",
            description = "table, csv or json (default: table).")
    private BarOutput output = BarOutput.TABLE;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws StackException, PlaceException, IOException {
        List<BarRow> bars = series.requireKnownIfEmpty(place().read(series.range()));
        output.print(
                series.last(bars, bars.size()),
                series.epoch(),
                spec.commandLine().getOut());
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }

    private BarPlace place() throws StackException {
        Places places = series.places();
        return switch (series.source()) {
            case TOPIC -> places.topic();
            case TIMESCALE -> places.timescale();
            case CLICKHOUSE -> places.clickhouse();
        };
    }
}
