package io.candlewick.bench.load;

import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.serde.RecordSerdes;
import io.candlewick.serde.SymbolPartitioner;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * A live market in quick motion: so many seconds of event time a second, each with a heartbeat in every partition and then a quote of every
 * symbol, and when each heartbeat was sent, since it is what closes the bars.
 *
 * <p>Quick, because a bar a minute would give too few to measure. <b>Thread</b>: one runs it, any asks.
 */
public final class LivePace implements Runnable {

    private static final long GRACE_US = TimeUnit.MILLISECONDS.toMicros(Instrument.DEFAULT_GRACE.toMillis());
    private static final int REMEMBERED = 100_000;

    private final String bootstrapServers;
    private final RecordSerdes serdes;
    private final String topic;
    private final QuoteSeries series;
    private final Set<String> names;
    private final int speed;
    private final int partitions;
    private final ConcurrentMap<Long, Long> sentNanosByTimeUs = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    /**
     * Nothing is sent yet.
     *
     * @param bootstrapServers the broker
     * @param serdes how ticks are written
     * @param topic where to
     * @param partitions how many partitions the topic has
     * @param series the market, a quote a symbol and second
     * @param speed seconds of event time a second
     */
    public LivePace(
            String bootstrapServers, RecordSerdes serdes, String topic, int partitions, QuoteSeries series, int speed) {
        this.bootstrapServers = bootstrapServers;
        this.serdes = serdes;
        this.topic = topic;
        this.partitions = partitions;
        this.series = series;
        this.names = series.symbols().stream().map(Symbol::text).collect(Collectors.toUnmodifiableSet());
        this.speed = speed;
    }

    /**
     * When the heartbeat was sent that let a bar close: the first at or after its end plus grace.
     *
     * @param endUs the bar's end, a whole second
     * @return {@link System#nanoTime()} then, or -1 if it was not sent by us
     */
    public long closingNanos(long endUs) {
        return sentNanosByTimeUs.getOrDefault(endUs + GRACE_US, -1L);
    }

    /**
     * Whether a bar can be of this market.
     *
     * @param barKey its key as text
     * @return true if its symbol is one of ours
     */
    public boolean isOwn(String barKey) {
        int from = barKey.indexOf('|') + 1;
        return names.contains(barKey.substring(from, Math.max(from, barKey.indexOf('|', from))));
    }

    /** Ends it. */
    public void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings());
                Serializer<Tick> serializer = serdes.tick().serializer()) {
            long startNanos = System.nanoTime();
            int symbols = series.symbols().size();
            for (long step = 0; !stopped; step++) {
                long dueNanos = startNanos + step * TimeUnit.SECONDS.toNanos(1) / speed;
                for (long left = dueNanos - System.nanoTime(); left > 0; left = dueNanos - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                Tick heartbeat = series.heartbeat(step);
                if (sentNanosByTimeUs.size() > REMEMBERED) {
                    sentNanosByTimeUs.clear();
                }
                sentNanosByTimeUs.put(heartbeat.eventTimeUs(), System.nanoTime());
                for (int partition = 0; partition < partitions; partition++) {
                    send(producer, serializer, partition, heartbeat);
                }
                for (int index = 0; index < symbols; index++) {
                    Tick quote = series.quote(step * symbols + index);
                    send(producer, serializer, SymbolPartitioner.partition(quote.symbol(), partitions), quote);
                }
            }
        }
    }

    private void send(KafkaProducer<byte[], byte[]> producer, Serializer<Tick> serializer, int partition, Tick tick) {
        Symbol symbol = tick.symbol();
        var unused = producer.send(new ProducerRecord<>(
                topic, partition, symbol.text().getBytes(StandardCharsets.UTF_8), serializer.serialize(topic, tick)));
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        return settings;
    }
}
