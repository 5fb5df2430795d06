package io.candlewick.cli;

import io.candlewick.local.StackException;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the bars of a series from one of the places that keep them. */
@Command(
        name = "bars",
        description = "Print bars from the topic, TimescaleDB or ClickHouse.",
        footer = {"", "Example: ./candlewick bars EUR/USD 1m --source clickhouse --output csv"})
final class BarsCommand implements Callable<Integer> {

    /** Where bars are read from. */
    enum Source {
        /** Topic {@code bars}. */
        TOPIC,
        /** Table {@code market_candles}. */
        TIMESCALE,
        /** Table {@code aggregates}. */
        CLICKHOUSE
    }

    @Parameters(index = "0", paramLabel = "SYMBOL", description = "e.g. EUR/USD")
    private Symbol symbol = Symbol.EVERY;

    @Parameters(index = "1", paramLabel = "TIMEFRAME", description = "1m 5m 15m 30m 1h 4h 1d or 1w")
    private Timeframe timeframe = Timeframe.M1;

    @Option(
            names = "--source",
            defaultValue = "CLICKHOUSE",
            paramLabel = "PLACE",
            description = "topic, timescale or clickhouse (default: clickhouse).")
    private Source source = Source.CLICKHOUSE;

    @Option(
            names = "--output",
            defaultValue = "TABLE",
            paramLabel = "FORM",
            description = "table, csv or json (default: table).")
    private BarOutput output = BarOutput.TABLE;

    @Option(names = "--limit", paramLabel = "N", description = "Only the last N bars of the range.")
    private int limit = Integer.MAX_VALUE;

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
        if (limit < 1) {
            throw new picocli.CommandLine.ParameterException(
                    spec.commandLine(), "--limit=" + limit + " must be at least 1");
        }
        List<BarRow> bars = place().read(range.of(symbol, timeframe));
        if (bars.isEmpty()) {
            new KnownInstruments(stack).require(range.tenant(), symbol);
        }
        output.print(
                bars.subList(Math.max(0, bars.size() - limit), bars.size()),
                epoch,
                spec.commandLine().getOut());
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }

    private BarPlace place() throws StackException {
        Places places = new Places(stack);
        return switch (source) {
            case TOPIC -> places.topic();
            case TIMESCALE -> places.timescale();
            case CLICKHOUSE -> places.clickhouse();
        };
    }
}
