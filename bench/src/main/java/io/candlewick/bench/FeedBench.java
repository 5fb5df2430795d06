package io.candlewick.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candlewick.cli.BenchSubcommand;
import io.candlewick.ingest.instrument.Instruments;
import io.candlewick.ingest.simulate.MarketShape;
import io.candlewick.ingest.simulate.ScaledClock;
import io.candlewick.ingest.simulate.SimulatedMarket;
import io.candlewick.ingest.subscribe.Subscriptions;
import io.candlewick.ingest.topic.KafkaAccess;
import io.candlewick.local.StackException;
import io.candlewick.market.BarKey;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Counts every element of a live feed through everything that goes wrong with one. */
@Command(
        name = "feed",
        description =
                "A live feed from a simulated vendor's socket to the topic, through every fault: what was sent, received,"
                        + " accepted, rejected and lost, and the topic against the market, quote by quote.",
        footer = {
            "",
            "Vendor, collector and broker are processes of their own.",
            "Exit code 1 when an element is not accounted for: received but neither accepted nor rejected, claimed by the feed's"
                    + " marks and not in the topic, or in the topic and never quoted.",
            "",
            "Examples: ./candlewick bench feed --symbols 14 --rate 40 --burst-factor 12.5",
            "          ./candlewick bench feed --broker-away 20"
        })
public final class FeedBench implements BenchSubcommand {

    private static final int CHECK_FAILED = 1;
    private static final long SEED = 7;
    private static final int BYTES_AN_ELEMENT = 75;
    private static final int LEAST_SLOW_BYTES = 1_000;
    private static final List<String> CURRENCIES = List.of(
            "EUR", "GBP", "AUD", "NZD", "USD", "CAD", "CHF", "SGD", "DKK", "SEK", "NOK", "PLN", "MXN", "ZAR", "JPY");

    @Option(
            names = "--symbols",
            defaultValue = "100",
            description = "Symbols, at most 105 (default: ${DEFAULT-VALUE}).")
    private int symbols = 100;

    @Option(
            names = "--rate",
            defaultValue = "5000",
            description = "Quotes a second of all together (default: ${DEFAULT-VALUE}).")
    private int rate = 5_000;

    @Option(
            names = "--burst-factor",
            defaultValue = "2",
            description = "How many times busier the bursts of two seconds are (default: ${DEFAULT-VALUE}).")
    private double burstFactor = 2;

    @Option(
            names = "--broker-away",
            defaultValue = "180",
            description = "Seconds for which the broker is stopped (default: ${DEFAULT-VALUE}).")
    private int brokerAway = 180;

    @Option(
            names = "--seconds",
            defaultValue = "20",
            description = "Length of the phase without faults (default: ${DEFAULT-VALUE}).")
    private int seconds = 20;

