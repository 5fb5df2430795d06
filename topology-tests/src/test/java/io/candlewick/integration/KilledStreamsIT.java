package io.candlewick.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.candlewick.avro.AssetClass;
import io.candlewick.avro.FeedStatus;
import io.candlewick.avro.PriceBasis;
import io.candlewick.contract.Topics;
import io.candlewick.ingest.instrument.InstrumentTopic;
import io.candlewick.local.LocalStack;
import io.candlewick.local.Service;
import io.candlewick.local.StackConfig;
import io.candlewick.market.BarKey;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.market.Timeframe;
import io.candlewick.market.TradingCalendar;
import io.candlewick.places.Backlog;
import io.candlewick.places.BarRange;
import io.candlewick.places.TopicBars;
import io.candlewick.places.Verification;
import io.candlewick.serde.CandlewickSerdes;
import io.candlewick.serde.RegistryConfig;
import io.candlewick.serde.SchemaRegistry;
import io.candlewick.serde.SymbolPartitioner;
import io.candlewick.streams.config.Lane;
import io.candlewick.streams.config.StreamsAppConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The guard of {@link io.candlewick.streams.store.LiveStore}, which writes its live objects out before a commit: the application is killed
 * by SIGKILL at random points at full load, on a real broker, and what readers of committed data see in the end is what a batch
 * computation makes of the ticks, every bar once.
 *
 * <p>The points come from a seed that is printed; {@code -Dcandlewick.seed=N} repeats them. Negative control, run by hand: with the draining
 * of {@code LiveStore.flushCache} moved to its {@code commit}, which comes after the changelog producer was flushed, this test fails.
 */
class KilledStreamsIT {

    private static final int SYMBOLS = 12;
    private static final int TICKS_PER_SYMBOL = 40_000;
    private static final int STEPS_PER_HEARTBEAT = 5;
    private static final int KILLS = 5;
    private static final long SECOND_US = TimeUnit.SECONDS.toMicros(1);
    private static final long START_US = 1_736_121_600L * SECOND_US;
    private static final String FEED = "kill";
    private static final String TICKS = Lane.LIVE.ticksTopic();
    private static final String APPLICATION = "kill";
    private static final String GROUP = APPLICATION + "-" + Lane.LIVE.code();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    private final long seed = Long.getLong("candlewick.seed", System.nanoTime() & 0xFFFF_FFFFL);
    private final Random random = new Random(seed);
    private final List<Symbol> symbols = IntStream.range(0, SYMBOLS)
            .mapToObj(number -> Symbol.of("K" + number + "/USD"))
            .toList();
    private LocalStack stack;
    private CandlewickSerdes serdes;

    @BeforeEach
    void start() throws Exception {
        System.out.println("KilledStreamsIT: seed " + seed + " (repeat with -Dcandlewick.seed=" + seed + ")");
        stack = LocalStack.started(StackConfig.in(directory.resolve("stack"))
                .withTimescale(Optional.empty())
                .withServices(EnumSet.of(Service.BROKER, Service.REGISTRY)));
        serdes = new CandlewickSerdes(registry());
        new InstrumentTopic(servers(), serdes, Map.of())
                .publish(symbols.stream().map(KilledStreamsIT::instrument).toList());
    }

    @AfterEach
    void stop() {
        stack.close();
    }

    @Test
    void shouldSayEveryBarOnceAndRightHoweverOftenItIsKilled() throws Exception {
        long records = publish();
        long[] points =
                random.longs(KILLS, records / 20, records * 9 / 10).sorted().toArray();
        Path log = Files.createDirectories(Path.of("target", "killed-streams"))
                .toAbsolutePath()
                .resolve(seed + ".log");
        StreamsProcess app = new StreamsProcess(settings(), log);

        try (Backlog backlog = new Backlog(servers())) {
            for (long point : points) {
                killAt(point, records, app, backlog);
            }
            finish(app, backlog);
        }

        System.out.println("KilledStreamsIT: the application's log is " + log);
        assertThat(saidTwice()).as("said twice, seed " + seed).isEmpty();
        assertThat(differences()).as("different or missing, seed " + seed).isEmpty();
    }

    /** Runs the application until it has committed so many records, and kills it a part of a commit interval later. */
    private void killAt(long point, long records, StreamsProcess app, Backlog backlog) throws Exception {
        Process process = app.start();
        try {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> committed(records, process, app, backlog) >= point);
            process.waitFor(random.nextInt(120), TimeUnit.MILLISECONDS);
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
        System.out.printf(
                "KilledStreamsIT: killed at %,d of %,d records%n", committed(records, process, app, backlog), records);
    }

    private long committed(long records, Process process, StreamsProcess app, Backlog backlog) throws Exception {
        if (!process.isAlive() && process.exitValue() != 137) {
            throw new IllegalStateException(
                    "the application ended by itself: " + Files.readString(app.log(), StandardCharsets.UTF_8));
        }
        return records - backlog.of(GROUP, List.of(TICKS));
    }

