package io.candlewick.bench.sink;

import io.candlewick.avro.BarSource;
import io.candlewick.avro.BarStatus;
import io.candlewick.contract.BarLineage;
import io.candlewick.contract.Headers;
import io.candlewick.contract.Topics;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Ohlc;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.serde.RecordSerdes;
import io.candlewick.serde.SymbolPartitioner;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/** Writes the topics that the sinks read: no two rows of one key, so that every way of writing them ends with the same table. */
final class SinkLoad {

    private static final int SYMBOLS = 24;
    /* Monday, 6 January 2025. */
    private static final long BASE_US = TimeUnit.SECONDS.toMicros(1_736_121_600L);
    private static final long MINUTE_US = TimeUnit.MINUTES.toMicros(1);
    private static final double POINT = 100_000;

    private final String bootstrapServers;
    private final RecordSerdes serdes;

    SinkLoad(String bootstrapServers, RecordSerdes serdes) {
        this.bootstrapServers = bootstrapServers;
        this.serdes = serdes;
    }

    /** Makes a topic of one partition, for one task reads it. */
    void createTopic(String topic) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.of((short) 1))
                            .configs(Map.of("compression.type", "lz4", "retention.ms", "-1"))))
                    .all()
                    .get();
        } catch (ExecutionException refused) {
            if (!(refused.getCause() instanceof TopicExistsException)) {
                throw refused;
            }
        }
    }

    void writeTicks(String topic, long rows) {
        Serializer<Tick> serializer = serdes.tick().serializer();
        try (KafkaProducer<byte[], byte[]> producer = producer(20)) {
            for (long number = 0; number < rows; number++) {
                Tick tick = tick(number, BASE_US + number / SYMBOLS * 1_000_000);
                send(
                        producer,
                        new ProducerRecord<>(topic, utf8(tick.symbol().text()), serializer.serialize(topic, tick)));
            }
            producer.flush();
        }
    }

    /** Bars as a vendor's download has them, to the partitions of their symbols; of before the live ones. */
    void writeVendorBars(String topic, long rows) {
        Serializer<Bar> serializer = serdes.bar().serializer();
        try (KafkaProducer<byte[], byte[]> producer = producer(20)) {
            for (long number = 0; number < rows; number++) {
                Bar bar = bar(number).from(BarSource.VENDOR, true);
                int partition = SymbolPartitioner.partition(bar.key().symbol(), Topics.DEFAULT_PARTITIONS);
                send(
                        producer,
                        new ProducerRecord<>(
                                topic, partition, utf8(bar.key().text()), serializer.serialize(topic, bar)));
            }
            producer.flush();
        }
    }

    void writeBars(String topic, long rows) {
        Serializer<Bar> serializer = serdes.bar().serializer();
        try (KafkaProducer<byte[], byte[]> producer = producer(20)) {
            for (long number = 0; number < rows; number++) {
                Bar bar = bar(number);
                ProducerRecord<byte[], byte[]> record =
                        new ProducerRecord<>(topic, utf8(bar.key().text()), serializer.serialize(topic, bar));
                BarLineage lineage = new BarLineage("ticks.live", 3, number * 40, number * 40 + 39);
                record.headers().add(Headers.LINEAGE, lineage.toBytes());
                send(producer, record);
            }
            producer.flush();
        }
    }

    KafkaProducer<byte[], byte[]> producer(int lingerMs) {
        return new KafkaProducer<>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4",
                ProducerConfig.BATCH_SIZE_CONFIG,
                256 * 1024,
                ProducerConfig.LINGER_MS_CONFIG,
                lingerMs));
    }

    static void send(KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
        // What fails shows in the count of rows.
        var unused = producer.send(record);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Symbol symbol(long number) {
        return Symbol.of(String.format(Locale.ROOT, "B%02d/USD", number % SYMBOLS));
    }

    static Tick tick(long number, long timeUs) {
        double bid = Math.round(POINT + 300 * Math.sin(number / 6_000.0) + number % 9) / POINT;
        return Tick.quote(
                new Tick.Origin(BarKey.SYSTEM_TENANT, "bench", timeUs + 250),
                symbol(number),
                timeUs,
                number,
                bid,
                Math.round(bid * POINT + 2) / POINT);
    }

    private static Bar bar(long number) {
        long start = BASE_US + number / SYMBOLS * MINUTE_US;
        double open = Math.round(POINT + 300 * Math.sin(number / 6_000.0) + number % 9) / POINT;
        Ohlc price = new Ohlc(open, open + 0.0004, open - 0.0003, open + 0.0001);
        return new Bar(
                new BarKey(BarKey.SYSTEM_TENANT, symbol(number), Target.TIMEFRAME, start),
                start + MINUTE_US,
                price,
                new Ohlc(open - 0.00001, open + 0.00039, open - 0.00031, open + 0.00009),
                new Ohlc(open + 0.00001, open + 0.00041, open - 0.00029, open + 0.00011),
                40,
                40,
                open + 0.00005,
                0.00002,
                0.00003,
                7,
                1,
                Double.NaN,
                Double.NaN,
                start + 211_000,
                start + 59_801_000,
                BarStatus.FINAL,
                0,
                null,
                BarSource.LIVE,
                true);
    }
}
