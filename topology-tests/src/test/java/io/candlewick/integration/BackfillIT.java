package io.candlewick.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.candlewick.avro.BackfillRange;
import io.candlewick.avro.BackfillStatus;
import io.candlewick.avro.Gap;
import io.candlewick.avro.GapStatus;
import io.candlewick.avro.Subscription;
import io.candlewick.config.Settings;
import io.candlewick.contract.Topics;
import io.candlewick.ingest.download.AdminLag;
import io.candlewick.ingest.download.DownloadConfig;
import io.candlewick.ingest.download.DownloadService;
import io.candlewick.ingest.download.Vendors;
import io.candlewick.ingest.gap.GapAuditor;
import io.candlewick.ingest.gap.GapConfig;
import io.candlewick.ingest.instrument.Instruments;
import io.candlewick.ingest.publish.KafkaBarPublisher;
import io.candlewick.ingest.publish.PublisherConfig;
import io.candlewick.ingest.simulate.MarketShape;
import io.candlewick.ingest.simulate.ScaledClock;
import io.candlewick.ingest.simulate.SimulatedMarket;
import io.candlewick.ingest.simulate.SimulatedWorld;
import io.candlewick.ingest.simulate.Simulator;
import io.candlewick.ingest.simulate.polygon.PolygonRest;
import io.candlewick.ingest.store.BarTable;
import io.candlewick.ingest.store.ClickHouseConfig;
import io.candlewick.ingest.store.ClickHouseTable;
import io.candlewick.ingest.topic.KafkaAccess;
import io.candlewick.ingest.topic.RecordWriter;
import io.candlewick.ingest.topic.TableReader;
import io.candlewick.ingest.venue.BarVendor;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Instrument;
import io.candlewick.market.Ohlc;
import io.candlewick.market.Symbol;
import io.candlewick.market.TimeSpan;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import io.candlewick.places.BarPlace;
import io.candlewick.places.BarRange;
import io.candlewick.places.PlaceException;
import io.candlewick.places.TopicBars;
import io.candlewick.places.Verification;
import io.candlewick.serde.CandlewickSerdes;
import io.candlewick.serde.RegistryConfig;
import io.candlewick.serde.SchemaRegistry;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * History on request, through the whole product: a vendor on a real socket, {@code ./candlewick backfill} in a process of its own, the
 * history lane, the sinks. What ClickHouse holds in the end is the vendor's bars, value for value.
 */
@ExtendWith(WholeStack.class)
class BackfillIT {

    private static final long LIMIT_MINUTES = 10;

    @TempDir
    private Path directory;

    private final RunningStack running;
    private final SimulatedMarket market =
            new SimulatedMarket(11, MarketShape.SPARSE.withEventsPerMinute(2), Instruments.bundled("system"));
    private final SimulatedWorld world = SimulatedWorld.of(market, ScaledClock.real(InstantSource.system()));
    private final PolygonRest polygon = new PolygonRest(world);
    private Simulator simulator;

    BackfillIT(RunningStack running) {
        this.running = running;
    }

