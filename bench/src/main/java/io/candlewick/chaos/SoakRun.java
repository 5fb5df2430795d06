package io.candlewick.chaos;

import io.candlewick.contract.Topics;
import io.candlewick.ingest.download.AdminLag;
import io.candlewick.ingest.topic.KafkaAccess;
import io.candlewick.ingest.topic.TopicException;
import io.candlewick.local.StackException;
import io.candlewick.local.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * A market flows for long, with deliveries of the past beside it and without faults, and what every process holds is looked at from time to time.
 *
 * <p>The first quarter, but at most five minutes, warms up and does not count. A delivery waits, as a download does, until every reader is
 * nearly done with the one before; none begins in the last tenth.
 */
final class SoakRun {

    private static final Duration MOST_WARM_UP = Duration.ofMinutes(5);
    private static final int WARM_UP_PART = 4;
    private static final int SAMPLES = 40;
    private static final Duration LEAST_PAUSE = Duration.ofSeconds(5);
    private static final Duration END_LIMIT = Duration.ofMinutes(2);
    private static final int LAST_PART = 10;
    private static final long MOST_BEHIND = 100_000;
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);
    private static final double KIB_A_MIB = 1024;

    /* How much may be more at the end than at the beginning: a share, or so much. */
    private static final double HEAP_SHARE = 0.15;
    private static final double RESIDENT_SHARE = 0.15;
    private static final double MIB = 32;
    private static final double HANDLE_SHARE = 0.2;
    private static final double HANDLES = 50;
    private static final double THREAD_SHARE = 0.1;
    private static final double THREADS = 10;

    private final ChaosOptions options;
    private final Timeline timeline;
    private final MarketTruth truth;
    private final Map<String, List<ProcessSample>> samples = new LinkedHashMap<>();

    /**
     * What came of it.
     *
     * @param growths by process and quantity
     * @param hours how long was measured
     * @param ticks ticks published in all
     * @param seconds how long they took
     * @param bars bars of the past delivered
     * @param backlog what is wrong with readers in the end
     */
    record Report(List<Growth> growths, double hours, long ticks, double seconds, long bars, List<String> backlog) {}

    SoakRun(ChaosOptions options, Consumer<String> listener) {
        this.options = options;
        this.timeline = new Timeline(listener);
        this.truth = new MarketTruth(options);
    }

    Report run() throws StackException, InterruptedException, IOException {
        Path directory = Files.createTempDirectory("candlewick-soak-");
        timeline.say("logs in " + directory);
        Site site = Site.started(options, truth, directory);
        Thread hook = new Thread(site::close, "stop-site");
        Runtime.getRuntime().addShutdownHook(hook);
        Report report;
        try (MarketFlow flow = new MarketFlow(
                        truth,
                        options.speed(),
                        site.brokers().clientServers(),
                        Topics.DEFAULT_PARTITIONS,
                        site.serdes());
                AdminLag lag = new AdminLag(
                        new KafkaAccess(site.brokers().innerServers(), site.serdes(), Map.of()),
                        Instances.APPLICATION)) {
            site.instances().scaleTo(options.site().instances());
            report = on(site, flow, lag);
        } finally {
            site.close();
        }
        Runtime.getRuntime().removeShutdownHook(hook);
        Trees.deleteIfPossible(directory);
        return report;
    }

    private Report on(Site site, MarketFlow flow, AdminLag lag) throws InterruptedException, IOException {
        Backfills backfills =
                new Backfills(truth, options.seed(), site.brokers().clientServers(), site.serdes());
        flow.start();
        long startNanos = System.nanoTime();
        Duration warmUp = options.time().dividedBy(WARM_UP_PART);
        warmUp = warmUp.compareTo(MOST_WARM_UP) > 0 ? MOST_WARM_UP : warmUp;
        Duration measured = options.time().minus(warmUp);
        Duration pause = measured.dividedBy(SAMPLES);
        pause = pause.compareTo(LEAST_PAUSE) < 0 ? LEAST_PAUSE : pause;
        long nextBackfill = startNanos + Backfills.pause().toNanos();
        long nextSample = startNanos + warmUp.toNanos();
        long endNanos = startNanos + options.time().toNanos();
        long lastBackfill = endNanos - options.time().dividedBy(LAST_PART).toNanos();
        while (System.nanoTime() < endNanos) {
            TimeUnit.MILLISECONDS.sleep(200);
            site.tend().forEach(timeline::say);
            if (System.nanoTime() >= nextBackfill && System.nanoTime() < lastBackfill) {
                if (isAnyBehind(lag)) {
                    nextBackfill = System.nanoTime() + LOOK_AGAIN.toNanos();
                } else {
                    nextBackfill = System.nanoTime() + Backfills.pause().toNanos();
                    backfills.deliver();
                }
            }
            if (System.nanoTime() >= nextSample) {
                nextSample += pause.toNanos();
                sample(site);
            }
        }
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        long ticks = flow.sent();
        flow.end(END_LIMIT);
        List<String> backlog = new ArrayList<>(new FinalCheck(site, truth).drain());
        flow.refused().ifPresent(backlog::add);
        double hours = measured.toMillis() / 3.6e6;
        return new Report(growths(pause.toMillis() / 3.6e6), hours, ticks, seconds, backfills.bars(), backlog);
    }

    private static boolean isAnyBehind(AdminLag lag) {
        try {
            return lag.measure().values().stream().anyMatch(records -> records > MOST_BEHIND);
        } catch (TopicException busy) {
            return true;
        }
    }

    private void sample(Site site) throws InterruptedException, IOException {
        StringBuilder line = new StringBuilder();
        for (Map.Entry<String, ProcessHandle> process : site.processes().entrySet()) {
            ProcessSample sample = ProcessSample.of(process.getValue().pid());
            samples.computeIfAbsent(process.getKey(), name -> new ArrayList<>()).add(sample);
            line.append(String.format(
                    java.util.Locale.ROOT,
                    "  %s %.0f/%.0f",
                    process.getKey(),
                    sample.heapKib() / KIB_A_MIB,
                    sample.residentKib() / KIB_A_MIB));
        }
        timeline.say("heap/resident MiB:" + line);
    }

    private List<Growth> growths(double hoursBetween) {
        List<Growth> growths = new ArrayList<>();
        samples.forEach((process, taken) -> {
            growths.add(
                    growth(process, "heap MiB", taken, s -> s.heapKib() / KIB_A_MIB, hoursBetween, HEAP_SHARE, MIB));
            growths.add(growth(
                    process,
                    "resident MiB",
                    taken,
                    s -> s.residentKib() / KIB_A_MIB,
                    hoursBetween,
                    RESIDENT_SHARE,
                    2 * MIB));
            growths.add(growth(process, "handles", taken, ProcessSample::files, hoursBetween, HANDLE_SHARE, HANDLES));
            growths.add(growth(process, "threads", taken, ProcessSample::threads, hoursBetween, THREAD_SHARE, THREADS));
        });
        return growths;
    }

    private static Growth growth(
            String process,
            String what,
            List<ProcessSample> taken,
            ToDoubleFunction<ProcessSample> value,
            double hoursBetween,
            double share,
            double allowance) {
        return Growth.of(
                process, what, taken.stream().mapToDouble(value).boxed().toList(), hoursBetween, share, allowance);
    }
}
