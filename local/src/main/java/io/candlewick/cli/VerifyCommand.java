package io.candlewick.cli;

import io.candlewick.local.StackException;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.places.PlaceException;
import io.candlewick.places.Verification;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares what every place holds of a symbol with the others and with the ticks. */
@Command(
        name = "verify",
        description =
                "Compare topic, TimescaleDB, ClickHouse and a brute-force recomputation, row by row: from the tick topic what"
                        + " was built of ticks, from the finer bars what was merged of a vendor's; exit code 1 with the"
                        + " first differences.",
        footer = {"", "Example: ./candlewick verify EUR/USD --timeframe 1m,1h --from 2014-05-01 --to 2014-05-08"})
final class VerifyCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "SYMBOL", description = "e.g. EUR/USD")
    private Symbol symbol = Symbol.EVERY;

    @Option(
            names = "--timeframe",
            split = ",",
            paramLabel = "TIMEFRAME",
            description = "Only these timeframes (default: all eight).")
    private List<Timeframe> timeframes = Timeframe.STANDARD;

    @Option(
            names = "--show",
            defaultValue = "10",
            paramLabel = "N",
            description = "Print the first N differences of each timeframe (default: ${DEFAULT-VALUE}).")
    private int show = 10;

    @Mixin
    private RangeOptions range = new RangeOptions();

    @Mixin
    private StackOptions stack = new StackOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws StackException, PlaceException {
        Instrument instrument = new KnownInstruments(stack).require(range.tenant(), symbol);
        Places places = new Places(stack);
        Verification verification = verification(places, instrument);
        PrintWriter out = spec.commandLine().getOut();
        VerificationTable table = new VerificationTable(out, show);
        table.head();
        for (Timeframe timeframe : timeframes) {
            Verification.Report report = verification.compareSettled(range.of(symbol, timeframe));
            if (!report.differences().isEmpty()) {
                // Bars may have come from one reading to the next: what differs is looked at a second time.
                Verification again = verification(places, instrument);
                report = report.confirmedBy(again.compareSettled(range.of(symbol, timeframe)));
            }
            table.row(report);
        }
        table.foot();
        return table.differences() == 0 && table.bars() > 0 ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }

    private Verification verification(Places places, Instrument instrument) throws StackException {
        return new Verification(
                stack.kafka(),
                places.serdes(),
                places.topic().snapshot(range.tenant(), symbol),
                List.of(places.timescale(), places.clickhouse()),
                instrument);
    }
}
