package io.candlewick.chaos;

import io.candlewick.contract.Topics;
import io.candlewick.local.StackException;
import io.candlewick.local.Trees;
import io.candlewick.market.Instrument;
import io.candlewick.places.PlaceException;
import io.candlewick.serde.SymbolPartitioner;
import io.candlewick.streams.config.Lane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One run: a site is started, it goes through its {@link Ordeal} while a market flows through it, and then everything it has said is checked.
 *
 * <p><b>Cost</b>: about a minute and a half to set up and to check, on two cores, and three and a half gigabytes.
 */
public final class ChaosRun {

    private static final Duration END_LIMIT = Duration.ofMinutes(2);
    private static final Duration ORPHAN_LIMIT = Duration.ofSeconds(10);
    private static final long SAMPLE_MS = 20;

    private final ChaosOptions options;
    private final Timeline timeline;
    private final MarketTruth truth;
    private final List<String> violations = new ArrayList<>();

    /**
     * Nothing is started yet.
     *
     * @param options what is asked for
     * @param listener told what happens, a line each, from any thread
     */
    public ChaosRun(ChaosOptions options, Consumer<String> listener) {
        this.options = options;
        this.timeline = new Timeline(listener);
        this.truth = new MarketTruth(options);
    }

    /**
     * Runs it to its end; nothing of it is left running then.
     *
     * @return what came of it
     * @throws StackException if the site does not start
     * @throws InterruptedException if interrupted; nothing is left running
     * @throws IOException if a directory or a process cannot be made
     */
    public ChaosReport run() throws StackException, InterruptedException, IOException {
        Path directory = options.keep().isPresent()
                ? Files.createDirectories(options.keep().get().toAbsolutePath().normalize())
                : Files.createTempDirectory("candlewick-chaos-");
        timeline.say("seed " + options.seed() + ", " + options.site() + ", logs in " + directory);
        ChaosReport report;
        Site site = Site.started(options, truth, directory);
        Thread hook = new Thread(site::close, "stop-site");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            report = on(site);
        } finally {
            site.close();
            removeHook(hook);
        }
        if (report.violations().isEmpty() && options.keep().isEmpty()) {
            Trees.deleteIfPossible(directory);
        }
        return report;
    }

    private ChaosReport on(Site site) throws InterruptedException, IOException {
        String brokers = site.brokers().innerServers();
        MarketFlow flow = new MarketFlow(
                truth, options.speed(), site.brokers().clientServers(), Topics.DEFAULT_PARTITIONS, site.serdes());
        Freshness freshness = new Freshness(flow::marketUs, Instrument.DEFAULT_GRACE, options.speed());
        BarWatch bars = new BarWatch(brokers, site.serdes(), freshness);
        TickWatch ticks = new TickWatch(brokers, flow, freshness);
        GroupWatch group = new GroupWatch(brokers, Instances.group(Lane.LIVE));
        Optional<RowWatch> rows =
                site.tables().map(tables -> new RowWatch(tables.timescale(), tables.clickhouseUrl(), freshness));
        Optional<Backfills> history = site.lanes().contains(Lane.HISTORY)
                ? Optional.of(
                        new Backfills(truth, options.seed(), site.brokers().clientServers(), site.serdes()))
                : Optional.empty();
        FinalCheck check = new FinalCheck(site, truth);
        Injector injector = new Injector(site, flow, options.site().instances());
        Ordeal ordeal = new Ordeal(options, site, injector, freshness, group, timeline);
        try (flow;
                bars;
                ticks;
                group;
                ordeal) {
            site.instances().scaleTo(options.site().instances());
            flow.start();
            bars.start(partitions());
            ticks.start(partitions(), truth.stepTime(options.speed()));
            rows.ifPresent(RowWatch::start);
            group.start();
            history.ifPresent(Backfills::start);
            ordeal.run();
            timeline.say("end of the feed");
            history.ifPresent(Backfills::close);
            flow.end(END_LIMIT);
            flow.refused().ifPresent(this::violate);
            check.drain().forEach(this::violate);
            timeline.say("checking");
            check(check, flow, history);
        } finally {
            rows.ifPresent(RowWatch::close);
            history.ifPresent(Backfills::close);
        }
        violations.addAll(0, ordeal.violations());
        bars.violations().forEach(this::violate);
        site.tendQuietly();
        site.close();
        awaitEnd(site).forEach(orphan -> violate("left running: " + orphan));
        timeline.say("over");
        return new ChaosReport(
                options,
                ordeal.recoveries(),
                violations,
                timeline.lines(),
                new ChaosReport.Counts(
                        flow.sent(),
                        flow.aheadSent(),
                        history.map(Backfills::bars).orElse(0L),
                        bars.bars(),
                        bars.corrected(),
                        check.compared()),
                ordeal.load());
    }

    private void check(FinalCheck check, MarketFlow flow, Optional<Backfills> history) {
        try {
            check.differences(flow.steps(), flow.aheadSent(), history).forEach(this::violate);
        } catch (PlaceException unreadable) {
            violate("cannot be checked: " + unreadable.getMessage());
        }
    }

    /** Partitions that a symbol lies in: the others never say a bar. */
    private Set<Integer> partitions() {
        Set<Integer> partitions = new TreeSet<>();
        for (int index = 0; index < truth.symbols(); index++) {
            partitions.add(SymbolPartitioner.partition(truth.symbol(index), Topics.DEFAULT_PARTITIONS));
        }
        return partitions;
    }

    private static List<String> awaitEnd(Site site) throws InterruptedException {
        long startNanos = System.nanoTime();
        while (site.isAnyAlive() && System.nanoTime() - startNanos < ORPHAN_LIMIT.toNanos()) {
            TimeUnit.MILLISECONDS.sleep(SAMPLE_MS);
        }
        return site.orphans();
    }

    private void violate(String what) {
        violations.add(what);
        timeline.say("VIOLATED: " + what);
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException endingAlready) {
            // The hook does it then.
            hook.setDaemon(hook.isDaemon());
        }
    }
}
