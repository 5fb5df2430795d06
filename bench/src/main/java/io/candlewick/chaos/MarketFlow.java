package io.candlewick.chaos;

import io.candlewick.avro.FeedStatus;
import io.candlewick.avro.TickKind;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.serde.RecordSerdes;
import io.candlewick.serde.SymbolPartitioner;
import io.candlewick.streams.config.Lane;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * The feed: publishes the market's steps when they are due, from its start to its end, and waits for brokers as long as it takes.
 *
 * <p><b>Thread</b>: one of its own sends; any asks.
 */
final class MarketFlow implements AutoCloseable {

    private static final String TOPIC = Lane.LIVE.ticksTopic();
    /* The producer's own limit is an int of milliseconds. */
    private static final int FOR_EVER_MS = Integer.MAX_VALUE;

    private final MarketTruth truth;
    private final int speed;
    private final int partitions;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Serializer<Tick> serializer;
    private final Thread thread = new Thread(this::run, "market");
    private final AtomicLong aheadSent = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    /* Partition to offset of a heartbeat to its time, those that somebody may yet ask for. */
    private final Map<Integer, ConcurrentNavigableMap<Long, Long>> heartbeats = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable String> refused = new AtomicReference<>();
    private volatile boolean stopped;
    private volatile long steps;
    private volatile long startNanos;

    MarketFlow(MarketTruth truth, int speed, String bootstrapServers, int partitions, RecordSerdes serdes) {
        this.truth = truth;
        this.speed = speed;
        this.partitions = partitions;
        this.producer = new KafkaProducer<>(settings(bootstrapServers));
        this.serializer = serdes.tick().serializer();
        thread.setDaemon(true);
    }

    void start() {
        startNanos = System.nanoTime();
        thread.start();
    }

    private void run() {
        for (int symbol = 0; symbol < truth.symbols(); symbol++) {
            send(truth.mark(symbol, 0, FeedStatus.STARTED));
        }
        long stepNanos = truth.stepTime(speed).toNanos();
        for (long step = 0; !stopped; step++) {
            long dueNanos = startNanos + step * stepNanos;
            for (long left = dueNanos - System.nanoTime(); left > 0; left = dueNanos - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            send(step);
            steps = step + 1;
        }
        for (int symbol = 0; symbol < truth.symbols(); symbol++) {
            send(truth.mark(symbol, steps, FeedStatus.ENDED));
        }
        producer.flush();
    }

    private void send(long step) {
        Tick heartbeat = truth.heartbeat(step);
        for (int partition = 0; partition < partitions; partition++) {
            send(partition, heartbeat);
        }
        for (int symbol = 0; symbol < truth.symbols(); symbol++) {
            for (Tick tick : truth.ticks(symbol, step)) {
                send(tick);
                sent.incrementAndGet();
            }
        }
    }

    private void send(Tick tick) {
        send(SymbolPartitioner.partition(tick.symbol(), partitions), tick);
    }

    private void send(int partition, Tick tick) {
        Symbol symbol = tick.symbol();
        byte[] value;
        synchronized (serializer) {
            value = serializer.serialize(TOPIC, tick);
        }
        var unused = producer.send(
                new ProducerRecord<>(TOPIC, partition, symbol.text().getBytes(StandardCharsets.UTF_8), value),
                (metadata, failure) -> {
                    if (failure != null) {
                        refused.set(tick + " was not taken: " + failure);
                    } else if (tick.kind() == TickKind.HEARTBEAT) {
                        heartbeatsOf(partition).put(metadata.offset(), tick.eventTimeUs());
                    }
                });
    }

    private ConcurrentNavigableMap<Long, Long> heartbeatsOf(int partition) {
        return heartbeats.computeIfAbsent(partition, number -> new ConcurrentSkipListMap<>());
    }

    /** The market's time that is reached in a partition before an offset; asked with offsets that do not go back. */
    OptionalLong reachedUs(int partition, long offset) {
        ConcurrentNavigableMap<Long, Long> known = heartbeatsOf(partition);
        Map.Entry<Long, Long> last = known.lowerEntry(offset);
        if (last == null) {
            return OptionalLong.empty();
        }
        known.headMap(last.getKey()).clear();
        return OptionalLong.of(last.getValue());
    }

    /** Publishes ticks of a clock that is ahead, for so long, among the others. */
    void jump(Duration lasting) {
        long endNanos = System.nanoTime() + lasting.toNanos();
        while (System.nanoTime() < endNanos && !stopped) {
            long number = aheadSent.getAndIncrement();
            send(truth.ahead((int) (number % truth.symbols()), steps, number));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    /** The market's time at an instant of {@link System#nanoTime()}, whether or not that has been sent. */
    long marketUs(long nanos) {
        return truth.timeUs(0) + TimeUnit.NANOSECONDS.toMicros(Math.max(0, nanos - startNanos) * speed);
    }

    /** Steps sent. */
    long steps() {
        return steps;
    }

    /** Ticks sent, without those of a clock that is ahead. */
    long sent() {
        return sent.get();
    }

    /** Ticks sent by a clock that was ahead. */
    long aheadSent() {
        return aheadSent.get();
    }

    /** A tick that the brokers refused for good, if there is one. */
    Optional<String> refused() {
        return Optional.ofNullable(refused.get());
    }

    /** Sends the end of the feed and waits until all is in the log. */
    void end(Duration limit) throws InterruptedException {
        stopped = true;
        thread.join(limit.toMillis());
        if (thread.isAlive()) {
            refused.set("the feed's last ticks were not taken within " + limit.toSeconds() + " s");
        }
    }

    private static Map<String, Object> settings(String bootstrapServers) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, FOR_EVER_MS);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, FOR_EVER_MS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        return settings;
    }

    @Override
    public void close() {
        stopped = true;
        producer.close(Duration.ofSeconds(2));
    }
}
