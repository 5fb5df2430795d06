package io.candlewick.ingest.publish;

import static io.candlewick.market.fixtures.Fixtures.aBar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candlewick.market.Bar;
import io.candlewick.market.TimeSpan;
import io.candlewick.serde.PlainSerdes;
import io.candlewick.serde.SymbolPartitioner;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

class KafkaBarPublisherTest {

    private static final int PARTITIONS = 4;
    private static final PublisherConfig CONFIG = PublisherConfig.bulk("127.0.0.1:1", "bars.vendor", "load-7");

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final KafkaBarPublisher publisher = new KafkaBarPublisher(
            producer, new PlainSerdes(), CONFIG, new KafkaBarPublisher.Origin("histdata-m1", 17, PARTITIONS));

    @Test
    void shouldKeyByTheSymbolAndSayWhatTheDeliveryCovers() {
        Bar bar = aBar().build();

        publisher.publish(bar, new TimeSpan(1_000, 2_000));

        ProducerRecord<byte[], byte[]> record = producer.history().get(0);
        assertThat(record.topic()).isEqualTo("bars.vendor");
        assertThat(record.key()).asString(StandardCharsets.UTF_8).isEqualTo("EUR/USD");
        assertThat(record.partition())
                .isEqualTo(SymbolPartitioner.partition(bar.key().symbol(), PARTITIONS));
        assertThat(record.timestamp()).isNull();
        Map<String, String> headers = new TreeMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        assertThat(headers)
                .isEqualTo(Map.of(
                        "correlation_id", "load-7",
                        "feed", "histdata-m1",
                        "ingest_time", "17",
                        "range_from", "1000",
                        "range_to", "2000"));
        try (Serde<Bar> serde = new PlainSerdes().bar()) {
            assertThat(serde.deserializer().deserialize("bars.vendor", record.value()))
                    .isEqualTo(bar);
        }
    }

    @Test
    void shouldThrowAFailureOfAnEarlierBar() {
        publisher.publish(aBar().build(), new TimeSpan(0, 1));
        producer.errorNext(new TimeoutException("30 s"));

        assertThatThrownBy(() -> publisher.publish(aBar().build(), new TimeSpan(0, 1)))
                .isInstanceOf(PublishException.class)
                .hasMessageStartingWith("Topic 'bars.vendor': broker 127.0.0.1:1 does not answer");
    }
}