    @BeforeEach
    void start() throws IOException {
        simulator = Simulator.start(world, 0, List.of(polygon));
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void shouldStoreEveryBarTheVendorHasAndSkipItTheSecondTime() throws Exception {
        String[] command = {"EUR/USD", "1m", "--from", "2025-01-01", "--to", "2025-03-01", "--tenant", "vendor"};
        long startedNanos = System.nanoTime();

        Outcome first = ended(backfill("chunks of three months", "129600", command));

        double seconds = (System.nanoTime() - startedNanos) / 1e9;
        assertThat(first.code).as(first.text).isZero();
        List<Bar> truth = truth("EUR/USD", "2025-01-01T00:00:00Z", "2025-03-01T00:00:00Z");
        System.out.printf(
                Locale.ROOT,
                "BackfillIT: %,d bars downloaded, stored and verified in %.1f s, %,.0f bars/s%n%s",
                truth.size(),
                seconds,
                truth.size() / seconds,
                first.text);
        assertThat(stored("vendor", "EUR/USD", truth)).isEqualTo(truth.size());
        for (Timeframe coarse : List.of(Timeframe.M5, Timeframe.parse("1h"), Timeframe.parse("1d"))) {
            Verification.Report merged = workedOut("vendor", "EUR/USD", coarse);
            assertThat(merged.differences()).isEmpty();
            assertThat(merged.bars().get("brute force"))
                    .isPositive()
                    .isEqualTo(merged.bars().get("topic"));
        }
        long served = polygon.served();

        Outcome second = ended(backfill("again", "129600", command));

        assertThat(second.code).isZero();
        assertThat(second.text).contains("verified already");
        assertThat(polygon.served()).isEqualTo(served);
    }

    /* The topic's coarse bars against the finer ones they were merged of. */
    private Verification.Report workedOut(String tenant, String symbol, Timeframe coarse) throws PlaceException {
        String brokers = running.stack().addresses().bootstrapServers().orElseThrow();
        RegistryConfig registry = RegistryConfig.of(
                running.stack().addresses().schemaRegistryUrl().orElseThrow());
        Instrument instrument = Instruments.bundled(tenant).stream()
                .filter(known -> known.symbol().text().equals(symbol))
                .findFirst()
                .orElseThrow();
        BarPlace topic = new TopicBars(brokers, new SchemaRegistry(registry)).snapshot(tenant, Symbol.of(symbol));
        return new Verification(brokers, new CandlewickSerdes(registry), topic, List.of(), instrument)
                .compare(new BarRange(tenant, Symbol.of(symbol), coarse, Long.MIN_VALUE, Long.MAX_VALUE));
    }

    @Test
    void shouldGoOnAfterAKillWithoutDownloadingVerifiedChunksAgain() throws Exception {
        String[] command = {"GBP/USD", "1m", "--from", "2024-01-01", "--to", "2024-03-01", "--tenant", "killed"};
        List<Bar> truth = truth("GBP/USD", "2024-01-01T00:00:00Z", "2024-03-01T00:00:00Z");
        Process process = backfill("to be killed", "3000", command);
        await().atMost(LIMIT_MINUTES, TimeUnit.MINUTES)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> verified("killed").size() >= 3 || !process.isAlive());

        process.destroyForcibly().waitFor();
        List<BackfillRange> safe = verified("killed");
        long safeBars = safe.stream().mapToLong(BackfillRange::getBars).sum();
        long servedBefore = polygon.served();
        assertThat(safeBars).isPositive().isLessThan(truth.size());

        Outcome second = ended(backfill("after the kill", "3000", command));

        assertThat(second.code).as(second.text).isZero();
        System.out.printf(
                Locale.ROOT,
                "BackfillIT: killed with %d chunks (%,d bars) verified; then %,d of %,d bars were downloaded%n%s",
                safe.size(),
                safeBars,
                polygon.served() - servedBefore,
                truth.size(),
                second.text);
        assertThat(polygon.served() - servedBefore).isLessThanOrEqualTo(truth.size() - safeBars);
        assertThat(stored("killed", "GBP/USD", truth)).isEqualTo(truth.size());
        assertThat(verified("killed").stream().mapToLong(BackfillRange::getBars).sum())
                .isEqualTo(truth.size());
    }

