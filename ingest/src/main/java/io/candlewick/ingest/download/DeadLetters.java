package io.candlewick.ingest.download;

import io.candlewick.contract.Headers;
import io.candlewick.contract.Topics;
import io.candlewick.ingest.topic.KafkaAccess;
import io.candlewick.ingest.venue.RowFault;
import io.candlewick.market.Symbol;
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
public final class DeadLetters implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final int TIMEOUT_MS = 15_000;

    private final Producer<String, byte[]> producer;

    /**
     * Where a row came from.
     *
     * @param symbol whose bar it should have been
     * @param vendor who sent it
     * @param correlationId of the request it answers
     */
    public record Origin(Symbol symbol, String vendor, String correlationId) {}

    /**
     * Opens a producer.
     *
     * @param kafka how the brokers are reached
     */
    public DeadLetters(KafkaAccess kafka) {
        Map<String, Object> settings = kafka.settings();
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT_MS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2 * TIMEOUT_MS);
        settings.putAll(kafka.overrides());
        producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    /**
     * Sends a row.
     *
     * @param origin where it came from
     * @param reason why it is no bar
     * @param detail the same in words
     * @param row as received
     */
    public void send(Origin origin, RowFault reason, String detail, String row) {
        List<Header> headers = List.of(
                header(Headers.REJECT_REASON, reason.name()),
                header(Headers.REJECT_DETAIL, detail),
                header(Headers.FEED, origin.vendor()),
                header(Headers.CORRELATION_ID, origin.correlationId()));
        try {
            Future<RecordMetadata> unused = producer.send(
                    new ProducerRecord<>(
                            Topics.INGEST_DLQ.name(),
                            null,
                            origin.symbol().text(),
                            row.getBytes(StandardCharsets.UTF_8),
                            headers),
                    (metadata, failure) -> {
                        if (failure != null) {
                            LOG.warn("A rejected row of {} is lost: {}", origin, failure.getMessage());
                        }
                    });
        } catch (KafkaException away) {
            LOG.warn("A rejected row of {} is lost: {}", origin, away.getMessage());
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
