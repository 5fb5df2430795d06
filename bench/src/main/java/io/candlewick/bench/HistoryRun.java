package io.candlewick.bench;

import io.candlewick.avro.BackfillCause;
import io.candlewick.avro.BackfillRange;
import io.candlewick.avro.BackfillRequest;
import io.candlewick.avro.BackfillStatus;
import io.candlewick.avro.Lane;
import io.candlewick.bench.measured.ProcessorTime;
import io.candlewick.cli.Candlewick;
import io.candlewick.connect.rest.ConnectorDeployer;
import io.candlewick.contract.BackfillRequests;
import io.candlewick.contract.Topics;
import io.candlewick.ingest.app.IngestMain;
import io.candlewick.ingest.download.AdminLag;
import io.candlewick.ingest.download.BackfillView;
import io.candlewick.ingest.download.Ledger;
import io.candlewick.ingest.download.LedgerTopic;
import io.candlewick.ingest.download.Vendors;
import io.candlewick.ingest.topic.KafkaAccess;
import io.candlewick.ingest.topic.RecordWriter;
import io.candlewick.ingest.topic.TopicException;
import io.candlewick.local.FreePorts;
import io.candlewick.local.StackException;
import io.candlewick.market.BarKey;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** A simulated vendor and a downloader in processes of their own, and requests for years of bars: from the first request to the last row. */
final class HistoryRun implements AutoCloseable {

    private static final String DOWNLOADER = "downloader";
    private static final String VENDOR = "simulated vendor";
    /* History ends some days ago, so that nothing of it is on its way live. */
    private static final Duration AGO = Duration.ofDays(7);
    private static final long NEARLY_NOTHING = 1_000;
    private static final long START_LIMIT_SECONDS = 60;
    private static final long STOP_LIMIT_SECONDS = 20;

    private final BenchStack stack;
    private final List<LaneProcess> lanes;
    private final ChildJvm downloader;
    private final Process simulator;
    private final List<BackfillRequest> requests = new ArrayList<>();
    private final Map<BackfillRequest, BackfillView> views = new LinkedHashMap<>();
    private final LedgerTopic ledger;
    private final AdminLag lag;
    private final ConnectorDeployer connectors;
    private final ClickHouseCounts counts;
    private final Map<String, Instant> verifiedAtKill = new HashMap<>();
    private final Map<String, Double> microsOfTheKilled = new HashMap<>();
    private final ProcessorTime before;
    private final long startedNanos;
    private Process ingest;
    private double verifiedSeconds;
    private long bars;
    private long indicators;

    /**
     * What came of it.
     *
     * @param verifiedBars one-minute bars downloaded and found in ClickHouse
     * @param seconds from the first request until then
     * @param bars rows of bars in ClickHouse then, in all timeframes
     * @param indicators rows of indicators in ClickHouse then
     * @param storedSeconds until the other database's sink had read all bars too
     * @param microsABar processor time of each process for a downloaded bar
     * @param verifiedAtKill chunks that were verified when the downloader was killed
     * @param touchedAgain how many of those were downloaded again
     * @param failures parts that failed
     */
    record Outcome(
            long verifiedBars,
            double seconds,
            long bars,
            long indicators,
            double storedSeconds,
            Map<String, Double> microsABar,
            int verifiedAtKill,
            int touchedAgain,
            List<String> failures) {

        boolean isRight() {
            return failures.isEmpty() && touchedAgain == 0;
        }
    }

    private HistoryRun(BenchStack stack, List<LaneProcess> lanes, List<Instrument> symbols, Duration span, Instant now)
            throws IOException, StackException, InterruptedException {
        this.stack = stack;
        this.lanes = lanes;
        KafkaAccess kafka = new KafkaAccess(stack.bootstrapServers(), stack.serdes(), Map.of());
        ledger = new LedgerTopic(kafka);
        lag = new AdminLag(kafka, "candlewick");
        connectors = stack.connectors();
        counts = new ClickHouseCounts(stack.clickhouseUrl());
        int port = FreePorts.one();
        simulator = new ChildJvm(
                        Candlewick.class,
                        List.of("-Xmx512m", "-XX:+UseSerialGC"),
                        Map.of(),
                        stack.directory().resolve("simulator.log"))
                .lowered()
                .start(List.of("simulate", "polygon", "--port", Integer.toString(port), "--events-per-minute", "2"));
        awaitVendor(port);
        Map<String, String> environment = stack.ingestEnvironment("download", 0);
        environment.put(Vendors.POLYGON_KEY, "simulated");
        environment.put(Vendors.POLYGON_URL, "http://127.0.0.1:" + port);
        environment.put(Vendors.POLYGON_RATE, "100000");
        environment.put(Vendors.POLYGON_HISTORY, "7300d");
        // History waits for whatever else wants a processor; in containers their shares say so.
        downloader = new ChildJvm(
                        IngestMain.class,
                        List.of("-Xmx768m", "-XX:+UseSerialGC"),
                        environment,
                        stack.directory().resolve("ingest.log"))
                .lowered();
        ingest = downloader.start(List.of());
        before = ProcessorTime.of(
                pids().values().stream().flatMap(pid -> family(pid).stream()).toList());
        startedNanos = System.nanoTime();
        Instant until = now.minus(AGO).truncatedTo(ChronoUnit.DAYS);
        for (Instrument instrument : symbols) {
            BarKey first =
                    new BarKey(BarKey.SYSTEM_TENANT, instrument.symbol(), Timeframe.M1, Times.us(until.minus(span)));
            BackfillRequest request = BackfillRequests.of(first, Times.us(until), BackfillCause.USER, now)
                    .setRequestId("bench-" + instrument.symbol())
                    .setLane(Lane.HISTORY)
                    .build();
            requests.add(request);
            views.put(request, new BackfillView(request, instrument.calendar(), false));
        }
        ask(kafka);
    }

