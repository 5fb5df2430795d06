package io.candlewick.cli;

import io.candlewick.local.StackException;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
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
import picocli.CommandLine.Parameters;
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
        footer = {"", "Example: ./candlewick indicators EUR/USD 1m --name rsi_14,macd --source timescale --output csv"})
final class IndicatorsCommand implements Callable<Integer> {

    private static final int TABLE_BARS = 5;

    @Parameters(index = "0", paramLabel = "SYMBOL", description = "e.g. EUR/USD")
    private Symbol symbol = Symbol.EVERY;

    @Parameters(index = "1", paramLabel = "TIMEFRAME", description = "1m 5m 15m 30m 1h 4h 1d or 1w")
    private Timeframe timeframe = Timeframe.M1;

    @Option(
            names = "--source",
            defaultValue = "CLICKHOUSE",
            paramLabel = "PLACE",
            description = "topic, timescale or clickhouse (default: clickhouse).")
    private BarsCommand.Source source = BarsCommand.Source.CLICKHOUSE;

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

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Only the last N bars of the range (default: 5 in a table, else all).")
    private int limit;

    @Option(names = "--epoch", description = "Times as epoch milliseconds instead of ISO-8601.")
    private boolean epoch;

    @Mixin
    private RangeOptions range = new RangeOptions();

    @Mixin
    private StackOptions stack = new StackOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws StackException, PlaceException, IOException {
        if (limit < 0) {
            throw new ParameterException(spec.commandLine(), "--limit=" + limit + " must be at least 1");
        }
        List<IndicatorReading> readings = place().read(range.of(symbol, timeframe));
        if (readings.isEmpty()) {
            new KnownInstruments(stack).require(range.tenant(), symbol);
        }
        output.print(last(readings), wanted(readings), epoch, spec.commandLine().getOut());
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }

    private List<IndicatorReading> last(List<IndicatorReading> readings) {
        int shown = limit > 0 ? limit : output == IndicatorOutput.TABLE ? TABLE_BARS : readings.size();
        return readings.subList(Math.max(0, readings.size() - shown), readings.size());
    }

    private List<String> wanted(List<IndicatorReading> readings) {
        TreeSet<String> known = new TreeSet<>();
        readings.forEach(reading -> known.addAll(reading.values().keySet()));
        for (String name : names) {
            if (!known.contains(name) && !readings.isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--name=" + name + " is not among the values of " + symbol + " " + timeframe + ", which are "
                                + String.join(", ", known));
            }
        }
        return names.isEmpty() ? List.copyOf(known) : names;
    }

    private IndicatorPlace place() throws StackException {
        Places places = new Places(stack);
        return switch (source) {
            case TOPIC -> places.topicIndicators();
            case TIMESCALE -> places.timescaleIndicators();
            case CLICKHOUSE -> places.clickhouseIndicators();
        };
    }
}