    @Test
    void shouldFindAHoleAndFillItWithoutBeingTold() throws Exception {
        Instant now = InstantSource.system().instant().truncatedTo(ChronoUnit.MINUTES);
        Symbol bitcoin = Symbol.of("BTC/USD");
        long fromUs = Times.us(now.minus(Duration.ofHours(6)));
        long toUs = Times.us(now.minus(Duration.ofMinutes(5)));
        List<Bar> truth = market.bars(bitcoin, Timeframe.M1, fromUs, toUs);
        KafkaAccess kafka = kafka();
        publishWithAHole(kafka, truth);
        subscribe(kafka, bitcoin);
        Settings settings = Settings.of(Map.of(
                "CANDLEWICK_POLYGON_KEY", "simulated",
                "CANDLEWICK_POLYGON_REST_URL", "http://127.0.0.1:" + simulator.port(),
                "CANDLEWICK_POLYGON_REQUESTS_PER_MINUTE", "100000",
                "CANDLEWICK_GAP_LOOK_BACK", "4h",
                "CANDLEWICK_GAP_SETTLE", "10m",
                "CANDLEWICK_GAP_AUDIT_EVERY", "15s",
                "CANDLEWICK_GAP_TIMEFRAMES", "1m"));
        DownloadConfig config = DownloadConfig.from(settings);
        List<BarVendor> vendors = Vendors.from(settings, InstantSource.system());
        BarTable table = new ClickHouseTable(
                new ClickHouseConfig(running.stack().addresses().clickhouseUrl().orElseThrow(), "", "", ""));
        BarTable.Span span = new BarTable.Span("gappy", bitcoin, Timeframe.M1, fromUs, toUs);
        await().atMost(LIMIT_MINUTES, TimeUnit.MINUTES).until(() -> table.count(span) == truth.size() - 30);

        try (DownloadService downloads = new DownloadService(
                        kafka, config, vendors, table, new AdminLag(kafka, "candlewick"), InstantSource.system());
                GapAuditor auditor =
                        new GapAuditor(kafka, GapConfig.from(settings), vendors, table, InstantSource.system())) {
            downloads.start();
            auditor.start();
            await().atMost(LIMIT_MINUTES, TimeUnit.MINUTES).until(() -> table.count(span) == truth.size());
            await().atMost(2, TimeUnit.MINUTES)
                    .until(() -> gaps(kafka).stream().allMatch(gap -> gap.getStatus() == GapStatus.FILLED));
        }

        assertThat(stored("gappy", "BTC/USD", truth)).isEqualTo(truth.size());
        Instant firstMissing = Times.instant(truth.get(200).key().startTimeUs());
        // Minutes in which nothing happened are holes too, until the vendor has said so.
        assertThat(gaps(kafka)).anySatisfy(gap -> {
            assertThat(gap.getFromTime()).isBeforeOrEqualTo(firstMissing);
            assertThat(gap.getToTime()).isAfter(firstMissing);
            assertThat(Duration.between(gap.getFromTime(), gap.getToTime()))
                    .isGreaterThanOrEqualTo(Duration.ofMinutes(30));
            assertThat(gap.getMissingBars()).isZero();
        });
    }

    private static List<Gap> gaps(KafkaAccess kafka) {
        return TableReader.readAll(kafka, Topics.GAPS, Gap.class).values().stream()
                .filter(gap -> gap.getTenant().equals("gappy"))
                .toList();
    }

    private static void publishWithAHole(KafkaAccess kafka, List<Bar> truth) {
        PublisherConfig config = PublisherConfig.bulk(kafka.bootstrapServers(), Topics.BARS_VENDOR.name(), "hole");
        try (KafkaBarPublisher publisher = KafkaBarPublisher.open(config, kafka.serdes(), "hole", 0)) {
            for (int at = 0; at < truth.size(); at++) {
                if (at < 200 || at >= 230) {
                    Bar bar = truth.get(at);
                    publisher.publish(
                            ownedBy("gappy", bar), new TimeSpan(bar.key().startTimeUs(), bar.endTimeUs()));
                }
            }
            publisher.flush();
        }
    }

    private static Bar ownedBy(String tenant, Bar bar) {
        return new Bar(
                new BarKey(
                        tenant,
                        bar.key().symbol(),
                        bar.key().timeframe(),
                        bar.key().startTimeUs()),
                bar.endTimeUs(),
                bar.price(),
                bar.bid(),
                bar.ask(),
                bar.volume(),
                bar.tickCount(),
                bar.vwap(),
                bar.spreadMean(),
                bar.spreadMax(),
                bar.rangePips(),
                bar.bodyPips(),
                bar.buyVolume(),
                bar.sellVolume(),
                Bar.NO_TIME,
                Bar.NO_TIME,
                bar.status(),
                0,
                null,
                bar.source(),
                true);
    }

