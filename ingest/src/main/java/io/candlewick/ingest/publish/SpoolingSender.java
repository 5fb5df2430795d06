package io.candlewick.ingest.publish;

import dev.failsafe.CircuitBreaker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes records to the broker through the spool, in order, and loses none while the disk's share lasts.
 *
 * <p>{@link #keep} never waits for the broker. A thread sends what is spooled; when a record cannot be sent the circuit opens, a new producer is
 * made, and after a pause one record is tried (half open); when it is taken the circuit closes and the rest follows, from the first record
 * that was not acknowledged. So a record may be sent twice, and the records of a symbol are never overtaken by newer ones. A record the
 * broker will never take because it is too large is dropped and counted. <b>Thread</b>: any keeps.
 */
public final class SpoolingSender implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SpoolingSender.class);
    private static final int BATCH = 500;
    private static final int MOST_IN_FLIGHT = 5_000;
    private static final Duration IDLE = Duration.ofMillis(50);
    private static final Duration PROBE_PAUSE = Duration.ofSeconds(1);
    private static final long CLOSE_NANOS = 5_000_000_000L;
    private static final Duration[] LATENCIES = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofMinutes(2)
    };

    private final Spool spool;
    private final Supplier<Producer<byte[], byte[]>> producers;
    private final LongSupplier nanos;
    private final SendWindow window = new SendWindow();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final Map<OutgoingRecord.Kind, Counter> acknowledged = new EnumMap<>(OutgoingRecord.Kind.class);
    private final SpoolAge age = new SpoolAge();
    private final Timer latency;
    private final Counter resent;
    private final Counter unsendable;
    private final CircuitBreaker<Object> circuit;
    private final Thread thread = new Thread(this::run, "spool-sender");
    private @Nullable Producer<byte[], byte[]> producer;
    private long cursor;
    private final AtomicInteger generation = new AtomicInteger();
    private volatile boolean closing;
    private volatile String trouble = "";

    SpoolingSender(
            Spool spool, Supplier<Producer<byte[], byte[]>> producers, LongSupplier nanos, MeterRegistry meters) {
        this.spool = spool;
        this.producers = producers;
        this.nanos = nanos;
        this.cursor = spool.acked();
        this.circuit = CircuitBreaker.builder()
                .withFailureThreshold(1)
                .withSuccessThreshold(1)
                .withDelay(PROBE_PAUSE)
                .build();
        for (OutgoingRecord.Kind kind : OutgoingRecord.Kind.values()) {
            acknowledged.put(
                    kind,
                    Counter.builder("candlewick.publish.acknowledged")
                            .description("records the broker has taken, those sent twice counted twice")
                            .tag("kind", kind.name().toLowerCase(java.util.Locale.ROOT))
                            .register(meters));
        }
        resent = Counter.builder("candlewick.publish.failures")
                .description("times the circuit opened because a record could not be sent")
                .register(meters);
        unsendable = Counter.builder("candlewick.publish.unsendable")
                .description("records dropped because no broker would ever take them")
                .register(meters);
        latency = Timer.builder("candlewick.publish.latency")
                .description("from sending a record to the broker's acknowledgement")
                .serviceLevelObjectives(LATENCIES)
                .register(meters);
        Gauge.builder("candlewick.spool.oldest.seconds", age, waiting -> waiting.seconds(nanos.getAsLong()))
                .description("for how long the oldest record of the spool has waited, to a second")
                .register(meters);
        Gauge.builder("candlewick.spool.pending.bytes", spool, Spool::pendingBytes)
                .description("bytes that wait for the broker's acknowledgement")
                .register(meters);
        Gauge.builder("candlewick.publish.circuit", circuit, state -> switch (state.getState()) {
                    case CLOSED -> 0;
                    case HALF_OPEN -> 1;
                    case OPEN -> 2;
                })
                .description("0 closed, 1 half open, 2 open")
                .register(meters);
        thread.setDaemon(true);
    }

    /**
     * A sender on a broker; sends what an earlier process left.
     *
     * @param config the spool
     * @param settings of the Kafka producer
     * @param meters what is counted
     * @return the running sender
     * @throws PublishException if the spool's folder cannot be used
     */
    public static SpoolingSender open(SpoolConfig config, LiveProducer settings, MeterRegistry meters) {
        SpoolingSender sender =
                new SpoolingSender(Spool.open(config, System::nanoTime), settings::create, System::nanoTime, meters);
        sender.start();
        return sender;
    }

    void start() {
        thread.start();
    }

    /** Keeps a record; false if the spool is full. */
    boolean keep(OutgoingRecord record, boolean fromReserve) {
        return spool.append(record, fromReserve);
    }

    /**
     * What is wrong with the broker at the moment.
     *
     * @return in words, empty if records are taken
     */
    public String trouble() {
        return trouble;
    }

    /**
     * What waits for the broker.
     *
     * @return bytes
     */
    public long pendingBytes() {
        return spool.pendingBytes();
    }

    private void run() {
        try {
            while (!isFinished()) {
                step();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException broken) {
            trouble = "the spool cannot be read: " + broken;
            LOG.error(trouble, broken);
        }
    }

    private long closingSince = Long.MAX_VALUE;

    private boolean isFinished() {
        if (!closing) {
            return false;
        }
        closingSince = closingSince == Long.MAX_VALUE ? nanos.getAsLong() : closingSince;
        // What the broker does not take in time stays in the spool for the next process.
        return spool.pendingBytes() == 0 || nanos.getAsLong() - closingSince > CLOSE_NANOS;
    }

    private void step() throws IOException, InterruptedException {
        spool.syncIfDue();
        spool.acknowledge(window.acknowledged(spool.acked()));
        age.look(spool.end(), spool.acked(), nanos.getAsLong());
        Exception failed = failure.get();
        if (failed != null) {
            open(failed);
            return;
        }
        if (window.size() >= MOST_IN_FLIGHT || !circuit.tryAcquirePermit()) {
            Thread.sleep(circuit.isClosed() ? 1 : IDLE.toMillis());
            return;
        }
        boolean probing = circuit.isHalfOpen();
        List<Spool.Spooled> records = spool.read(cursor, probing ? 1 : BATCH);
        records.forEach(this::send);
        if (probing) {
            awaitProbe();
        } else if (records.isEmpty()) {
            spool.awaitBeyond(cursor, window.size() > 0 ? Duration.ofMillis(2) : IDLE);
        }
    }

    private void send(Spool.Spooled spooled) {
        cursor = spooled.endPosition();
        SendWindow.Sent sent = window.send(cursor);
        long sentNanos = nanos.getAsLong();
        int sentIn = generation.get();
        try {
            Producer<byte[], byte[]> current = producer;
            if (current == null) {
                current = producers.get();
                producer = current;
            }
            Future<RecordMetadata> unused = current.send(spooled.record().toProducerRecord(), (metadata, exception) -> {
                if (sentIn == generation.get()) {
                    if (exception == null) {
                        latency.record(nanos.getAsLong() - sentNanos, TimeUnit.NANOSECONDS);
                    }
                    finish(spooled.record(), sent, exception);
                }
            });
        } catch (KafkaException refused) {
            finish(spooled.record(), sent, refused);
        }
    }

    private void finish(OutgoingRecord record, SendWindow.Sent sent, @Nullable Exception exception) {
        if (exception instanceof RecordTooLargeException) {
            unsendable.increment();
            LOG.error(
                    "A record of {} bytes for topic {} is dropped: {}",
                    record.value().length,
                    record.topic(),
                    exception.getMessage());
            window.done(sent);
        } else if (exception != null) {
            failure.compareAndSet(null, exception);
        } else {
            Counter counter = acknowledged.get(record.kind());
            if (counter != null) {
                counter.increment();
            }
            window.done(sent);
        }
    }

    private void awaitProbe() throws InterruptedException, IOException {
        while (failure.get() == null && window.size() > 0) {
            Thread.sleep(1);
            spool.acknowledge(window.acknowledged(spool.acked()));
        }
        if (failure.get() == null) {
            circuit.recordSuccess();
            trouble = "";
            LOG.info("The broker takes records again; {} bytes wait", spool.pendingBytes());
        }
    }

    private void open(Exception failed) throws IOException {
        if (circuit.isClosed()) {
            LOG.warn("Records cannot be sent and are kept in the spool: {}", failed.getMessage());
        }
        trouble = "broker: " + failed.getMessage();
        resent.increment();
        circuit.recordFailure();
        // A fresh producer: what the old one still has in flight must not come after what is sent again.
        generation.incrementAndGet();
        closeProducer();
        spool.acknowledge(window.acknowledged(spool.acked()));
        window.clear();
        cursor = spool.acked();
        failure.set(null);
    }

    private void closeProducer() {
        Producer<byte[], byte[]> old = producer;
        producer = null;
        if (old != null) {
            old.close(Duration.ZERO);
        }
    }

    /** Sends what the broker takes within some seconds; the rest is for the next process. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        closeProducer();
        spool.close();
    }
}
