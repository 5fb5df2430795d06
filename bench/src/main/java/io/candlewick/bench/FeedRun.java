package io.candlewick.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candlewick.bench.measured.ProcessorTime;
import io.candlewick.cli.Candlewick;
import io.candlewick.ingest.app.IngestMain;
import io.candlewick.ingest.config.IngestConfig;
import io.candlewick.ingest.feed.FeedConfig;
import io.candlewick.ingest.simulate.ScaledClock;
import io.candlewick.local.FreePorts;
import io.candlewick.local.StackException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A simulated vendor and a collector in processes of their own, and what goes wrong between them and the broker, on demand.
 *
 * <p><b>Thread</b>: one.
 */
final class FeedRun implements AutoCloseable {

    private static final long LIMIT_SECONDS = 120;
    private static final long LOOK_MS = 250;
    private static final int MOST_LOOKS = 20;
    private static final long STOP_LIMIT_SECONDS = 30;
    private static final String BROKER = "broker";

    private final BenchStack stack;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Process vendor;
    private final int vendorPort;
    private final int collectorPort = FreePorts.one();
    private final ChildJvm program;
    private final List<FeedCounts> ended = new ArrayList<>();
    private final long startedNanos = System.nanoTime();
    private Process collector;
    private FeedCounts last = FeedCounts.NONE;
    private double microsOfTheKilled;
    private long mostPendingBytes;
    private boolean brokerStopped;

    /**
     * What the vendor has written to sockets.
     *
     * @param elements of the market
     * @param damaged broken ones between them
     * @param connections how many there ever were
     */
    record Sent(long elements, long damaged, long connections) {}

    /**
     * The vendor's market.
     *
     * @param file its instruments
     * @param eventsPerMinute of a symbol
     * @param burstFactor how many times busier bursts are
     * @param clock its time
     */
    record Market(Path file, double eventsPerMinute, double burstFactor, ScaledClock clock) {}

    private FeedRun(BenchStack stack, Market market) throws IOException, StackException, InterruptedException {
        this.stack = stack;
        vendorPort = FreePorts.one();
        vendor = new ChildJvm(
                        Candlewick.class,
                        List.of("-Xmx512m", "-XX:+UseSerialGC"),
                        Map.of(),
                        stack.directory().resolve("simulator.log"))
                .start(List.of(
                        "simulate",
                        "polygon",
                        "--port",
                        Integer.toString(vendorPort),
                        "--instruments",
                        market.file.toString(),
                        "--events-per-minute",
                        Double.toString(market.eventsPerMinute),
                        "--burst-factor",
                        Double.toString(market.burstFactor),
                        "--clock",
                        market.clock.toString()));
        Map<String, String> environment = stack.ingestEnvironment("live", collectorPort);
        environment.put(IngestConfig.POLYGON_SOCKET_URL, "ws://127.0.0.1:" + vendorPort);
        environment.put(IngestConfig.POLYGON_KEY, "simulated");
        environment.put(IngestConfig.CLOCK, market.clock.toString());
        environment.put(IngestConfig.DEADLINE, "5m");
        environment.put(FeedConfig.EVICTION_PAUSE, "5s");
        program = new ChildJvm(
                IngestMain.class,
                List.of("-Xmx384m", "-XX:+UseSerialGC"),
                environment,
                stack.directory().resolve("ingest.log"));
        await("the simulated vendor answers", () -> sentOrNone().connections >= 0);
        collector = program.start(List.of());
    }

    /** Starts both. */
    static FeedRun start(BenchStack stack, Market market) throws StackException, InterruptedException {
        try {
            return new FeedRun(stack, market);
        } catch (IOException failed) {
            throw new StackException("a process for the measurement cannot be run: " + failed.getMessage(), failed);
        }
    }

    /** A condition that asks over HTTP. */
    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private void await(String what, Condition condition) throws StackException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (System.nanoTime() < deadline) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (IOException notYet) {
                // Asked again.
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
        throw new StackException(
                "not within " + LIMIT_SECONDS + " s: " + what + "; see the logs in " + stack.directory());
    }

    /** Waits until the collector's counts are as wanted. */
    void await(String what, Predicate<FeedCounts> wanted) throws StackException, InterruptedException {
        await(what, () -> wanted.test(look()));
    }

