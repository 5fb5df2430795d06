package io.candlewick.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.candlewick.avro.BarSource;
import io.candlewick.avro.Gap;
import io.candlewick.avro.GapReason;
import io.candlewick.avro.GapStatus;
import io.candlewick.contract.Topics;
import io.candlewick.ingest.instrument.Instruments;
import io.candlewick.ingest.simulate.MarketShape;
import io.candlewick.ingest.simulate.ScaledClock;
import io.candlewick.ingest.simulate.SimulatedMarket;
import io.candlewick.ingest.simulate.SimulatedWorld;
import io.candlewick.ingest.simulate.Simulator;
import io.candlewick.ingest.simulate.polygon.PolygonRest;
import io.candlewick.ingest.simulate.polygon.PolygonSockets;
import io.candlewick.ingest.store.BarTable;
import io.candlewick.ingest.store.ClickHouseConfig;
import io.candlewick.ingest.store.ClickHouseTable;
import io.candlewick.ingest.subscribe.Subscriptions;
import io.candlewick.ingest.topic.KafkaAccess;
import io.candlewick.ingest.topic.TableReader;
import io.candlewick.market.Bar;
import io.candlewick.market.Ohlc;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import io.candlewick.serde.CandlewickSerdes;
import io.candlewick.serde.RegistryConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A feed that is away for two hours while its market goes on, and a collector that is killed afterwards: nobody gives a command about it,
 * and in the end every bar of the session stands in ClickHouse, equal to the vendor's. The clock of collector and vendor runs a hundred times as
 * fast as in life.
 */
@ExtendWith(WholeStack.class)
class OutageIT {

    private static final String TENANT = "outage";
    private static final Instant OPENED = Instant.parse("2026-11-17T08:00:00Z");
    private static final Duration OUTAGE = Duration.ofHours(2);
    private static final Duration UNTIL_KILLED = OUTAGE.plus(Duration.ofMinutes(10));
    private static final Duration UNTIL_ENDED = UNTIL_KILLED.plus(Duration.ofMinutes(20));
    private static final List<Symbol> SYMBOLS = List.of(Symbol.of("EUR/USD"), Symbol.of("USD/JPY"));

    @TempDir
    private Path directory;

    private final RunningStack running;
    private final List<Process> collectors = new ArrayList<>();

    OutageIT(RunningStack running) {
        this.running = running;
    }

    /** Bars of a series: how many the vendor has, how many of those the table lacks, and those it has otherwise. */
    private record Finding(int truth, int missing, List<String> different) {}

    @Test
    void shouldHealATwoHourOutageWithoutACommandFromAnybody() throws Exception {
        ScaledClock clock = ScaledClock.parse("2026-11-17T07:59:00Z@100x", InstantSource.system());
        SimulatedMarket market =
                new SimulatedMarket(23, MarketShape.USUAL.withEventsPerMinute(20), Instruments.bundled("system"));
        SimulatedWorld world = SimulatedWorld.of(market, clock);
        KafkaAccess kafka = kafka();
        Subscriptions.add(kafka, TENANT, SYMBOLS, "test", clock.instant());
        try (Simulator simulator =
                Simulator.start(world, 0, List.of(new PolygonRest(world), new PolygonSockets(world)))) {
            collect(simulator, clock);
            // What was never delivered cannot be missed: a slow machine may take the quarter of an hour to begin.
            for (Symbol symbol : SYMBOLS) {
                awaitFirstBar(symbol);
            }
            Instant away = clock.instant();
            Instant killed = away.plus(UNTIL_KILLED);
            Instant ended = away.plus(UNTIL_ENDED);
            world.faults().script(world.faults().parse("{\"fault\":\"stream-outage\",\"for\":\"2h\"}"));
            awaitTime(clock, killed);
            collectors.get(0).destroyForcibly().waitFor();
            collect(simulator, clock);
            awaitTime(clock, ended);

            for (Symbol symbol : SYMBOLS) {
                for (Timeframe timeframe : List.of(Timeframe.M1, Timeframe.M5, Timeframe.H1)) {
                    awaitTruth(market, symbol, timeframe, ended);
                }
            }
            await().atMost(2, TimeUnit.MINUTES)
                    .untilAsserted(() -> assertThat(outages(kafka, killed))
                            .isNotEmpty()
                            .allMatch(gap -> gap.getStatus() == GapStatus.FILLED));
            List<Gap> filled = outages(kafka, killed);
            System.out.printf(
                    Locale.ROOT,
                    "OutageIT: two hours away and a kill: %d holes of feeds that were down, all filled, the longest of %d minutes; in"
                            + " the end every bar as the vendor has it%n",
                    filled.size(),
                    filled.stream()
                            .mapToLong(gap -> Duration.between(gap.getFromTime(), gap.getToTime())
                                    .toMinutes())
                            .max()
                            .orElse(0));
        } finally {
            for (Process collector : collectors) {
                collector.destroy();
                if (!collector.waitFor(30, TimeUnit.SECONDS)) {
                    collector.destroyForcibly();
                }
            }
        }
    }

    private void awaitTime(ScaledClock clock, Instant time) throws IOException {
        await().atMost(5, TimeUnit.MINUTES).pollInterval(Duration.ofMillis(200)).until(() -> {
            Process newest = collectors.get(collectors.size() - 1);
            assertThat(newest.isAlive()).as(this::said).isTrue();
            return !clock.instant().isBefore(time);
        });
    }

