package io.candlewick.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.candlewick.avro.FeedStatus;
import io.candlewick.avro.TickKind;
import io.candlewick.contract.Topics;
import io.candlewick.ingest.generate.MarketGenerator;
import io.candlewick.ingest.instrument.Instruments;
import io.candlewick.ingest.simulate.Faults;
import io.candlewick.ingest.simulate.MarketShape;
import io.candlewick.ingest.simulate.ScaledClock;
import io.candlewick.ingest.simulate.SimulatedMarket;
import io.candlewick.ingest.simulate.SimulatedQuote;
import io.candlewick.ingest.simulate.SimulatedWorld;
import io.candlewick.ingest.simulate.Simulator;
import io.candlewick.ingest.simulate.polygon.PolygonSockets;
import io.candlewick.ingest.subscribe.Subscriptions;
import io.candlewick.ingest.topic.KafkaAccess;
import io.candlewick.local.LocalStack;
import io.candlewick.local.Service;
import io.candlewick.local.StackConfig;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.serde.CandlewickSerdes;
import io.candlewick.serde.RegistryConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The collector as its own process between a simulated vendor on real sockets and a real broker, through everything that goes wrong. In the
 * end whatever its marks claim to have been delivered stands in the topic, equal to the market, nothing missing.
 */
class LiveFeedIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Pattern METRIC =
            Pattern.compile("^(candlewick_\\w+?)(?:_total)?(\\{[^}]*})? ([0-9.E]+)$", Pattern.MULTILINE);

    @TempDir
    private Path directory;

    private final ScaledClock clock = ScaledClock.parse("2026-11-17T08:00:00Z@1x", InstantSource.system());
    private final SimulatedMarket market = new SimulatedMarket(7, MarketShape.USUAL, Instruments.bundled("system"));
    private final SimulatedWorld world = SimulatedWorld.of(market, clock);
    private final Faults faults = world.faults();
    private final List<Symbol> symbols = MarketGenerator.symbols();
    private int runs;

    private record Collector(Process process, Path output) {}

    /** What the topic holds: of each symbol its marks in order and its ticks without repetitions. */
    private record Log(Map<Symbol, List<Tick>> marks, Map<Symbol, Set<Tick>> ticks, long records, long repeated) {}

    @Test
    void shouldDeliverWhatItClaimsThroughEveryFault() throws Exception {
        try (LocalStack stack = LocalStack.started(StackConfig.in(directory.resolve("stack"))
                        .withServices(Set.of(Service.BROKER, Service.REGISTRY)));
                Simulator simulator = Simulator.start(world, 0, List.of(new PolygonSockets(world)))) {
            KafkaAccess kafka = access(stack);
            Subscriptions.add(kafka, "system", symbols, "test", clock.instant());
            Collector first = collect(stack, simulator);
            awaitAccepted(first, 300);

            faults.script(faults.parse("{\"fault\":\"malformed\",\"value\":\"10\",\"for\":\"10s\"}"));
            awaitAccepted(first, 200);
            faults.script("half-open");
            awaitReconnected(first, 2);
            faults.script(faults.parse("{\"fault\":\"slow\",\"value\":\"1500\",\"for\":\"5s\"}"));
            awaitAccepted(first, 200);
            faults.script(PolygonSockets.EVICT);
            awaitReconnected(first, 3);
            awaitAccepted(first, 200);
            Map<String, Double> counted = metrics(first);
            assertThat(of(counted, "candlewick_feed_received"))
                    .isEqualTo(of(counted, "candlewick_feed_accepted") + of(counted, "candlewick_feed_rejected"));
            assertThat(of(counted, "candlewick_feed_rejected")).isPositive();

            // The broker goes; the collector is killed while records wait on its disk.
            kill(stack, Service.BROKER);
            awaitAccepted(first, 100);
            double keptWithoutBroker = of(metrics(first), "candlewick_spool_pending_bytes");
            first.process.destroyForcibly().waitFor();
            Collector second = collect(stack, simulator);
            awaitAccepted(second, 300);
            await().atMost(LIMIT).until(() -> of(metrics(second), "candlewick_publish_circuit") == 0);
            second.process.destroy();
            assertThat(second.process.waitFor(30, TimeUnit.SECONDS)).isTrue();

            Log log = read(kafka);
            long claimed = assertClaims(log);
            long letters = endOf(kafka, Topics.INGEST_DLQ.name());
            System.out.printf(
                    Locale.ROOT,
                    "LiveFeedIT: first collector received %,.0f = accepted %,.0f + rejected %,.0f; %,.0f bytes spooled when it was"
                            + " killed; topic: %,d records, %,d repeated, %,d quotes claimed and all there; %,d dead letters,"
                            + " %,d requests for holes%n",
                    of(counted, "candlewick_feed_received"),
                    of(counted, "candlewick_feed_accepted"),
                    of(counted, "candlewick_feed_rejected"),
                    keptWithoutBroker,
                    log.records,
                    log.repeated,
                    claimed,
                    letters,
                    endOf(kafka, Topics.BACKFILL_REQUESTS.name()));
            assertThat(letters).isPositive();
        }
    }

    private static KafkaAccess access(LocalStack stack) {
        return new KafkaAccess(
                stack.addresses().bootstrapServers().orElseThrow(),
                new CandlewickSerdes(
                        RegistryConfig.of(stack.addresses().schemaRegistryUrl().orElseThrow())),
                Map.of());
    }

    private Collector collect(LocalStack stack, Simulator simulator) throws IOException {
        Path output = directory.resolve("ingest-" + ++runs + ".log");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.candlewick.ingest.app.IngestMain")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("CANDLEWICK_"));
        environment.put(
                "CANDLEWICK_BOOTSTRAP_SERVERS",
                stack.addresses().bootstrapServers().orElseThrow());
        environment.put(
                "CANDLEWICK_SCHEMA_REGISTRY_URL",
                stack.addresses().schemaRegistryUrl().orElseThrow());
        environment.put("CANDLEWICK_POLYGON_SOCKET_URL", "ws://127.0.0.1:" + simulator.port());
        environment.put("CANDLEWICK_POLYGON_KEY", "any");
        environment.put("CANDLEWICK_INGEST_CLOCK", clock.toString());
        environment.put("CANDLEWICK_INGEST_DIR", directory.resolve("ingest").toString());
        environment.put("CANDLEWICK_INGEST_DEADLINE", "3m");
        environment.put("CANDLEWICK_FEED_EVICTION_PAUSE", "2s");
        return new Collector(builder.start(), output);
    }

    private Map<String, Double> metrics(Collector collector) {
        Map<String, Double> sums = new HashMap<>(Map.of(
                "candlewick_feed_accepted", 0.0, "candlewick_feed_connects", 0.0, "candlewick_publish_circuit", 2.0));
        try {
            assertThat(collector.process.isAlive())
                    .as(Files.readString(collector.output))
                    .isTrue();
            Matcher port = Pattern.compile("http://127.0.0.1:(\\d+)").matcher(Files.readString(collector.output));
            if (!Files.readString(collector.output).contains("running;")) {
                return sums;
            }
            String last = "";
            while (port.find()) {
                last = port.group(1);
            }
            String text = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + last + "/metrics"))
                                    .timeout(Duration.ofSeconds(20))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            sums.clear();
            Matcher metric = METRIC.matcher(text);
            while (metric.find()) {
                sums.merge(metric.group(1), Double.parseDouble(metric.group(3)), Double::sum);
            }
        } catch (IOException unanswered) {
            return sums;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return sums;
    }

    private static double of(Map<String, Double> counted, String name) {
        return counted.getOrDefault(name, 0.0);
    }

    private void awaitAccepted(Collector collector, int more) {
        double before = of(metrics(collector), "candlewick_feed_accepted");
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> of(metrics(collector), "candlewick_feed_accepted") >= before + more);
    }

    private void awaitReconnected(Collector collector, int connects) {
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> of(metrics(collector), "candlewick_feed_connects") >= connects
                        && of(metrics(collector), "candlewick_feed_connected") == 1);
    }

    private static void kill(LocalStack stack, Service service) {
        long pid = stack.state().services().stream()
                .filter(entry -> entry.name() == service)
                .map(entry -> entry.pid())
                .findFirst()
                .orElseThrow();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }

    private static KafkaConsumer<byte[], byte[]> consumer(KafkaAccess kafka) {
        Map<String, Object> settings = kafka.settings();
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    private static long endOf(KafkaAccess kafka, String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(kafka)) {
            return consumer.endOffsets(partitions(consumer, topic)).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    private static Log read(KafkaAccess kafka) {
        Log log = new Log(new TreeMap<>(), new TreeMap<>(), 0, 0);
        long records = 0;
        long repeated = 0;
        Deserializer<Tick> values = kafka.serdes().tick().deserializer();
        String topic = Topics.TICKS_LIVE.name();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(kafka)) {
            List<TopicPartition> all = partitions(consumer, topic);
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (all.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                    Tick tick = values.deserialize(topic, record.value());
                    records++;
                    if (tick.kind() == TickKind.HEARTBEAT) {
                        log.marks
                                .computeIfAbsent(tick.symbol(), any -> new ArrayList<>())
                                .add(tick);
                    } else if (!log.ticks
                            .computeIfAbsent(tick.symbol(), any -> new HashSet<>())
                            .add(tick)) {
                        repeated++;
                    }
                }
            }
        }
        return new Log(log.marks, log.ticks, records, repeated);
    }

    private long assertClaims(Log log) {
        long claimed = 0;
        for (Symbol symbol : symbols) {
            long fromUs = Long.MIN_VALUE;
            int spans = 0;
            for (Tick mark : log.marks.getOrDefault(symbol, List.of())) {
                if (mark.feedStatus() == FeedStatus.STARTED) {
                    fromUs = mark.eventTimeUs();
                } else if (fromUs != Long.MIN_VALUE) {
                    claimed += assertSpan(log, symbol, fromUs, mark.eventTimeUs());
                    fromUs = Long.MIN_VALUE;
                    spans++;
                }
            }
            assertThat(spans).as("spans of %s", symbol).isGreaterThanOrEqualTo(4);
        }
        return claimed;
    }

    private long assertSpan(Log log, Symbol symbol, long fromUs, long toUs) {
        List<SimulatedQuote> truth = market.quotes(symbol, fromUs, toUs);
        List<SimulatedQuote> seen = log.ticks.getOrDefault(symbol, Set.of()).stream()
                .filter(tick -> tick.eventTimeUs() >= fromUs && tick.eventTimeUs() < toUs)
                .map(tick -> new SimulatedQuote(symbol, tick.eventTimeUs(), tick.bid(), tick.ask()))
                .toList();
        assertThat(seen).containsExactlyInAnyOrderElementsOf(truth);
        return truth.size();
    }
}
