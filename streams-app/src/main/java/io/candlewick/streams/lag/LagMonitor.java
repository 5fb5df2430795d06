package io.candlewick.streams.lag;

import io.candlewick.config.KafkaConnection;
import io.candlewick.contract.TopicSpec;
import io.candlewick.contract.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches every group's lag and keeps the last judgement, as metrics and for whoever asks.
 *
 * <p><b>Thread</b>: one of its own reads; any may ask.
 */
public final class LagMonitor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LagMonitor.class);

    /* Brokers that have lost their leaderships know no group for a while; so long, and the groups are gone. */
    private static final Duration NO_GROUP = Duration.ofMinutes(1);

    private final LagReader reader;
    private final InstantSource clock;
    private final TopicFlow flow = new TopicFlow();
    private final LagHistory history = new LagHistory();
    private final LagTrail trail = new LagTrail();
    private final MultiGauge written;
    private final MultiGauge records;
    private final MultiGauge seconds;
    private final MultiGauge trends;
    private final ScheduledExecutorService schedule = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "lag-monitor");
        thread.setDaemon(true);
        return thread;
    });
    private volatile List<LagHistory.Judged> last = List.of();
    /* Of the thread that reads: since when the brokers name no group. */
    private @Nullable Instant noneSince;

    /**
     * Watches; the first look is taken at once.
     *
     * @param kafka the brokers
     * @param every how often
     * @param metrics where gauges are registered
     * @param clock what ages are told by
     */
    public LagMonitor(KafkaConnection kafka, Duration every, MeterRegistry metrics, InstantSource clock) {
        this.clock = clock;
        this.reader = new LagReader(kafka, clock);
        this.records = MultiGauge.builder("candlewick.consumer.lag.records")
                .description("Offsets between what a group has committed and the end of its partition")
                .register(metrics);
        this.seconds = MultiGauge.builder("candlewick.consumer.lag.seconds")
                .description("Age of the oldest record a group has not read, 0 if it has read all")
                .register(metrics);
        this.trends = MultiGauge.builder("candlewick.consumer.lag.trend")
                .description("0 OK, 1 WARN (falls behind), 2 STALL (reads nothing), 3 STOP (no members), 4 REWIND")
                .register(metrics);
        this.written = MultiGauge.builder("candlewick.topic.records")
                .description("Records ever written to a topic of the catalogue, transaction markers among them")
                .register(metrics);
        ScheduledFuture<?> unused =
                schedule.scheduleWithFixedDelay(this::look, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * The last judgement.
     *
     * @return by group, topic and partition; empty until the first look
     */
    public List<LagHistory.Judged> last() {
        return last;
    }

    /**
     * How much flows into the topics of the catalogue.
     *
     * @return the observations so far
     */
    public TopicFlow flow() {
        return flow;
    }

    /**
     * What each group had waiting of late.
     *
     * @return the observations so far
     */
    public LagTrail trail() {
        return trail;
    }

    private void look() {
        try {
            flow.add(
                    clock.instant(),
                    reader.ends(Topics.ALL.stream().map(TopicSpec::name).toList()));
            written.register(
                    flow.ends().entrySet().stream()
                            .<MultiGauge.Row<?>>map(
                                    end -> MultiGauge.Row.of(Tags.of("topic", end.getKey()), (double) end.getValue()))
                            .toList(),
                    true);
            List<PartitionLag> lags = reader.read();
            if (lags.isEmpty() && !last.isEmpty() && !areGone()) {
                LOG.warn("Consumer lag cannot be read now: the brokers name no group any more");
                return;
            }
            noneSince = null;
            List<LagHistory.Judged> judged = history.add(lags);
            trail.add(judged);
            last = judged;
            records.register(
                    rows(judged, one -> one.lag().isBehind() ? one.lag().records() : 0), true);
            seconds.register(rows(judged, one -> one.lag().age().toNanos() / 1e9), true);
            trends.register(rows(judged, one -> code(one.trend())), true);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | KafkaException away) {
            LOG.warn("Consumer lag cannot be read now: {}", away.getMessage());
        }
    }

    private boolean areGone() {
        Instant now = clock.instant();
        Instant since = noneSince == null ? now : noneSince;
        noneSince = since;
        return Duration.between(since, now).compareTo(NO_GROUP) >= 0;
    }

    private interface Value {
        double of(LagHistory.Judged judged);
    }

    private static List<MultiGauge.Row<?>> rows(List<LagHistory.Judged> judged, Value value) {
        return judged.stream()
                .<MultiGauge.Row<?>>map(one -> MultiGauge.Row.of(
                        Tags.of(
                                "group",
                                one.lag().group(),
                                "topic",
                                one.lag().partition().topic(),
                                "partition",
                                Integer.toString(one.lag().partition().partition())),
                        value.of(one)))
                .toList();
    }

    private static int code(LagTrend trend) {
        return switch (trend) {
            case OK -> 0;
            case WARN -> 1;
            case STALL -> 2;
            case STOP -> 3;
            case REWIND -> 4;
        };
    }

    @Override
    public void close() {
        schedule.shutdownNow();
        try {
            if (schedule.awaitTermination(5, TimeUnit.SECONDS)) {
                reader.close();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