    private String said() {
        try {
            return Files.readString(directory.resolve("ingest-" + collectors.size() + ".log"));
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    private void awaitTruth(SimulatedMarket market, Symbol symbol, Timeframe timeframe, Instant ended) {
        await().atMost(5, TimeUnit.MINUTES).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
            Finding finding = compare(market, symbol, timeframe, ended);
            assertThat(finding)
                    .as("%s %s, collector: %s", symbol, timeframe, said())
                    .isEqualTo(new Finding(finding.truth, 0, List.of()));
            assertThat(finding.truth).isPositive();
        });
    }

    private Finding compare(SimulatedMarket market, Symbol symbol, Timeframe timeframe, Instant ended)
            throws Exception {
        long fromUs = Times.us(OPENED);
        long lengthUs = timeframe.lengthUs();
        long toUs = Math.floorDiv(Times.us(ended.minus(Duration.ofMinutes(5))), lengthUs) * lengthUs;
        Map<Long, Bar> truth = new HashMap<>();
        market.bars(symbol, timeframe, fromUs, toUs)
                .forEach(bar -> truth.put(bar.key().startTimeUs(), bar));
        int all = truth.size();
        List<String> different = new ArrayList<>();
        table().read(
                        new BarTable.Span(TENANT, symbol, timeframe, fromUs, toUs),
                        (startUs, open, high, low, close, volume, version) -> {
                            Bar bar = truth.remove(startUs);
                            if (bar == null
                                    || !bar.price().equals(new Ohlc(open, high, low, close))
                                    || bar.volume() != volume) {
                                different.add(String.format(
                                        Locale.ROOT,
                                        "%s %s %s %s %s volume %s version %d:%d instead of %s",
                                        Times.text(startUs),
                                        open,
                                        high,
                                        low,
                                        close,
                                        volume,
                                        version >> Integer.SIZE,
                                        (int) version,
                                        bar == null ? "nothing" : bar.price() + " volume " + bar.volume()));
                            }
                        });
        return new Finding(all, truth.size(), different);
    }

    private BarTable table() {
        return new ClickHouseTable(
                new ClickHouseConfig(running.stack().addresses().clickhouseUrl().orElseThrow(), "", "", ""));
    }

    /* Of the feed: what a backfill brings says nothing of whether the collector listens. */
    private void awaitFirstBar(Symbol symbol) {
        BarTable.Span span = new BarTable.Span(
                TENANT, symbol, Timeframe.M1, Times.us(OPENED), Times.us(OPENED.plus(Duration.ofDays(1))));
        await().atMost(5, TimeUnit.MINUTES).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
            List<Long> starts = new ArrayList<>();
            table().read(span, (startUs, open, high, low, close, volume, version) -> {
                if (version == Bar.version(BarSource.LIVE, true, 0)) {
                    starts.add(startUs);
                }
            });
            assertThat(starts).as("%s, collector: %s", symbol, said()).isNotEmpty();
        });
    }

    private static List<Gap> outages(KafkaAccess kafka, Instant killed) {
        return TableReader.readAll(kafka, Topics.GAPS, Gap.class).values().stream()
                .filter(gap -> gap.getTenant().equals(TENANT)
                        && gap.getTimeframe().equals(Timeframe.M1.code())
                        && gap.getReason() == GapReason.FEED_DOWN
                        && gap.getFromTime().isBefore(killed))
                .toList();
    }

    private KafkaAccess kafka() {
        return new KafkaAccess(
                running.stack().addresses().bootstrapServers().orElseThrow(),
                new CandlewickSerdes(RegistryConfig.of(
                        running.stack().addresses().schemaRegistryUrl().orElseThrow())),
                Map.of());
    }

    private void collect(Simulator simulator, ScaledClock clock) throws IOException {
        Path output = directory.resolve("ingest-" + (collectors.size() + 1) + ".log");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.candlewick.ingest.app.IngestMain")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("CANDLEWICK_"));
        environment.putAll(running.stack().addresses().toEnvironment());
        environment.put("CANDLEWICK_TENANT", TENANT);
        environment.put("CANDLEWICK_INGEST_ROLES", "live,download,gaps");
        environment.put("CANDLEWICK_INGEST_CLOCK", clock.toString());
        environment.put("CANDLEWICK_INGEST_DIR", directory.resolve("ingest").toString());
        environment.put("CANDLEWICK_INGEST_DEADLINE", "60m");
        environment.put("CANDLEWICK_POLYGON_SOCKET_URL", "ws://127.0.0.1:" + simulator.port());
        environment.put("CANDLEWICK_POLYGON_REST_URL", "http://127.0.0.1:" + simulator.port());
        environment.put("CANDLEWICK_POLYGON_KEY", "any");
        environment.put("CANDLEWICK_POLYGON_REQUESTS_PER_MINUTE", "100000");
        // These are times of the quick clock: a second of the machine is a hundred there.
        environment.put("CANDLEWICK_GAP_LOOK_BACK", "4h");
        environment.put("CANDLEWICK_GAP_SETTLE", "10m");
        environment.put("CANDLEWICK_FEED_QUIET_DELAY", "30s");
        environment.put("CANDLEWICK_FEED_PING_AFTER", "1m");
        environment.put("CANDLEWICK_FEED_PONG_TIMEOUT", "10m");
        environment.put("CANDLEWICK_FEED_DATA_TIMEOUT", "30m");
        environment.put("CANDLEWICK_FEED_HANDSHAKE_TIMEOUT", "20m");
        environment.put("CANDLEWICK_FEED_BACKOFF_MOST", "5m");
        collectors.add(builder.start());
    }
}