    private static void subscribe(KafkaAccess kafka, Symbol symbol) {
        try (RecordWriter<Subscription> subscriptions =
                new RecordWriter<>(kafka, Topics.SUBSCRIPTIONS, Subscription.class)) {
            subscriptions.send(
                    "gappy|" + symbol + "|test",
                    Subscription.newBuilder()
                            .setTenant("gappy")
                            .setSymbol(symbol.text())
                            .setConsumer("test")
                            .setSinceTime(Instant.EPOCH)
                            .build());
            subscriptions.flush();
        }
    }

    private List<Bar> truth(String symbol, String from, String to) {
        return market.bars(Symbol.of(symbol), Timeframe.M1, Times.us(Instant.parse(from)), Times.us(Instant.parse(to)));
    }

    /** How many of the vendor's bars the table holds as they are. */
    private int stored(String tenant, String symbol, List<Bar> truth) throws Exception {
        BarTable table = new ClickHouseTable(
                new ClickHouseConfig(running.stack().addresses().clickhouseUrl().orElseThrow(), "", "", ""));
        int[] same = new int[1];
        int[] row = new int[1];
        BarTable.Span span = new BarTable.Span(
                tenant,
                Symbol.of(symbol),
                Timeframe.M1,
                truth.get(0).key().startTimeUs(),
                truth.get(truth.size() - 1).endTimeUs());
        table.read(span, (startUs, open, high, low, close, volume, version) -> {
            Bar bar = truth.get(row[0]++);
            if (bar.key().startTimeUs() == startUs
                    && bar.price().equals(new Ohlc(open, high, low, close))
                    && bar.volume() == volume) {
                same[0]++;
            }
        });
        return same[0];
    }

    private KafkaAccess kafka() {
        String servers = running.stack().addresses().bootstrapServers().orElseThrow();
        String registry = running.stack().addresses().schemaRegistryUrl().orElseThrow();
        return new KafkaAccess(servers, new CandlewickSerdes(RegistryConfig.of(registry)), Map.of());
    }

    private List<BackfillRange> verified(String tenant) {
        return TableReader.readAll(kafka(), Topics.BACKFILL_LEDGER, BackfillRange.class).values().stream()
                .filter(range -> range.getTenant().equals(tenant) && range.getStatus() == BackfillStatus.VERIFIED)
                .toList();
    }

    private record Outcome(int code, String text) {}

    private static Outcome ended(Process process) throws Exception {
        if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException("the backfill did not end");
        }
        return new Outcome(process.exitValue(), Files.readString(outputs.get(process)));
    }

    private static final Map<Process, Path> outputs = new ConcurrentHashMap<>();

    private Process backfill(String name, String chunkBars, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "-cp",
                System.getProperty("java.class.path"),
                "io.candlewick.cli.Candlewick",
                "backfill"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--data", running.directory().toString()));
        File output = directory.resolve(name.replace(' ', '-')).toFile();
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);
        builder.environment().keySet().removeIf(variable -> variable.startsWith("CANDLEWICK_TIMESCALE_"));
        builder.environment().put("CANDLEWICK_POLYGON_KEY", "simulated");
        builder.environment().put("CANDLEWICK_POLYGON_REST_URL", "http://127.0.0.1:" + simulator.port());
        builder.environment().put("CANDLEWICK_POLYGON_REQUESTS_PER_MINUTE", "100000");
        builder.environment().put("CANDLEWICK_DOWNLOAD_CHUNK_BARS", chunkBars);
        Process process = builder.start();
        outputs.put(process, output.toPath());
        return process;
    }
}
