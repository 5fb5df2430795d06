package io.candlewick.ingest.publish;

import io.candlewick.contract.Headers;
import io.candlewick.market.Bar;
import io.candlewick.market.Symbol;
import io.candlewick.market.TimeSpan;
import io.candlewick.serde.RecordSerdes;
import io.candlewick.serde.SymbolPartitioner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes bars to a Kafka topic by an idempotent producer, {@code acks=all}, lz4.
 *
 * <p><b>Shape</b>: symbol text -> Bar, to the partition {@link SymbolPartitioner} names, with lineage and the covered range in headers.
 * <b>Thread</b>: one.
 */
public final class KafkaBarPublisher implements BarPublisher {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final Producer<byte[], byte[]> producer;
    private final Serializer<Bar> values;
    private final PublisherConfig config;
    private final int partitions;
    private List<Header> lineage;
    private List<Header> ranged = List.of();
    private @Nullable TimeSpan rangedBy;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    /* For tests: any producer. */
    KafkaBarPublisher(Producer<byte[], byte[]> producer, RecordSerdes serdes, PublisherConfig config, Origin origin) {
        this.producer = producer;
        this.values = serdes.bar().serializer();
        this.config = config;
        this.partitions = origin.partitions;
        this.lineage = lineage(config.correlationId(), origin.feed, origin.ingestTimeUs);
    }

    /**
     * Says where the bars that follow come from.
     *
     * @param correlationId follows them in a header, e.g. the id of the request they answer
     * @param feed who made them
     * @param ingestTimeUs when they were received
     */
    public void deliver(String correlationId, String feed, long ingestTimeUs) {
        lineage = lineage(correlationId, feed, ingestTimeUs);
        rangedBy = null;
    }

    private static List<Header> lineage(String correlationId, String feed, long ingestTimeUs) {
        return List.of(
                header(Headers.CORRELATION_ID, correlationId),
                header(Headers.FEED, feed),
                header(Headers.INGEST_TIME, Long.toString(ingestTimeUs)));
    }

    /** What all bars of one delivery share. */
    record Origin(String feed, long ingestTimeUs, int partitions) {}

    /**
     * Connects, and checks that the topic is there.
     *
     * @param config where the bars go
     * @param serdes how their values are written
     * @param feed who made the bars
     * @param ingestTimeUs when they are read
     * @return a publisher
     * @throws PublishException if no broker answers or the topic does not exist
     */
    public static KafkaBarPublisher open(PublisherConfig config, RecordSerdes serdes, String feed, long ingestTimeUs) {
        int partitions = TopicProbe.partitions(config, TopicProbe.TIMEOUT);
        try {
            return new KafkaBarPublisher(
                    new KafkaProducer<>(config.producerSettings()),
                    serdes,
                    config,
                    new Origin(feed, ingestTimeUs, partitions));
        } catch (KafkaException refused) {
            throw Failures.of(config, refused);
        }
    }

    @Override
    public void publish(Bar bar, TimeSpan range) {
        throwIfFailed();
        Symbol symbol = bar.key().symbol();
        try {
            Future<RecordMetadata> unused = producer.send(
                    new ProducerRecord<>(
                            config.topic(),
                            SymbolPartitioner.partition(symbol, partitions),
                            symbol.text().getBytes(StandardCharsets.UTF_8),
                            values.serialize(config.topic(), bar),
                            headers(range)),
                    (metadata, exception) -> {
                        if (exception != null) {
                            failure.compareAndSet(null, exception);
                        }
                    });
        } catch (KafkaException refused) {
            throw Failures.of(config, refused);
        }
    }

    /* The bars of a run share their range; the producer copies the list. */
    private List<Header> headers(TimeSpan range) {
        if (!range.equals(rangedBy)) {
            List<Header> headers = new ArrayList<>(lineage);
            headers.add(header(Headers.RANGE_FROM, Long.toString(range.startUs())));
            headers.add(header(Headers.RANGE_TO, Long.toString(range.endUs())));
            ranged = headers;
            rangedBy = range;
        }
        return ranged;
    }

    private static Header header(String name, String text) {
        return new RecordHeader(name, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void flush() {
        try {
            producer.flush();
        } catch (KafkaException refused) {
            throw Failures.of(config, refused);
        }
        throwIfFailed();
    }

    private void throwIfFailed() {
        Exception failed = failure.get();
        if (failed != null) {
            throw Failures.of(config, failed);
        }
    }

    @Override
    public void close() {
        // After a failure the rest would only wait for the same failure.
        producer.close(failure.get() == null ? CLOSE_TIMEOUT : Duration.ZERO);
        values.close();
    }
}
