package io.candlewick.ingest.download;

import io.candlewick.contract.Headers;
import io.candlewick.contract.Topics;
import io.candlewick.ingest.topic.KafkaAccess;
import io.candlewick.ingest.venue.RowFault;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends vendors' rows that are no bars to {@code ingest.dlq}, as received, with the reason in headers.
 *
 * <p><b>Shape</b>: symbol to the row's text. <b>Thread</b>: any. <b>Errors</b>: none; a broker that is away is logged, because the bars
 * themselves would fail on it first.
 */
final class DeadLetters implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final int TIMEOUT_MS = 15_000;

    private final Producer<String, byte[]> producer;

    DeadLetters(KafkaAccess kafka) {
        Map<String, Object> settings = kafka.settings();
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT_MS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2 * TIMEOUT_MS);
        settings.putAll(kafka.overrides());
        producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    void send(Chunk chunk, String vendor, RowFault reason, String detail, String row) {
        List<Header> headers = List.of(
                header(Headers.REJECT_REASON, reason.name()),
                header(Headers.REJECT_DETAIL, detail),
                header(Headers.FEED, vendor),
                header(Headers.CORRELATION_ID, chunk.requestId()));
        try {
            Future<RecordMetadata> unused = producer.send(
                    new ProducerRecord<>(
                            Topics.INGEST_DLQ.name(),
                            null,
                            chunk.symbol().text(),
                            row.getBytes(StandardCharsets.UTF_8),
                            headers),
                    (metadata, failure) -> {
                        if (failure != null) {
                            LOG.warn("A rejected row of {} is lost: {}", chunk, failure.getMessage());
                        }
                    });
        } catch (KafkaException away) {
            LOG.warn("A rejected row of {} is lost: {}", chunk, away.getMessage());
        }
    }

    private static Header header(String name, String text) {
        return new RecordHeader(name, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        producer.close(java.time.Duration.ofMillis(TIMEOUT_MS));
    }
}
