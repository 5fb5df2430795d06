package io.candlewick.cli;

import io.candlewick.contract.BarLineage;
import io.candlewick.local.StackException;
import io.candlewick.market.BarKey;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import io.candlewick.places.BarRevision;
import io.candlewick.places.BarTicks;
import io.candlewick.places.ClickHouseBars;
import io.candlewick.places.PlaceException;
import io.candlewick.places.StoredBar;
import io.candlewick.places.TimescaleBars;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Answers why a bar looks like it does: what was said of it, which ticks made it, and where the time went. */
@Command(
        name = "trace",
        description =
                "Print a bar's revisions, the ticks that made it, and when it passed each station; exit code 1 when"
                        + " there is no such bar.",
        footer = {"", "Example: ./candlewick trace EUR/USD 1m 2014-05-01T05:00:00Z"})
final class TraceCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "SYMBOL", description = "e.g. EUR/USD")
    private Symbol symbol = Symbol.EVERY;

    @Parameters(index = "1", paramLabel = "TIMEFRAME", description = "1m 5m 15m 30m 1h 4h 1d or 1w")
    private Timeframe timeframe = Timeframe.M1;

    @Parameters(
            index = "2",
            paramLabel = "START",
            description = "Start of the bar: ISO-8601, a date, or epoch milliseconds")
    private Instant start = Instant.EPOCH;

    @Mixin
    private TenantOption tenant = new TenantOption();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "Print the first N ticks (default: ${DEFAULT-VALUE}).")
    private int limit = 20;

    @Option(names = "--json", description = "One JSON object instead of the tables.")
    private boolean json;

    @Mixin
    private StackOptions stack = new StackOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws StackException, PlaceException {
        if (limit < 0) {
            throw new ParameterException(spec.commandLine(), "--limit=" + limit + " must not be negative");
        }
        Places places = new Places(stack);
        BarKey key = new BarKey(tenant.name(), symbol, timeframe, Times.us(start));
        List<BarRevision> revisions = places.topic().revisions(key);
        if (revisions.isEmpty()) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("candlewick: " + absent(key));
            err.flush();
            return ExitCode.CHECK_FAILED;
        }
        BarRevision newest = revisions.get(revisions.size() - 1);
        Optional<BarLineage> lineage = newest.lineage();
        long endUs = (Long) java.util.Objects.requireNonNull(newest.bar().value("end_time"));
        List<BarTicks.Found> ticks = lineage.isPresent()
                ? new BarTicks(stack.kafka(), places.serdes()).read(key, endUs, lineage.get())
                : List.of();
        Trace trace = new Trace(key, revisions, ticks, stored(key, places));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            TraceJson.print(trace, limit, out);
        } else {
            TraceTable.print(trace, limit, out);
        }
        out.flush();
        return ExitCode.OK;
    }

    /** Says where the bar would be if the time is within one, or that the symbol is unknown. */
    private String absent(BarKey key) throws StackException {
        Instrument instrument = new KnownInstruments(stack).require(tenant.name(), symbol);
        long startUs = instrument.calendar().startOf(timeframe, key.startTimeUs());
        return startUs == key.startTimeUs()
                ? "there is no bar " + key.text() + " in topic bars: see ./candlewick bars " + symbol + " "
                        + timeframe.code() + " --source topic"
                : "no " + timeframe.code() + " bar of " + symbol + " starts at " + start
                        + ": the one of that time starts at " + Times.instant(startUs);
    }

    /** The databases that are part of the stack; one that lacks the bar stands there without a time. */
    private Map<String, Optional<StoredBar>> stored(BarKey key, Places places) throws StackException, PlaceException {
        Map<String, Optional<StoredBar>> stored = new LinkedHashMap<>();
        if (stack.resolve().timescale().isPresent()) {
            stored.put("timescale", new TimescaleBars(stack.timescale()).stored(key));
        }
        if (stack.resolve().clickhouseUrl().isPresent()) {
            ClickHouseBars clickhouse = places.clickhouse();
            stored.put("clickhouse", clickhouse.stored(key));
        }
        return stored;
    }
}
