package io.candlewick.streams.app;

import io.candlewick.streams.config.Lane;
import io.candlewick.streams.config.StreamsAppConfig;
import io.candlewick.streams.query.ProcessHealth;
import io.candlewick.streams.timing.BarTimes;
import io.candlewick.streams.timing.BarWatch;
import io.candlewick.streams.topology.MarketDataTopology;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one Kafka Streams client a lane, and ends all of them when one fails.
 *
 * <p>{@link ThreadFailures} says which errors only replace a thread; any other takes its client and then the process with it: a supervisor
 * restarts a process, nobody restarts a silent thread. <b>Thread</b>: any.
 */
public final class StreamsApp implements ProcessHealth, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StreamsApp.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(8);

    private final Map<Lane, KafkaStreams> lanes = new LinkedHashMap<>();
    private final Optional<WarmUpAnswers> warmUpAnswers;
    private final Metrics metrics;
    private final List<BarTimes> times = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /**
     * Draws the lanes; nothing runs yet.
     *
     * @param config the settings
     * @param clock the wall clock, to measure by
     */
    public StreamsApp(StreamsAppConfig config, InstantSource clock) {
        this.metrics = new Metrics(config.stateDir());
        for (Lane lane : config.lanes()) {
            BarTimes watch = new BarTimes(lane.code(), lane == Lane.LIVE, metrics.registry(), clock);
            times.add(watch);
            KafkaStreams streams = new KafkaStreams(topology(config, lane, watch), config.streamsProperties(lane));
            streams.setGlobalStateRestoreListener(new RestoreMeters(lane.code(), metrics.registry()));
            ThreadFailures failures = new ThreadFailures(System::nanoTime);
            streams.setUncaughtExceptionHandler(cause -> failed(lane, cause, failures.after(cause)));
            streams.setStateListener((now, before) -> entered(lane, now, before));
            lanes.put(lane, streams);
            metrics.add(lane, streams);
        }
        boolean asks = config.lanes().contains(Lane.LIVE) && config.indicators().isPresent() && config.warmUpBars() > 0;
        this.warmUpAnswers =
                asks ? config.storedBars().map(address -> new WarmUpAnswers(config, address)) : Optional.empty();
    }

    /**
     * Draws the topology of one lane as the settings want it.
     *
     * @param config the settings
     * @param lane the lane
     * @param watch hears when bars are said
     * @return the topology
     */
    public static Topology topology(StreamsAppConfig config, Lane lane, BarWatch watch) {
        MarketDataTopology topology = new MarketDataTopology(
                        lane, config.timeframes(), config.futureBound(), config.wallClock(lane), config.serdes())
                .keepingBars(config.keptBars())
                .watched(watch);
        // History begins where a replay begins: what lies before is for another replay to bring.
        int warmUpBars = lane == Lane.LIVE ? config.warmUpBars() : 0;
        config.indicators().ifPresent(plan -> topology.computing(plan, warmUpBars));
        return topology.build();
    }

    /** Starts every lane. */
    public void start() {
        warmUpAnswers.ifPresent(WarmUpAnswers::start);
        lanes.values().forEach(KafkaStreams::start);
    }

    /**
     * Waits until the application is closed.
     *
     * @throws InterruptedException if the thread is interrupted
     * @throws IllegalStateException if a lane failed; its cause is the error
     */
    public void await() throws InterruptedException {
        ended.await();
        Throwable cause = failure.get();
        if (cause != null) {
            throw new IllegalStateException("A lane failed: " + cause.getMessage(), cause);
        }
    }

    /**
     * Whether every lane has its state restored and is reading.
     *
     * @return true if ready
     */
    @Override
    public boolean isReady() {
        return lanes.values().stream().allMatch(streams -> streams.state() == KafkaStreams.State.RUNNING);
    }

    /**
     * Whether no lane has failed.
     *
     * @return true if alive
     */
    @Override
    public boolean isAlive() {
        return failure.get() == null;
    }

    @Override
    public Map<Lane, KafkaStreams> lanes() {
        return Collections.unmodifiableMap(lanes);
    }

    /**
     * How each lane is, for operators.
     *
     * @return lane to state
     */
    @Override
    public Map<String, String> states() {
        Map<String, String> states = new LinkedHashMap<>();
        lanes.forEach((lane, streams) -> states.put(lane.code(), streams.state().name()));
        return states;
    }

    /** Ends every lane: open transactions are committed, state stays on disk. */
    @Override
    public void close() {
        warmUpAnswers.ifPresent(WarmUpAnswers::close);
        List<Thread> closing = new ArrayList<>();
        for (KafkaStreams streams : lanes.values()) {
            Thread thread = new Thread(() -> streams.close(CLOSE_TIMEOUT), "close-lane");
            thread.start();
            closing.add(thread);
        }
        for (Thread thread : closing) {
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        ended.countDown();
    }

    @Override
    public MeterRegistry meters() {
        return metrics.registry();
    }

    @Override
    public String metrics() {
        times.forEach(BarTimes::refresh);
        return metrics.scrape();
    }

    private StreamThreadExceptionResponse failed(Lane lane, Throwable cause, StreamThreadExceptionResponse response) {
        if (response == StreamThreadExceptionResponse.REPLACE_THREAD) {
            LOG.warn("Lane {}: a thread failed and is replaced: {}", lane.code(), cause.getMessage(), cause);
        } else {
            LOG.error("Lane {} failed", lane.code(), cause);
            end(cause);
        }
        return response;
    }

    /* The global thread cannot be replaced: Kafka Streams then goes to ERROR, whatever it was told. */
    private void entered(Lane lane, KafkaStreams.State now, KafkaStreams.State before) {
        LOG.info("Lane {}: {} -> {}", lane.code(), before, now);
        if (now == KafkaStreams.State.ERROR) {
            end(new IllegalStateException("lane " + lane.code() + " is in state ERROR"));
        }
    }

    private void end(Throwable cause) {
        failure.compareAndSet(null, cause);
        ended.countDown();
    }
}