    /* A PostgreSQL works in children. */
    private static List<Long> family(long pid) {
        List<Long> family = new ArrayList<>(List.of(pid));
        ProcessHandle.of(pid).ifPresent(parent -> parent.descendants().forEach(child -> family.add(child.pid())));
        return family;
    }

    /** Starts both processes and asks for the last so many days of every symbol. */
    static HistoryRun start(
            BenchStack stack, List<LaneProcess> lanes, List<Instrument> symbols, Duration span, Instant now)
            throws IOException, StackException, InterruptedException {
        return new HistoryRun(stack, lanes, symbols, span, now);
    }

    private void ask(KafkaAccess kafka) {
        try (RecordWriter<BackfillRequest> writer =
                new RecordWriter<>(kafka, Topics.BACKFILL_REQUESTS, BackfillRequest.class)) {
            for (BackfillRequest request : requests) {
                writer.send(Symbol.of(request.getSymbol()), BackfillView.key(request), request);
            }
            writer.flush();
        }
    }

    private void awaitVendor(int port) throws StackException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_LIMIT_SECONDS);
        while (System.nanoTime() < deadline && simulator.isAlive()) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (socket.isConnected()) {
                    return;
                }
            } catch (IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
        throw new StackException("the simulated vendor does not answer: see the logs in " + stack.directory());
    }

    private Map<String, Long> pids() {
        Map<String, Long> pids = new LinkedHashMap<>();
        pids.put(VENDOR, simulator.pid());
        pids.put(DOWNLOADER, ingest.pid());
        pids.putAll(stack.pids());
        lanes.forEach(lane -> pids.put(lane.name(), lane.pid()));
        return pids;
    }

    /** Looks how far it has come; true when every chunk has ended and both databases have it. */
    boolean isDone() throws StackException {
        BenchStack.requireSinks(connectors);
        Ledger known = ledger.catchUp();
        if (verifiedSeconds == 0) {
            if (!ingest.isAlive()) {
                throw new StackException("the downloader has ended: see the logs in " + stack.directory());
            }
            if (!views.values().stream().allMatch(view -> view.of(known).isDone())) {
                return false;
            }
            verifiedSeconds = seconds();
            bars = counts.rows("aggregates");
            indicators = counts.rows("indicators");
        }
        return behind().values().stream().allMatch(records -> records < NEARLY_NOTHING);
    }

    private double seconds() {
        return (System.nanoTime() - startedNanos) / 1e9;
    }

    /** Share of the work that is done, 0 to 1. */
    double verifiedShare() {
        return views.values().stream()
                .mapToDouble(view -> {
                    BackfillView.State state = view.of(ledger.ledger());
                    return state.chunks() == 0 ? 0 : (double) state.verified() / state.chunks();
                })
                .average()
                .orElse(0);
    }

    private long verifiedBars() {
        return views.values().stream()
                .mapToLong(view -> view.of(ledger.ledger()).verifiedBars())
                .sum();
    }

    /** A line for whoever waits. */
    String said() {
        long verified = verifiedBars();
        return String.format(
                Locale.ROOT,
                "%,d bars verified, %.0f %%, %,.0f bars/s; behind: %s",
                verified,
                100 * verifiedShare(),
                verified / seconds(),
                behind());
    }

    /* A broker that answers late is no reason to give up a measurement. */
    private Map<String, Long> behind() {
        try {
            return lag.measure();
        } catch (TopicException late) {
            return Map.of("nobody knows", Long.MAX_VALUE);
        }
    }

    void killAndStartAgain() throws IOException, InterruptedException {
        eachVerified((key, range) -> verifiedAtKill.put(key, range.getUpdatedTime()));
        microsOfTheKilled.put(
                DOWNLOADER, ProcessorTime.of(List.of(ingest.pid())).microsSince(before));
        ingest.destroyForcibly().waitFor();
        ingest = downloader.start(List.of());
    }

    private void eachVerified(BiConsumer<String, BackfillRange> visitor) {
        for (BackfillRequest request : requests) {
            for (BackfillRange range : ledger.catchUp()
                    .of(request.getTenant(), Symbol.of(request.getSymbol()), Timeframe.parse(request.getTimeframe()))) {
                if (range.getStatus() == BackfillStatus.VERIFIED) {
                    visitor.accept(range.getSymbol() + "|" + range.getFromTime(), range);
                }
            }
        }
    }

    Outcome outcome() {
        long verified = verifiedBars();
        double stored = seconds();
        Map<String, Double> micros = new LinkedHashMap<>();
        pids().forEach((name, pid) -> {
            double all = ProcessorTime.of(family(pid)).microsSince(before) + microsOfTheKilled.getOrDefault(name, 0.0);
            micros.put(name, all / Math.max(1, verified));
        });
        int[] untouched = new int[1];
        eachVerified((key, range) -> untouched[0] += range.getUpdatedTime().equals(verifiedAtKill.get(key)) ? 1 : 0);
        List<String> failures = views.values().stream()
                .flatMap(view -> view.of(ledger.ledger()).failures().stream())
                .toList();
        return new Outcome(
                verified,
                verifiedSeconds,
                bars,
                indicators,
                stored,
                micros,
                verifiedAtKill.size(),
                verifiedAtKill.size() - untouched[0],
                failures);
    }

    @Override
    public void close() {
        lag.close();
        ledger.close();
        for (Process process : List.of(ingest, simulator)) {
            process.destroy();
            try {
                if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
