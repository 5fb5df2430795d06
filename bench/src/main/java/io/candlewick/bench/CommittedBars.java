package io.candlewick.bench;

import io.candlewick.avro.BarSource;
import io.candlewick.bench.load.LivePace;
import io.candlewick.contract.Topics;
import io.candlewick.local.StackException;
import io.candlewick.market.Bar;
import io.candlewick.serde.RecordSerdes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads the bars that come in from now on, as a reader of committed data sees them, and notes how late those of the live lane are.
 *
 * <p>In a thread of its own: whoever asks ledgers, lags and connectors how far they are in between would make every bar late that comes meanwhile.
 * <b>Thread</b>: any asks.
 */
final class CommittedBars implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<String, byte[]> consumer;
    private final Deserializer<Bar> decoder;
    private final LivePace pace;
    private final FutureTask<Void> reading = new FutureTask<>(this::read, null);
    private final Thread reader = new Thread(reading, "committed-bars");
    private volatile boolean closed;
    private Latencies noted = new Latencies();

    /**
     * Reads from now on.
     *
     * @param pace the live market, which knows when a bar was let close
     */
    CommittedBars(String bootstrapServers, RecordSerdes serdes, LivePace pace) {
        this.pace = pace;
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
        decoder = serdes.bar().deserializer();
        consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.BARS.name()).stream()
                .map(info -> new TopicPartition(Topics.BARS.name(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Waits for the first live bar, so many seconds at most.
     *
     * @throws StackException if bars cannot be read
     */
    void awaitFirst(int seconds) throws StackException, InterruptedException {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (take().count() == 0 && System.nanoTime() < endNanos) {
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
    }

    /**
     * Those of the next so many seconds.
     *
     * @throws StackException if bars cannot be read
     */
    Latencies during(int seconds) throws StackException, InterruptedException {
        take();
        TimeUnit.SECONDS.sleep(seconds);
        return take();
    }

    /**
     * Those that have come since this was asked last.
     *
     * @throws StackException if bars cannot be read
     */
    Latencies take() throws StackException, InterruptedException {
        if (reading.isDone()) {
            try {
                reading.get();
            } catch (ExecutionException failed) {
                throw new StackException("bars cannot be read: " + failed.getCause(), failed);
            }
        }
        synchronized (this) {
            Latencies taken = noted;
            noted = new Latencies();
            return taken;
        }
    }

    private void read() {
        while (!closed) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                // A hundred thousand bars of history a second are not to cost the measured machine their decoding.
                if (!pace.isOwn(record.key())) {
                    continue;
                }
                Bar bar = decoder.deserialize(record.topic(), record.value());
                long closingNanos = pace.closingNanos(bar.endTimeUs());
                if (bar.source() == BarSource.LIVE && closingNanos >= 0) {
                    synchronized (this) {
                        noted.add(System.nanoTime() - closingNanos);
                    }
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        boolean interrupted = false;
        while (reader.isAlive()) {
            try {
                reader.join();
            } catch (InterruptedException asked) {
                interrupted = true;
            }
        }
        consumer.close();
        decoder.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