    private void finish(StreamsProcess app, Backlog backlog) throws Exception {
        Process process = app.start();
        try {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> backlog.of(GROUP, List.of(TICKS)) == 0);
        } finally {
            process.destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS))
                    .as("ends on SIGTERM")
                    .isTrue();
        }
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(stack.addresses().toEnvironment());
        settings.put(StreamsAppConfig.APPLICATION_ID, APPLICATION);
        settings.put(StreamsAppConfig.LANES, Lane.LIVE.code());
        settings.put(StreamsAppConfig.THREADS, "2");
        settings.put(StreamsAppConfig.INSTANCE_ID, "kill-1");
        settings.put(StreamsAppConfig.STATE_DIR, directory.resolve("state").toString());
        return settings;
    }

    /** All symbols' ticks, some out of order within grace; the end of the feed closes every bar. */
    private long publish() {
        Map<String, Object> producerSettings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                servers(),
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.LINGER_MS_CONFIG,
                20,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4");
        long sent = 0;
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(producerSettings);
                Serializer<Tick> serializer = serdes.tick().serializer()) {
            sent += mark(FeedStatus.STARTED, START_US, producer, serializer);
            for (int step = 0; step < TICKS_PER_SYMBOL; step++) {
                for (int index = 0; index < SYMBOLS; index++) {
                    sent += send(producer, serializer, partitionOf(symbols.get(index)), quote(index, step));
                }
                for (int partition = 0;
                        step % STEPS_PER_HEARTBEAT == 0 && partition < Topics.DEFAULT_PARTITIONS;
                        partition++) {
                    sent += send(
                            producer, serializer, partition, heartbeat(Symbol.EVERY, timeUs(step), FeedStatus.ALIVE));
                }
            }
            sent += mark(FeedStatus.ENDED, timeUs(TICKS_PER_SYMBOL), producer, serializer);
            producer.flush();
        }
        return sent;
    }

    private int mark(
            FeedStatus status, long timeUs, KafkaProducer<byte[], byte[]> producer, Serializer<Tick> serializer) {
        return symbols.stream()
                .mapToInt(symbol -> send(producer, serializer, partitionOf(symbol), heartbeat(symbol, timeUs, status)))
                .sum();
    }

    private static int send(
            KafkaProducer<byte[], byte[]> producer, Serializer<Tick> serializer, int partition, Tick tick) {
        var unused = producer.send(new ProducerRecord<>(
                TICKS,
                partition,
                tick.symbol().text().getBytes(StandardCharsets.UTF_8),
                serializer.serialize(TICKS, tick)));
        return 1;
    }

    private Tick quote(int index, int step) {
        long timeUs = timeUs(step) + random.nextInt(900_000);
        if (step > 2 && random.nextInt(50) == 0) {
            timeUs -= SECOND_US;
        }
        double bid =
                (100_000 + index * 100 + Math.round(300 * Math.sin(step / 500.0 + index)) + random.nextInt(20)) / 1e5;
        double ask = Math.round(bid * 1e5 + 1 + random.nextInt(3)) / 1e5;
        return Tick.quote(origin(timeUs), symbols.get(index), timeUs, 0, bid, ask);
    }

    private static Tick heartbeat(Symbol symbol, long timeUs, FeedStatus status) {
        return Tick.heartbeat(origin(timeUs), symbol, timeUs, status);
    }

    private static Tick.Origin origin(long timeUs) {
        return new Tick.Origin(BarKey.SYSTEM_TENANT, FEED, timeUs);
    }

    private static long timeUs(int step) {
        return START_US + step * SECOND_US;
    }

    private static int partitionOf(Symbol symbol) {
        return SymbolPartitioner.partition(symbol, Topics.DEFAULT_PARTITIONS);
    }

    private static Instrument instrument(Symbol symbol) {
        return new Instrument(
                BarKey.SYSTEM_TENANT,
                symbol,
                AssetClass.FX,
                PriceBasis.QUOTE,
                0.0001,
                5,
                0,
                TradingCalendar.UTC,
                Instrument.DEFAULT_GRACE,
                Instrument.DEFAULT_LATENESS_HORIZON,
                Map.of());
    }

    /** Keys of bars that committed data says more than once: there are no late ticks, so a bar has one revision. */
    private List<String> saidTwice() {
        Map<String, Integer> said = new HashMap<>();
        Map<String, Object> consumerSettings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                servers(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(consumerSettings)) {
            List<TopicPartition> partitions = IntStream.range(0, Topics.DEFAULT_PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(Topics.BARS.name(), partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    said.merge(new String(record.key(), StandardCharsets.UTF_8), 1, Integer::sum);
                }
            }
        }
        assertThat(said.size()).isGreaterThan(SYMBOLS * TICKS_PER_SYMBOL / 60);
        System.out.printf("KilledStreamsIT: %,d bars%n", said.size());
        return said.entrySet().stream()
                .filter(entry -> entry.getValue() > 1)
                .map(entry -> entry.getKey() + " " + entry.getValue() + " times")
                .limit(20)
                .toList();
    }

    private List<String> differences() throws Exception {
        List<String> differences = new ArrayList<>();
        TopicBars topic = new TopicBars(servers(), new SchemaRegistry(registry()));
        for (Symbol symbol : symbols) {
            Verification verification = new Verification(
                    servers(), serdes, topic.snapshot(BarKey.SYSTEM_TENANT, symbol), List.of(), instrument(symbol));
            for (Timeframe timeframe : Timeframe.STANDARD) {
                BarRange all = new BarRange(BarKey.SYSTEM_TENANT, symbol, timeframe, Long.MIN_VALUE, Long.MAX_VALUE);
                verification
                        .compare(all)
                        .differences()
                        .forEach(line -> differences.add(symbol + " " + timeframe + " " + line));
            }
        }
        return differences.subList(0, Math.min(20, differences.size()));
    }

    private String servers() {
        return stack.addresses().bootstrapServers().orElseThrow();
    }

    private RegistryConfig registry() {
        return RegistryConfig.of(stack.addresses().schemaRegistryUrl().orElseThrow());
    }
}
