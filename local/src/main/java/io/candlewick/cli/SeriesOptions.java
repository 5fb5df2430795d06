package io.candlewick.cli;

import io.candlewick.local.StackException;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.places.BarRange;
import io.candlewick.places.PlaceException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which series a command prints, from which place, and how much of it. */
@Command
final class SeriesOptions {

    /** Where a series is read from. */
    enum Source {
        /** The topic. */
        TOPIC,
        /** TimescaleDB's table. */
        TIMESCALE,
        /** ClickHouse's table. */
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

    private int limit;

    @Option(names = "--epoch", description = "Times as epoch milliseconds instead of ISO-8601.")
    private boolean epoch;

    @Mixin
    private RangeOptions range = new RangeOptions();

    @Mixin
    private StackOptions stack = new StackOptions();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--limit", paramLabel = "N", description = "Only the last N bars of the range.")
    void setLimit(int count) {
        if (count < 1) {
            throw new ParameterException(spec.commandLine(), "--limit=" + count + " must be at least 1");
        }
        limit = count;
    }

    Source source() {
        return source;
    }

    boolean epoch() {
        return epoch;
    }

    Places places() {
        return new Places(stack);
    }

    BarRange range() {
        return range.of(symbol, timeframe);
    }

    /** The series in words. */
    String text() {
        return symbol + " " + timeframe;
    }

    /** Nothing was found: says so if it is because no such instrument is known. */
    <T> List<T> requireKnownIfEmpty(List<T> found) throws StackException, PlaceException {
        if (found.isEmpty()) {
            new KnownInstruments(stack).require(range.tenant(), symbol);
        }
        return found;
    }

    /** The last of a range: as many as were asked for, or else as many as is usual. */
    <T> List<T> last(List<T> found, int usual) {
        int shown = limit > 0 ? limit : usual;
        return found.subList(Math.max(0, found.size() - shown), found.size());
    }
}
