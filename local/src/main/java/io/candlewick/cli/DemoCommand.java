package io.candlewick.cli;

import io.candlewick.ingest.generate.GeneratorOptions;
import io.candlewick.ingest.generate.GeneratorStats;
import io.candlewick.ingest.generate.MarketGenerator;
import io.candlewick.ingest.instrument.Instruments;
import io.candlewick.ingest.publish.KafkaTickPublisher;
import io.candlewick.ingest.publish.PipelinedPublisher;
import io.candlewick.ingest.publish.PublisherConfig;
import io.candlewick.ingest.publish.TickPublisher;
import io.candlewick.local.LocalStack;
import io.candlewick.local.StackConfig;
import io.candlewick.local.StackException;
import io.candlewick.market.BarKey;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.places.BarRange;
import io.candlewick.places.PlaceException;
import io.candlewick.places.Verification;
import io.candlewick.streams.config.Lane;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows the whole product at work: a generated week from ticks to both databases, checked against a recomputation. */
@Command(
        name = "demo",
        description =
                "Start everything, play a generated trading week of 14 FX symbols, and compare every bar in the topic,"
                        + " TimescaleDB and ClickHouse with a recomputation from the ticks.",
        footer = {"", "A stack that already runs in the data directory is used, and left running."})
final class DemoCommand implements Callable<Integer> {

    private static final int PROGRESS_EVERY = 10_000;

    @Option(names = "--exit", description = "End when the comparison is done; otherwise stay up until Ctrl-C.")
    private boolean exit;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "7",
            description = "Seed of the market (default: ${DEFAULT-VALUE}).")
    private long seed = 7;

    @Option(
            names = "--ticks",
            paramLabel = "N",
            defaultValue = "" + GeneratorOptions.DEMO_TICKS,
            description = "Quotes in the week, about (default: ${DEFAULT-VALUE}).")
    private long ticks = GeneratorOptions.DEMO_TICKS;

    @Option(
            names = "--week",
            paramLabel = "SUNDAY",
            defaultValue = "2025-03-02",
            description = "The Sunday on which the week opens, at 17:00 in New York (default: ${DEFAULT-VALUE}).")
    private LocalDate week = LocalDate.of(2025, 3, 2);

    @Mixin
    private StackOptions stack = new StackOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws StackException, PlaceException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        boolean terminal = Boolean.getBoolean("candlewick.terminal");
        GeneratorOptions market = market();
        Steps steps = new Steps(out, terminal);
        if (stack.data().running().isPresent()) {
            out.println("  using the stack that runs in " + stack.data().shown());
            return show(market, steps, out);
        }
        steps.begin("stack");
        LocalStack own =
                LocalStack.open(StackConfig.in(stack.data().directory()), new ServiceLines(out, terminal)::show);
        Runtime.getRuntime().addShutdownHook(new Thread(own::close, "stop-stack"));
        own.start();
        steps.done("everything answers");
        int result = show(market, steps, out);
        if (exit) {
            own.close();
            return result;
        }
        StackSummary.print(out, own.state(), stack.data().shown());
        out.println("Ctrl-C ends it.");
        out.flush();
        new CountDownLatch(1).await();
        return result;
    }

    private GeneratorOptions market() {
        try {
            return GeneratorOptions.demo(seed, week).withTicksPerWeek(ticks);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()), wrong);
        }
    }

    private int show(GeneratorOptions market, Steps steps, PrintWriter out) throws StackException, PlaceException {
        play(market, steps);
        new CatchUp(stack.kafka(), steps).awaitTicks(Lane.LIVE);
        VerificationTable table = verify(steps, out);
        out.printf(
                Locale.ROOT,
                "  %,d bars in every place, %,d differences; slowest step: %s; %.0f s in all%n",
                table.bars(),
                table.differences(),
                steps.slowest(),
                steps.total());
        out.flush();
        return table.differences() == 0 && table.bars() > 0 ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }

    private void play(GeneratorOptions market, Steps steps) throws StackException {
        steps.begin("ticks");
        MarketGenerator generator = new MarketGenerator(market, Instruments.bundled(market.tenant()));
        PublisherConfig config = PublisherConfig.bulk(stack.kafka(), Lane.LIVE.ticksTopic(), "demo-" + market.seed());
        long published = 0;
        try (TickPublisher publisher =
                new PipelinedPublisher(KafkaTickPublisher.open(config, new Places(stack).serdes()))) {
            while (generator.hasNext()) {
                publisher.publish(generator.next());
                if (++published % PROGRESS_EVERY == 0) {
                    steps.progress(String.format(Locale.ROOT, "%,d records published", published));
                }
            }
            publisher.flush();
        }
        GeneratorStats stats = generator.stats();
        steps.done(String.format(
                Locale.ROOT,
                "%,d quotes of %d symbols from %s to %s: %,d duplicates, %,d out of order, %,d late,"
                        + " feed down from %s to %s, %,d heartbeats",
                stats.delivered(),
                stats.quotesBySymbol().size(),
                stats.open(),
                stats.close(),
                stats.duplicates(),
                stats.outOfOrder(),
                stats.late(),
                stats.outageFrom(),
                stats.outageTo(),
                stats.heartbeats()));
    }

    private VerificationTable verify(Steps steps, PrintWriter out) throws StackException, PlaceException {
        steps.begin("verify");
        VerificationTable table = new VerificationTable(out, 3);
        Places places = new Places(stack);
        table.head();
        for (Symbol symbol : MarketGenerator.symbols()) {
            Instrument instrument = new KnownInstruments(stack).require(BarKey.SYSTEM_TENANT, symbol);
            Verification verification = new Verification(
                    stack.kafka(),
                    places.serdes(),
                    places.topic().snapshot(BarKey.SYSTEM_TENANT, symbol),
                    List.of(places.timescale(), places.clickhouse()),
                    instrument);
            for (Timeframe timeframe : Timeframe.STANDARD) {
                table.row(verification.compare(
                        new BarRange(BarKey.SYSTEM_TENANT, symbol, timeframe, Long.MIN_VALUE, Long.MAX_VALUE)));
            }
        }
        steps.done("topic, TimescaleDB, ClickHouse and the recomputation compared");
        return table;
    }
}
