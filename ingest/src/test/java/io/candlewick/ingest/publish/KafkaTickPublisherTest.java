package io.candlewick.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.candlewick.avro.FeedStatus;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.serde.CandlewickSerdes;
import io.candlewick.serde.RecordSerdes;
import io.candlewick.serde.RegistryConfig;
import io.candlewick.serde.SymbolPartitioner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KafkaTickPublisherTest {

    private static final int PARTITIONS = 4;
    private static final Symbol SYMBOL = Symbol.of("EUR/USD");
    private static final Tick.Origin ORIGIN = new Tick.Origin("system", "replay-1", 1_700_000_000_000_001L);
    private static final PublisherConfig CONFIG = PublisherConfig.bulk("127.0.0.1:1", "ticks.history", "run-7");

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private HttpServer registry;
    private RecordSerdes serdes;
    private KafkaTickPublisher publisher;

    @BeforeEach
    void openRegistry() throws IOException {
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] body = exchange.getRequestMethod().equals("POST")
                    ? "{\"id\":3}".getBytes(StandardCharsets.UTF_8)
                    : "{}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        registry.start();
        serdes = new CandlewickSerdes(
                RegistryConfig.of("http://127.0.0.1:" + registry.getAddress().getPort()));
        publisher = KafkaTickPublisher.on(producer, serdes, CONFIG, PARTITIONS);
    }

    @AfterEach
    void closeRegistry() {
        registry.stop(0);
    }

    @Test
    void shouldKeyByTheSymbolsTextAndPartitionByIt() {
        publisher.publish(quote(SYMBOL, 1));

        ProducerRecord<byte[], byte[]> record = producer.history().get(0);
        assertThat(record.topic()).isEqualTo("ticks.history");
        assertThat(record.key()).asString(StandardCharsets.UTF_8).isEqualTo("EUR/USD");
        assertThat(record.partition()).isEqualTo(SymbolPartitioner.partition(SYMBOL, PARTITIONS));
        assertThat(record.timestamp()).isNull();
        try (Serde<Tick> serde = serdes.tick()) {
            assertThat(record.value()).isEqualTo(serde.serializer().serialize("ticks.history", quote(SYMBOL, 1)));
        }
    }

    @Test
    void shouldCarryLineageInHeaders() {
        publisher.publish(quote(SYMBOL, 1));

        assertThat(headers(producer.history().get(0)))
                .isEqualTo(Map.of(
                        "correlation_id", "run-7",
                        "feed", "replay-1",
                        "ingest_time", "1700000000000001"));
    }

    @Test
    void shouldMakeNewHeadersWhenTheIngestTimeMoves() {
        publisher.publish(quote(SYMBOL, 1));
        publisher.publish(Tick.quote(new Tick.Origin("system", "replay-1", 5), SYMBOL, 1, 2, 1, 2));

        assertThat(headers(producer.history().get(1))).containsEntry("ingest_time", "5");
    }

    @Test
    void shouldSendAHeartbeatOfEverySymbolToEveryPartition() {
        publisher.publish(Tick.heartbeat(ORIGIN, Symbol.EVERY, 1, FeedStatus.ALIVE));

        assertThat(producer.history()).extracting(ProducerRecord::partition).containsExactly(0, 1, 2, 3);
        assertThat(producer.history())
                .allSatisfy(record -> assertThat(record.key())
                        .asString(StandardCharsets.UTF_8)
                        .isEqualTo("*"));
    }

    @Test
    void shouldSendAMarkOfOneSymbolToItsPartition() {
        publisher.publish(Tick.heartbeat(ORIGIN, SYMBOL, 1, FeedStatus.STARTED));

        assertThat(producer.history())
                .extracting(ProducerRecord::partition)
                .containsExactly(SymbolPartitioner.partition(SYMBOL, PARTITIONS));
    }

    @Test
    void shouldThrowAFailedSendAtTheNextPublish() {
        publisher.publish(quote(SYMBOL, 1));
        producer.errorNext(new RecordTooLargeException("1048577 bytes"));

        assertThatThrownBy(() -> publisher.publish(quote(SYMBOL, 2)))
                .isInstanceOf(PublishException.class)
                .hasMessage("Topic 'ticks.history': a record is too large for it (1048577 bytes)");
        assertThat(producer.history()).hasSize(1);
    }

    @Test
    void shouldThrowAFailedSendAtFlush() {
        publisher.publish(quote(SYMBOL, 1));
        producer.errorNext(new TimeoutException("30000 ms has passed"));

        assertThatThrownBy(publisher::flush)
                .isInstanceOf(PublishException.class)
                .hasMessage("Topic 'ticks.history': broker 127.0.0.1:1 does not answer (30000 ms has passed)");
    }

    @Test
    void shouldSayThatNoBrokerAnswers() {
        assertThatThrownBy(() -> TopicProbe.partitions(CONFIG, Duration.ofMillis(500)))
                .isInstanceOf(PublishException.class)
                .hasMessageStartingWith("Topic 'ticks.history': broker 127.0.0.1:1 does not answer");
    }

    @Test
    void shouldSayThatTheBrokersAddressIsNone() {
        PublisherConfig wrong = PublisherConfig.bulk("nowhere", "ticks.history", "run-7");

        assertThatThrownBy(() -> KafkaTickPublisher.open(wrong, serdes))
                .isInstanceOf(PublishException.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    void shouldRefuseALingerOutOfBounds() {
        assertThatThrownBy(() -> new PublisherConfig("b:1", "t", "c", Duration.ofMinutes(2), Map.of()))
                .hasMessage("linger=PT2M must be from 0 to PT1M");
    }

    private static Tick quote(Symbol symbol, long sequence) {
        return Tick.quote(ORIGIN, symbol, 1_398_920_401_787_000L, sequence, 1.38727, 1.38729);
    }

    private static Map<String, String> headers(ProducerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new TreeMap<>();
        for (Header header : List.of(record.headers().toArray())) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        return headers;
    }
}