    @Option(names = "--json", description = "One JSON object instead of the table.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final List<Phase> phases = new ArrayList<>();

    /** For picocli and the service loader. */
    public FeedBench() {}

    /**
     * A stretch of the run.
     *
     * @param name what happened
     * @param seconds how long it took
     * @param sent elements of the market the vendor wrote
     * @param damaged broken elements it wrote
     * @param received elements that came
     * @param accepted that became ticks
     * @param rejected that did not
     * @param collector share of a processor that the collector took
     * @param vendor share that the simulated vendor took
     */
    record Phase(
            String name,
            double seconds,
            long sent,
            long damaged,
            long received,
            long accepted,
            long rejected,
            double collector,
            double vendor) {}

    /** What is done in a phase. */
    private interface Script {
        void run() throws StackException, InterruptedException;
    }

    @Override
    public Integer call() throws StackException, InterruptedException {
        if (symbols < 1 || symbols > 105 || rate < 1 || burstFactor < 1 || brokerAway < 1 || seconds < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--symbols (at most 105), --rate, --broker-away and --seconds must be positive");
        }
        Progress progress = new Progress(spec.commandLine().getErr());
        Load load = new Load();
        progress.say("starting broker and registry");
        try (BenchStack stack = BenchStack.start(Optional.empty())) {
            Path file = stack.directory().resolve("instruments.csv");
            List<Instrument> traded = traded(file);
            stack.publish(traded);
            ScaledClock clock = ScaledClock.parse("2026-11-17T08:00:00Z@1x", InstantSource.system());
            MarketShape shape =
                    MarketShape.USUAL.withEventsPerMinute(60.0 * rate / symbols).withBurstFactor(burstFactor);
            List<Symbol> wanted = traded.stream().map(Instrument::symbol).toList();
            KafkaAccess kafka = new KafkaAccess(stack.bootstrapServers(), stack.serdes(), Map.of());
            Subscriptions.add(kafka, BarKey.SYSTEM_TENANT, wanted, "bench", clock.instant());
            try (FeedRun run =
                    FeedRun.start(stack, new FeedRun.Market(file, shape.eventsPerMinute(), burstFactor, clock))) {
                play(run, progress);
                FeedRun.Sent sent = run.sent();
                FeedCounts counts = run.all();
                progress.say("comparing the topic with the market");
                DeliveredTicks.Verdict verdict = DeliveredTicks.read(stack.bootstrapServers(), stack.serdes())
                        .compare(new SimulatedMarket(SEED, shape, traded), wanted);
                boolean isRight = verdict.isRight() && run.each().stream().allMatch(FeedCounts::isBalanced);
                if (isRight) {
                    stack.succeeded();
                }
                report(load, run, sent, counts, verdict);
                return isRight ? 0 : CHECK_FAILED;
            }
        }
    }

    private void play(FeedRun run, Progress progress) throws StackException, InterruptedException {
        run.await("the feed delivers", counts -> counts.isConnected() && counts.accepted() > 0);
        // A second process that starts does not count as one that works.
        run.run(Duration.ofSeconds(10));
        phase(run, progress, "nothing goes wrong", () -> run.run(Duration.ofSeconds(seconds)));
        phase(run, progress, "malformed elements between good ones", () -> {
            run.fault("{\"fault\":\"malformed\",\"value\":\"5\",\"for\":\"8s\"}");
            run.run(Duration.ofSeconds(10));
        });
        phase(run, progress, "slow network", () -> {
            int slow = Math.max(LEAST_SLOW_BYTES, rate * BYTES_AN_ELEMENT / 4);
            run.fault("{\"fault\":\"slow\",\"value\":\"" + slow + "\",\"for\":\"8s\"}");
            run.run(Duration.ofSeconds(9));
            run.await("the feed is back after a slow network", FeedCounts::isConnected);
            run.run(Duration.ofSeconds(4));
        });
        reconnecting(run, progress, "socket half open", "half-open");
        reconnecting(run, progress, "evicted by another connection", "evict");
        phase(run, progress, "broker stopped for " + brokerAway + " s", () -> {
            run.stopBroker();
            run.run(Duration.ofSeconds(brokerAway));
            run.continueBroker();
            run.await("the spool is empty", counts -> counts.pendingBytes() < 1_000_000);
            run.run(Duration.ofSeconds(3));
        });
        phase(run, progress, "collector killed without a broker", () -> {
            run.stopBroker();
            run.run(Duration.ofSeconds(8));
            run.killCollector();
            run.run(Duration.ofSeconds(2));
            run.continueBroker();
            run.await("the second collector delivers", counts -> counts.isConnected() && counts.accepted() > rate);
            run.run(Duration.ofSeconds(5));
        });
        phase(run, progress, "collector killed", () -> {
            run.killCollector();
            run.await("the third collector delivers", counts -> counts.isConnected() && counts.accepted() > rate);
            run.run(Duration.ofSeconds(5));
        });
        run.await("the spool is empty", counts -> counts.pendingBytes() < 1_000_000);
        run.stopCollector();
    }

    private void reconnecting(FeedRun run, Progress progress, String name, String fault)
            throws StackException, InterruptedException {
        phase(run, progress, name, () -> {
            long connects = run.look().connects();
            run.fault("{\"fault\":\"" + fault + "\"}");
            run.await("the feed is back: " + name, counts -> counts.connects() > connects && counts.isConnected());
            run.run(Duration.ofSeconds(4));
        });
    }

    private void phase(FeedRun run, Progress progress, String name, Script script)
            throws StackException, InterruptedException {
        progress.say("%s", name);
        FeedRun.Sent sent = run.sent();
        FeedCounts before = run.all();
        double collector = run.collectorMicros();
        double vendor = run.vendorMicros();
        double started = run.seconds();
        script.run();
        FeedRun.Sent then = run.sent();
        FeedCounts after = run.all();
        double took = run.seconds() - started;
        phases.add(new Phase(
                name,
                took,
                then.elements() - sent.elements(),
                then.damaged() - sent.damaged(),
                after.received() - before.received(),
                after.accepted() - before.accepted(),
                after.allRejected() - before.allRejected(),
                (run.collectorMicros() - collector) / 1e6 / took,
                (run.vendorMicros() - vendor) / 1e6 / took));
    }

    private List<Instrument> traded(Path file) throws StackException {
        StringBuilder csv = new StringBuilder("symbol,asset_class,price_basis,pip_size,price_scale,calendar,sources\n");
        int count = 0;
        for (int base = 0; base < CURRENCIES.size(); base++) {
            for (int term = base + 1; term < CURRENCIES.size() && count < symbols; term++, count++) {
                String from = CURRENCIES.get(base);
                String to = CURRENCIES.get(term);
                boolean isYen = to.equals("JPY");
                csv.append(String.format(
                        Locale.ROOT,
                        "%s/%s,FX,QUOTE,%s,%d,24x7,polygon=C:%s%s%n",
                        from,
                        to,
                        isYen ? "0.01" : "0.0001",
                        isYen ? 3 : 5,
                        from,
                        to));
            }
        }
        try {
            Files.writeString(file, csv);
        } catch (IOException full) {
            throw new StackException(file + " cannot be written: " + full.getMessage(), full);
        }
        return Instruments.read(file, BarKey.SYSTEM_TENANT);
    }

    private void report(Load load, FeedRun run, FeedRun.Sent sent, FeedCounts counts, DeliveredTicks.Verdict verdict) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectMapper mapper = new ObjectMapper();
            ObjectNode root = mapper.createObjectNode();
            root.set("machine", mapper.valueToTree(load));
            root.set("phases", mapper.valueToTree(phases));
            root.set("sent", mapper.valueToTree(sent));
            root.set("counts", mapper.valueToTree(counts));
            root.set("topic", mapper.valueToTree(verdict));
            root.put("most_pending_bytes", run.mostPendingBytes());
            out.println(root.toPrettyString());
        } else {
            table(out, load);
            summary(out, run, sent, counts, verdict);
        }
        out.flush();
    }

    private void table(PrintWriter out, Load load) {
        out.printf(
                Locale.ROOT,
                "%n  %d symbols, %,d quotes a second, bursts %.1f times that; load %.2f before%n%n",
                symbols,
                rate,
                burstFactor,
                load.average());
        out.printf(
                Locale.ROOT,
                "  %-38s %6s %10s %8s %10s %10s %8s %9s %7s%n",
                "phase",
                "s",
                "sent",
                "broken",
                "received",
                "accepted",
                "rejected",
                "collector",
                "vendor");
        for (Phase phase : phases) {
            out.printf(
                    Locale.ROOT,
                    "  %-38s %6.1f %,10d %,8d %,10d %,10d %,8d %8.0f%% %6.0f%%%n",
                    phase.name,
                    phase.seconds,
                    phase.sent,
                    phase.damaged,
                    phase.received,
                    phase.accepted,
                    phase.rejected,
                    100 * phase.collector,
                    100 * phase.vendor);
        }
    }

    private static void summary(
            PrintWriter out, FeedRun run, FeedRun.Sent sent, FeedCounts counts, DeliveredTicks.Verdict verdict) {
        long balanced = run.each().stream().filter(FeedCounts::isBalanced).count();
        out.printf(
                Locale.ROOT,
                "%n  received %,d %s accepted %,d + rejected %,d %s, in %s of %d collectors%n",
                counts.received(),
                balanced == run.each().size() ? "=" : "is not",
                counts.accepted(),
                counts.allRejected(),
                counts.rejected(),
                balanced == run.each().size() ? "each" : "only " + balanced,
                run.each().size());
        out.printf(
                Locale.ROOT,
                "  sent %,d and %,d broken over %d connections: %,d not received, or not counted when a collector was killed%n",
                sent.elements(),
                sent.damaged(),
                sent.connections(),
                sent.elements() + sent.damaged() - counts.received());
        out.printf(
                Locale.ROOT,
                "  market: %,d quotes = %,d that the feed's marks claim + %,d in holes (of these %,d came all the same)%n",
                verdict.happened(),
                verdict.claimed(),
                verdict.inHoles(),
                verdict.foundInHoles());
        out.printf(
                Locale.ROOT,
                "  topic: %,d records, %,d of them marks, %,d repeated, %,d without a possible price, which the quality gate refuses%n",
                verdict.records(),
                verdict.marks(),
                verdict.repeated(),
                verdict.unpriced());
        out.printf(
                Locale.ROOT,
                "  claimed and missing: %,d; in the topic and never quoted: %,d%n",
                verdict.missing(),
                verdict.invented());
        out.printf(Locale.ROOT, "  most that waited on the collector's disk: %,.1f MB%n", run.mostPendingBytes() / 1e6);
    }
}
