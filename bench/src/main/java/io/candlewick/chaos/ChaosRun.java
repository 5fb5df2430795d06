package io.candlewick.chaos;

import io.candlewick.contract.Topics;
import io.candlewick.local.StackException;
import io.candlewick.market.Instrument;
import io.candlewick.places.PlaceException;
import io.candlewick.serde.RecordSerdes;
import io.candlewick.serde.SymbolPartitioner;
import io.candlewick.streams.config.Lane;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One run: a site is started, faults come over it while a market flows through it, and then everything it has said is checked.
 *
 * <p><b>Shape</b>: faults come one at a time, each when all has been calm for a while; one that is not got over within the bound ends the faults. <b>Cost</b>:
 * about a minute and a half to set up and to check, on two cores, and three gigabytes.
 */
public final class ChaosRun {

    private static final Duration FIRST_BARS_LIMIT = Duration.ofMinutes(5);
    /* Longer than rows may be late without counting as late. */
    private static final Duration CALM_AFTER = Duration.ofSeconds(6);
    private static final Duration END_LIMIT = Duration.ofMinutes(2);
    private static final Duration ORPHAN_LIMIT = Duration.ofSeconds(10);
    private static final long SAMPLE_MS = 20;
    private static final long TEND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int PLANNED = 10_000;

    private final ChaosOptions options;
    private final Timeline timeline;
    private final MarketTruth truth;
    private final List<String> violations = new ArrayList<>();
    private final List<Recovery> recoveries = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "fault");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Double> loads = new ArrayList<>();
    private long tendedNanos;

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
        timeline.say("seed " + options.seed() + ", " + options.brokers() + " brokers, logs in " + directory);
        ChaosReport report;
        Site site = Site.started(options, truth, Set.of(Lane.LIVE), directory);
        Thread hook = new Thread(site::close, "stop-site");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            report = on(site);
        } finally {
            site.close();
            threads.shutdownNow();
            removeHook(hook);
        }
        if (report.violations().isEmpty() && options.keep().isEmpty()) {
            delete(directory);
        }
        return report;
    }

    private ChaosReport on(Site site) throws InterruptedException, IOException {
        RecordSerdes serdes = site.serdes();
        MarketFlow flow = new MarketFlow(
                truth, options.speed(), site.brokers().clientServers(), Topics.DEFAULT_PARTITIONS, serdes);
        Freshness freshness = new Freshness(flow::marketUs, Instrument.DEFAULT_GRACE, options.speed());
        BarWatch bars = new BarWatch(site.brokers().innerServers(), site.serdes(), freshness);
        RowWatch rows = new RowWatch(site.timescale(), site.clickhouseUrl(), freshness);
        GroupWatch group = new GroupWatch(site.brokers().innerServers(), Site.group(Lane.LIVE));
        FinalCheck check = new FinalCheck(site, truth);
        try (flow;
                bars;
                rows;
                group) {
            site.scaleTo(options.instances());
            flow.start();
            bars.start(partitions());
            rows.start();
            group.start();
            if (awaitCalm(site, freshness, FIRST_BARS_LIMIT)) {
                timeline.say("bars and rows flow");
                faults(site, freshness, group, new Injector(site, flow, options.instances()));
            } else {
                violate("no flow at the start: " + freshness.behind(System.nanoTime()));
            }
            timeline.say("end of the feed");
            flow.end(END_LIMIT);
            flow.refused().ifPresent(this::violate);
            check.drain().forEach(this::violate);
            timeline.say("checking");
            check(check, flow);
        }
        bars.violations().forEach(this::violate);
        site.tendQuietly();
        site.close();
        awaitEnd(site).forEach(orphan -> violate("left running: " + orphan));
        timeline.say("over");
        return new ChaosReport(
                options,
                recoveries,
                violations,
                timeline.lines(),
                flow.sent(),
                flow.aheadSent(),
                bars.bars(),
                bars.corrected(),
                check.compared(),
                loads.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN));
    }

    private void check(FinalCheck check, MarketFlow flow) {
        try {
            check.differences(flow.steps(), flow.aheadSent()).forEach(this::violate);
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

    private void faults(Site site, Freshness freshness, GroupWatch group, Injector injector)
            throws InterruptedException, IOException {
        long endNanos = System.nanoTime() + options.time().toNanos();
        for (Fault fault : new FaultPlan(options.seed(), options.faults()).first(Math.min(PLANNED, options.most()))) {
            if (!awaitCalm(site, freshness, options.bound(), fault.calm())) {
                violate("not calm before " + fault + ": " + freshness.behind(System.nanoTime()));
                return;
            }
            if (System.nanoTime() >= endNanos) {
                return;
            }
            if (!befall(fault, site, freshness, group, injector)) {
                return;
            }
        }
    }

    private boolean befall(Fault fault, Site site, Freshness freshness, GroupWatch group, Injector injector)
            throws InterruptedException, IOException {
        timeline.say(fault.toString());
        long startNanos = System.nanoTime();
        Future<Duration> over = threads.submit(() -> {
            injector.inject(fault);
            return Duration.ofNanos(System.nanoTime() - startNanos);
        });
        while (!over.isDone()) {
            look(site, freshness);
        }
        try {
            Duration lasted = over.get();
            boolean calm = awaitCalm(site, freshness, options.bound());
            Duration bars = freshness.disturbedAfter(startNanos, Freshness.Kind.BARS);
            Duration rows = freshness.disturbedAfter(startNanos, Freshness.Kind.ROWS);
            Recovery recovery = new Recovery(
                    fault,
                    lasted,
                    group.changedAfter(startNanos),
                    group.settledAfter(startNanos, System.nanoTime()),
                    bars,
                    rows);
            timeline.say(String.format(
                    java.util.Locale.ROOT,
                    "#%d over after %.1f s, bars after %.1f s, rows after %.1f s",
                    fault.number(),
                    lasted.toMillis() / 1e3,
                    bars.toMillis() / 1e3,
                    rows.toMillis() / 1e3));
            if (!calm) {
                violate("no flow within " + options.bound().toSeconds() + " s after " + fault + ": "
                        + freshness.behind(System.nanoTime()));
                return false;
            }
            recoveries.add(recovery);
            return true;
        } catch (ExecutionException failed) {
            violate(fault + " could not be done: " + failed.getCause());
            return false;
        }
    }

    private boolean awaitCalm(Site site, Freshness freshness, Duration limit) throws InterruptedException, IOException {
        return awaitCalm(site, freshness, limit, CALM_AFTER);
    }

    private boolean awaitCalm(Site site, Freshness freshness, Duration limit, Duration calm)
            throws InterruptedException, IOException {
        long startNanos = System.nanoTime();
        // What was seen before counts only as far as it was looked at: a fault may take a moment to show.
        do {
            look(site, freshness);
            long nowNanos = System.nanoTime();
            if (nowNanos - startNanos >= calm.toNanos() && freshness.isCalmFor(calm, nowNanos)) {
                return true;
            }
        } while (System.nanoTime() - startNanos < limit.toNanos());
        return false;
    }

    private void look(Site site, Freshness freshness) throws InterruptedException, IOException {
        TimeUnit.MILLISECONDS.sleep(SAMPLE_MS);
        long nowNanos = System.nanoTime();
        freshness.sample(nowNanos);
        if (nowNanos - tendedNanos > TEND_NANOS) {
            tendedNanos = nowNanos;
            loads.add(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
            site.tend().forEach(timeline::say);
        }
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

    static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException left) {
            System.err.println("candlewick: " + directory + " cannot be deleted: " + left.getMessage());
        }
    }
}
