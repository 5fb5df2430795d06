package io.candlewick.integration;

import io.candlewick.avro.FeedHealth;
import io.candlewick.avro.FeedState;
import io.candlewick.contract.Topics;
import io.candlewick.ingest.format.FileFormat;
import io.candlewick.ingest.format.TickFile;
import io.candlewick.market.Symbol;
import io.candlewick.serde.CandlewickSerdes;
import io.candlewick.serde.RegistryConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A little of everything that a pipeline has to tell of, ending now: bars, a quiet hole, a record nobody can read, services well and unwell. */
record LiveTraffic(RunningStack running, String tenant, Path directory) {

    private static final Duration BACK = Duration.ofMinutes(40);

    void flow() throws Exception {
        bars();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        running.stack().addresses().bootstrapServers().orElseThrow()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.TICKS_LIVE.name(), utf8("EUR/USD"), new byte[] {1, 2, 3}))
                    .get();
            speak(producer, "polygon.forex", "ingest-1", "kafka=up", "polygon.forex=up");
            speak(producer, "alpaca.stocks", "ingest-2", "kafka=up", "alpaca.stocks=down: 401 not authenticated");
        }
    }

    private void bars() throws Exception {
        Instant start = Instant.now().minus(BACK).truncatedTo(ChronoUnit.MINUTES);
        List<String> lines = new ArrayList<>();
        for (long second = 0; second < BACK.toSeconds(); second += 5) {
            // Nothing for ten minutes in the middle: quiet, or at a weekend closed.
            if (second < 900 || second >= 1_500) {
                long bid = 168_000 + Math.round(80 * Math.sin(second / 300.0));
                lines.add(start.plusSeconds(second).toEpochMilli() + "," + bid / 1e5 + "," + (bid + 2) / 1e5);
            }
        }
        Path file = Files.write(directory.resolve("live.csv"), lines);
        new MarketReplay(running, Topics.TICKS_LIVE.name(), tenant, directory)
                .play(TickFile.of(file, FileFormat.QUOTES_CSV, MarketReplay.instrument(tenant, Symbol.of("GBP/USD"))));
    }

    private void speak(KafkaProducer<byte[], byte[]> producer, String feed, String instance, String... dependencies)
            throws Exception {
        CandlewickSerdes serdes = new CandlewickSerdes(RegistryConfig.of(
                running.stack().addresses().schemaRegistryUrl().orElseThrow()));
        FeedState state = FeedState.newBuilder()
                .setFeed(feed)
                .setInstance(instance)
                .setStatus(FeedHealth.HEARTBEAT)
                .setEventTime(Instant.now())
                .setSymbols(List.of("EUR/USD", "GBP/USD"))
                .setVersion("test")
                .setConfigHash("0123456789ab")
                .setStartedTime(Instant.now().minusSeconds(60))
                .setDependencies(List.of(dependencies))
                .build();
        byte[] value = serdes.record(FeedState.class).serializer().serialize(Topics.FEEDS.name(), state);
        producer.send(new ProducerRecord<>(Topics.FEEDS.name(), utf8(feed), value))
                .get();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
