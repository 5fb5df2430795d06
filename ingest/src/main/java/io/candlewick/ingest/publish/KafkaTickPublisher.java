package io.candlewick.ingest.publish;

import io.candlewick.contract.Headers;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.serde.RecordSerdes;
import io.candlewick.serde.SymbolPartitioner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Publishes ticks to a Kafka topic by an idempotent producer, {@code acks=all}, lz4.
 *
 * <p><b>Shape</b>: symbol text -> Tick, to the partition {@link SymbolPartitioner} names, with lineage in headers; a heartbeat of {@link
 * Symbol#EVERY} to each partition with key {@code *}. <b>Thread</b>: one. <b>Cost</b>: key, partition and headers are made once a
 * symbol, feed and ingest time; a tick costs its bytes and the producer's record.
 */
public final class KafkaTickPublisher implements TickPublisher {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final Producer<byte[], byte[]> producer;
    private final Serializer<Tick> values;
    private final PublisherConfig config;
    private final int partitions;
    private final Map<Symbol, Route> routes = new HashMap<>();
    private final Header correlation;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Callback rememberFailure = (metadata, exception) -> {
        if (exception != null) {
            failure.compareAndSet(null, exception);
        }
    };

    private Route lastRoute = new Route(Symbol.EVERY, new byte[0], 0);
    private String lineageFeed = "";
    private Header feedHeader = header(Headers.FEED, lineageFeed);
    private long lineageIngestUs = Long.MIN_VALUE;
    private List<Header> lineage = List.of();

    private record Route(
            Symbol symbol,
            @SuppressWarnings("ArrayRecordComponent") byte[] key,
            int partition) {}

    private KafkaTickPublisher(
            Producer<byte[], byte[]> producer, Serializer<Tick> values, PublisherConfig config, int partitions) {
        this.producer = producer;
        this.values = values;
        this.config = config;
        this.partitions = partitions;
        this.correlation = header(Headers.CORRELATION_ID, config.correlationId());
    }

    /**
     * Connects, and checks that the topic is there.
     *
     * @param config where the ticks go
     * @param serdes how their values are written
     * @return a publisher
     * @throws PublishException if no broker answers or the topic does not exist
     */
    public static KafkaTickPublisher open(PublisherConfig config, RecordSerdes serdes) {
        int partitions = TopicProbe.partitions(config, TopicProbe.TIMEOUT);
        Producer<byte[], byte[]> producer;
        try {
            producer = new KafkaProducer<>(config.producerSettings());
        } catch (KafkaException refused) {
            throw Failures.of(config, refused);
        }
        return new KafkaTickPublisher(producer, serdes.tick().serializer(), config, partitions);
    }

    /* For tests: any producer. */
    static KafkaTickPublisher on(
            Producer<byte[], byte[]> producer, RecordSerdes serdes, PublisherConfig config, int partitions) {
        return new KafkaTickPublisher(producer, serdes.tick().serializer(), config, partitions);
    }

    @Override
    public void publish(Tick tick) {
        throwIfFailed();
        byte[] value = values.serialize(config.topic(), tick);
        Route route = routeOf(tick.symbol());
        List<Header> headers = lineageOf(tick);
        if (route.partition >= 0) {
            send(route.partition, route.key, value, headers);
            return;
        }
        for (int partition = 0; partition < partitions; partition++) {
            send(partition, route.key, value, headers);
        }
    }

    private void send(int partition, byte[] key, byte[] value, List<Header> headers) {
        try {
            Future<RecordMetadata> unused = producer.send(
                    new ProducerRecord<>(config.topic(), partition, key, value, headers), rememberFailure);
        } catch (KafkaException refused) {
            throw Failures.of(config, refused);
        }
    }

    private Route routeOf(Symbol symbol) {
        if (lastRoute.symbol.equals(symbol) && lastRoute.key.length > 0) {
            return lastRoute;
        }
        Route route = routes.computeIfAbsent(symbol, this::newRoute);
        lastRoute = route;
        return route;
    }

    private Route newRoute(Symbol symbol) {
        byte[] key = symbol.text().getBytes(StandardCharsets.UTF_8);
        int partition = symbol.equals(Symbol.EVERY) ? -1 : SymbolPartitioner.partition(symbol, partitions);
        return new Route(symbol, key, partition);
    }

    private List<Header> lineageOf(Tick tick) {
        boolean sameFeed = tick.feed().equals(lineageFeed);
        if (!sameFeed) {
            lineageFeed = tick.feed();
            feedHeader = header(Headers.FEED, lineageFeed);
        }
        if (!sameFeed || tick.ingestTimeUs() != lineageIngestUs) {
            lineageIngestUs = tick.ingestTimeUs();
            lineage = List.of(correlation, feedHeader, header(Headers.INGEST_TIME, Long.toString(lineageIngestUs)));
        }
        return lineage;
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
    public int partitions() {
        return partitions;
    }

    @Override
    public void close() {
        // After a failure the rest would only wait for the same failure.
        producer.close(failure.get() == null ? CLOSE_TIMEOUT : Duration.ZERO);
        values.close();
    }
}
