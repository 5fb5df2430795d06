package io.candlewick.ingest.download;

import io.candlewick.avro.BackfillRequest;
import io.candlewick.contract.Topics;
import io.candlewick.ingest.store.BarTable;
import io.candlewick.ingest.topic.KafkaAccess;
import io.candlewick.ingest.venue.BarVendor;
import io.candlewick.serde.SymbolPartitioner;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests for history: reads {@code backfill.requests} as group {@value #GROUP}, and works on their chunks.
 *
 * <p>A request is committed once its chunks stand in the ledger; from there on the ledger alone says what is to be done. So a killed process
 * goes on where it was: verified chunks are not touched, published ones are compared with the table, the others are downloaded again.
 * Several instances share the partitions of the requests, and with them the symbols. <b>Thread</b>: its own; one for the planning, and those
 * of {@link ChunkScheduler}. <b>Errors</b>: a broker that is away is waited for and logged.
 */
public final class DownloadService implements AutoCloseable {

    /** The consumer group that reads the requests. */
    public static final String GROUP = "candlewick-download";

    private static final Logger LOG = LoggerFactory.getLogger(DownloadService.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long LAG_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long RETRY_SECONDS = 2;
    private static final int MAX_REQUESTS = 100;
    private static final long CLOSE_SECONDS = 20;

    private final KafkaAccess kafka;
    private final LedgerTopic ledger;
    private final ConsumerLag lag;
    private final LagGate gate;
    private final DeadLetters letters;
    private final ChunkScheduler scheduler;
    private final RequestPlanning planning;
    private final Serde<BackfillRequest> requests;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Thread planner = new Thread(this::run, "download-planner");
    private final Set<Integer> owned = new HashSet<>();
    private volatile boolean running = true;
    private boolean resumes;
    private boolean rewinds;
    private long lagAtNanos;

    /**
     * Opens clients; nothing is read yet.
     *
     * @param kafka how the brokers are reached
     * @param config how history is downloaded
     * @param vendors in the order they are asked
     * @param table where bars are found again
     * @param lag how far the readers are behind
     * @param clock the time
     */
    public DownloadService(
            KafkaAccess kafka,
            DownloadConfig config,
            List<BarVendor> vendors,
            BarTable table,
            ConsumerLag lag,
            InstantSource clock) {
        this.kafka = kafka;
        this.lag = lag;
        this.ledger = new LedgerTopic(kafka);
        this.gate = new LagGate(config.maxLag());
        this.letters = new DeadLetters(kafka);
        CachedInstruments instruments = new CachedInstruments(kafka, clock);
        this.planning = new RequestPlanning(config, instruments::find, clock);
        LedgerSteps steps = new LedgerSteps(ledger, clock);
        this.scheduler = new ChunkScheduler(
                new ChunkWorker.Parts(kafka, instruments::find, vendors, gate, letters, config, clock, steps),
                new Verification(table),
                steps);
        this.requests = kafka.serdes().record(BackfillRequest.class);
        this.consumer = consumer();
        planner.setDaemon(true);
    }

    private KafkaConsumer<String, byte[]> consumer() {
        Map<String, Object> settings = kafka.settings();
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_REQUESTS);
        // A killed process is replaced within seconds.
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
        settings.putAll(kafka.overrides());
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** Starts the threads. */
    public void start() {
        planner.start();
    }

    /**
     * What it is at.
     *
     * @return a snapshot
     */
    public DownloadProgress progress() {
        return scheduler.progress(gate);
    }

    /**
     * The ledger as far as this process knows it.
     *
     * @return the ledger
     */
    public Ledger ledger() {
        return ledger.ledger();
    }

    private void run() {
        consumer.subscribe(List.of(Topics.BACKFILL_REQUESTS.name()), new Ownership());
        while (running) {
            try {
                step();
            } catch (WakeupException closing) {
                LOG.debug("The downloader ends");
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException failed) {
                // A broker that is away; the requests are not committed, and the ledger says where to go on.
                LOG.warn("The downloader waits: {}", failed.getMessage(), failed);
                rewinds = true;
                resumes = true;
                pause();
            }
        }
    }

    private void step() throws InterruptedException {
        if (rewinds) {
            rewind();
            rewinds = false;
        }
        List<BackfillRequest> received = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
            BackfillRequest request = read(record);
            if (request != null) {
                received.add(request);
            }
        }
        if (resumes) {
            resumes = false;
            resume();
        }
        for (BackfillRequest request : received) {
            planning.plan(request, ledger.ledger(), scheduler::accept);
        }
        if (!received.isEmpty()) {
            consumer.commitSync();
        }
        measureLag();
        scheduler.step();
    }

    /* What was read and not committed is read again. */
    private void rewind() {
        Set<TopicPartition> assigned = consumer.assignment();
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(assigned);
        for (TopicPartition partition : assigned) {
            OffsetAndMetadata done = committed.get(partition);
            if (done == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, done.offset());
            }
        }
    }

    private void resume() {
        ledger.catchUp();
        int partitions = consumer.partitionsFor(Topics.BACKFILL_REQUESTS.name()).size();
        scheduler.resume(
                ledger.ledger().unfinished(),
                chunk -> owned.contains(SymbolPartitioner.partition(chunk.symbol(), partitions)));
    }

    private @Nullable BackfillRequest read(ConsumerRecord<String, byte[]> record) {
        try {
            return requests.deserializer().deserialize(record.topic(), record.value());
        } catch (SerializationException broken) {
            LOG.warn(
                    "Request {}-{}@{} left out: {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    broken.getMessage());
            return null;
        }
    }

    private void measureLag() {
        long now = System.nanoTime();
        if (lagAtNanos == 0 || now - lagAtNanos >= LAG_EVERY_NANOS) {
            lagAtNanos = now;
            boolean wasClosed = gate.isClosed();
            gate.measured(lag.measure());
            if (gate.isClosed() != wasClosed) {
                LOG.info("History {}: {}", gate.isClosed() ? "waits" : "goes on", gate.furthest());
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(RETRY_SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Which symbols are ours: those whose requests we read. */
    private final class Ownership implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            partitions.forEach(partition -> owned.add(partition.partition()));
            resumes = true;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            partitions.forEach(partition -> owned.remove(partition.partition()));
            resumes = true;
        }
    }

    @Override
    public void close() {
        running = false;
        consumer.wakeup();
        try {
            planner.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        scheduler.close();
        try {
            consumer.close();
        } catch (KafkaException away) {
            LOG.debug("The requests' consumer was not closed in order", away);
        }
        requests.close();
        letters.close();
        ledger.close();
        lag.close();
    }
}
