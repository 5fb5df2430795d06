package io.candlewick.chaos;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * What a site goes through: incidents come over it one at a time, each when all has been calm for a while, and how it gets over them is measured.
 *
 * <p>One that is not got over within the bound ends it.
 */
final class Ordeal implements AutoCloseable {

    private static final Duration FIRST_BARS_LIMIT = Duration.ofMinutes(5);
    /* Longer than rows may be late without counting as late. */
    private static final Duration CALM_AFTER = Duration.ofSeconds(6);
    private static final long SAMPLE_MS = 20;
    private static final long TEND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int PLANNED = 10_000;

    private final ChaosOptions options;
    private final Site site;
    private final Injector injector;
    private final Freshness freshness;
    private final GroupWatch group;
    private final Timeline timeline;
    private final List<String> violations = new ArrayList<>();
    private final List<Recovery> recoveries = new ArrayList<>();
    private final List<Double> loads = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "fault");
        thread.setDaemon(true);
        return thread;
    });
    private long tendedNanos;

    Ordeal(
            ChaosOptions options,
            Site site,
            Injector injector,
            Freshness freshness,
            GroupWatch group,
            Timeline timeline) {
        this.options = options;
        this.site = site;
        this.injector = injector;
        this.freshness = freshness;
        this.group = group;
        this.timeline = timeline;
    }

    /** Goes through all of it, once everything flows. */
    void run() throws InterruptedException, IOException {
        if (!awaitCalm(FIRST_BARS_LIMIT, CALM_AFTER)) {
            violate("no flow at the start: " + freshness.behind(System.nanoTime()));
            return;
        }
        timeline.say("everything flows");
        List<FaultKind> kinds = possible();
        if (kinds.isEmpty()) {
            return;
        }
        long endNanos = System.nanoTime() + options.time().toNanos();
        for (Incident incident :
                new FaultPlan(options.seed(), kinds, options.atOnce()).first(Math.min(PLANNED, options.most()))) {
            if (!awaitCalm(options.bound(), incident.calm())) {
                violate("not calm before " + incident + ": " + freshness.behind(System.nanoTime()));
                return;
            }
            if (System.nanoTime() >= endNanos || !befall(incident)) {
                return;
            }
        }
    }

    private List<FaultKind> possible() {
        if (site.instances().haveDisks() || !options.faults().contains(FaultKind.FULL_STATE)) {
            return options.faults();
        }
        timeline.say("left out: " + FaultKind.FULL_STATE
                + ", for this process may not mount a small disk (root may, with CAP_SYS_ADMIN)");
        return options.faults().stream()
                .filter(kind -> kind != FaultKind.FULL_STATE)
                .toList();
    }

    private boolean befall(Incident incident) throws InterruptedException, IOException {
        timeline.say(incident.toString());
        long startNanos = System.nanoTime();
        List<Future<?>> ends = new ArrayList<>();
        for (Fault fault : incident.faults()) {
            ends.add(threads.submit(() -> {
                TimeUnit.MILLISECONDS.sleep(fault.after().toMillis());
                injector.inject(fault);
                return fault;
            }));
        }
        while (!ends.stream().allMatch(Future::isDone)) {
            look();
        }
        Duration lasted = Duration.ofNanos(System.nanoTime() - startNanos);
        for (Future<?> end : ends) {
            try {
                end.get();
            } catch (ExecutionException failed) {
                violate(incident + " could not be done: " + failed.getCause());
                return false;
            }
        }
        boolean calm = awaitCalm(options.bound(), CALM_AFTER);
        Recovery recovery = recovery(incident, lasted, startNanos);
        timeline.say(String.format(
                Locale.ROOT,
                "#%d over after %.1f s; ticks after %.1f s, bars after %.1f s, rows after %.1f s",
                incident.number(),
                lasted.toMillis() / 1e3,
                recovery.ticks().toMillis() / 1e3,
                recovery.bars().toMillis() / 1e3,
                recovery.rows().toMillis() / 1e3));
        if (!calm) {
            violate("no flow within " + options.bound().toSeconds() + " s after " + incident + ": "
                    + freshness.behind(System.nanoTime()));
            return false;
        }
        recoveries.add(recovery);
        return true;
    }

    private Recovery recovery(Incident incident, Duration lasted, long startNanos) {
        return new Recovery(
                incident,
                lasted,
                group.changedAfter(startNanos),
                group.settledAfter(startNanos, System.nanoTime()),
                freshness.disturbedAfter(startNanos, Freshness.Kind.TICKS),
                freshness.disturbedAfter(startNanos, Freshness.Kind.BARS),
                freshness.disturbedAfter(startNanos, Freshness.Kind.ROWS));
    }

    private boolean awaitCalm(Duration limit, Duration calm) throws InterruptedException, IOException {
        long startNanos = System.nanoTime();
        // What was seen before counts only as far as it was looked at: a fault may take a moment to show.
        do {
            look();
            long nowNanos = System.nanoTime();
            if (nowNanos - startNanos >= calm.toNanos() && freshness.isCalmFor(calm, nowNanos)) {
                return true;
            }
        } while (System.nanoTime() - startNanos < limit.toNanos());
        return false;
    }

    private void look() throws InterruptedException, IOException {
        TimeUnit.MILLISECONDS.sleep(SAMPLE_MS);
        long nowNanos = System.nanoTime();
        freshness.sample(nowNanos);
        if (nowNanos - tendedNanos > TEND_NANOS) {
            tendedNanos = nowNanos;
            loads.add(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
            site.tend().forEach(timeline::say);
        }
    }

    private void violate(String what) {
        violations.add(what);
        timeline.say("VIOLATED: " + what);
    }

    List<Recovery> recoveries() {
        return recoveries;
    }

    /** What did not flow, or could not be done. */
    List<String> violations() {
        return violations;
    }

    /** How many processes wanted a processor, on average. */
    double load() {
        return loads.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