    /** Lets it run. */
    void run(Duration time) throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = deadline - System.nanoTime()) {
            TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.SECONDS.toNanos(1)));
            look();
        }
    }

    /**
     * What the running collector has counted; what it had when it last answered, if it does not. Counters are read one after the other while
     * it counts, so a look between two of them is taken again.
     */
    FeedCounts look() throws InterruptedException {
        try {
            last = FeedCounts.of(http, collectorPort);
            for (int again = 0; again < MOST_LOOKS && !last.isBalanced(); again++) {
                last = FeedCounts.of(http, collectorPort);
            }
            mostPendingBytes = Math.max(mostPendingBytes, last.pendingBytes());
        } catch (IOException away) {
            // It starts, or is gone.
        }
        return last;
    }

    /** What all collectors have counted, those that were killed up to just before. */
    FeedCounts all() throws InterruptedException {
        FeedCounts sum = look();
        for (FeedCounts earlier : ended) {
            sum = sum.plus(earlier);
        }
        return sum;
    }

    /** What each collector has counted. */
    List<FeedCounts> each() {
        List<FeedCounts> each = new ArrayList<>(ended);
        each.add(last);
        return each;
    }

    Sent sent() throws StackException, InterruptedException {
        try {
            return sentOrNone();
        } catch (IOException away) {
            throw new StackException("the simulated vendor does not answer: " + away.getMessage(), away);
        }
    }

    private Sent sentOrNone() throws IOException, InterruptedException {
        JsonNode node = new ObjectMapper().readTree(ask("GET", "/_sent", ""));
        return new Sent(
                node.path("elements").asLong(),
                node.path("damaged").asLong(),
                node.path("connections").asLong());
    }

    /** Lets something go wrong at the vendor's or on the way to it. */
    void fault(String json) throws StackException, InterruptedException {
        try {
            ask("POST", "/_faults", json);
        } catch (IOException away) {
            throw new StackException("the simulated vendor does not take a fault: " + away.getMessage(), away);
        }
    }

    private String ask(String method, String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + vendorPort + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 400) {
            throw new IOException(answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    /** SIGKILL, and a new one at once. */
    void killCollector() throws StackException, InterruptedException {
        look();
        microsOfTheKilled += ProcessorTime.of(List.of(collector.pid())).microsSince(new ProcessorTime(Map.of()));
        collector.destroyForcibly().waitFor();
        ended.add(last);
        last = FeedCounts.NONE;
        try {
            collector = program.start(List.of());
        } catch (IOException failed) {
            throw new StackException("the collector cannot be started: " + failed.getMessage(), failed);
        }
    }

    /** SIGTERM; returns what it had counted just before. */
    void stopCollector() throws StackException, InterruptedException {
        look();
        collector.destroy();
        if (!collector.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new StackException(
                    "the collector does not end: see " + stack.directory().resolve("ingest.log"));
        }
    }

    /** SIGSTOP: the broker is there, and does nothing. */
    void stopBroker() throws StackException, InterruptedException {
        signal("-STOP");
        brokerStopped = true;
    }

    /** SIGCONT. */
    void continueBroker() throws StackException, InterruptedException {
        signal("-CONT");
        brokerStopped = false;
    }

    private void signal(String signal) throws StackException, InterruptedException {
        long pid = stack.pids().getOrDefault(BROKER, 0L);
        try {
            if (pid <= 0
                    || new ProcessBuilder("kill", signal, Long.toString(pid))
                                    .start()
                                    .waitFor()
                            != 0) {
                throw new StackException("the broker cannot be sent " + signal);
            }
        } catch (IOException failed) {
            throw new StackException("the broker cannot be sent " + signal + ": " + failed.getMessage(), failed);
        }
    }

    /** Processor time of all collectors, in microseconds. */
    double collectorMicros() {
        return microsOfTheKilled + ProcessorTime.of(List.of(collector.pid())).microsSince(new ProcessorTime(Map.of()));
    }

    /** Processor time of the vendor, in microseconds. */
    double vendorMicros() {
        return ProcessorTime.of(List.of(vendor.pid())).microsSince(new ProcessorTime(Map.of()));
    }

    long mostPendingBytes() {
        return mostPendingBytes;
    }

    double seconds() {
        return (System.nanoTime() - startedNanos) / 1e9;
    }

    @Override
    public void close() {
        try {
            if (brokerStopped) {
                continueBroker();
            }
        } catch (StackException | InterruptedException failed) {
            System.err.println("candlewick: the broker is still stopped: " + failed.getMessage());
        }
        for (Process process : List.of(collector, vendor)) {
            process.destroyForcibly();
        }
    }
}
