package io.candlewick.integration;

import io.candlewick.avro.BarSource;
import io.candlewick.avro.BarStatus;
import io.candlewick.avro.CorrectionCause;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Ohlc;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.market.Timeframe;
import io.candlewick.serde.RecordSerdes;
import io.candlewick.serde.SymbolPartitioner;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * A thousand ticks and a hundred bars a second of one symbol, from its start to its stop; every tenth bar is said a second time, corrected.
 */
final class DrillLoad implements AutoCloseable {

    static final long START_US = 1_736_121_600_000_000L;
    private static final long MINUTE_US = 60_000_000L;
    private static final int TICKS_PER_BAR = 10;

    private final Symbol symbol;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Serializer<Tick> ticks;
    private final Serializer<Bar> bars;
    private final Thread sender = new Thread(this::send, "drill-load");
    private volatile boolean stopped;
    private volatile long sentTicks;
    private volatile long sentBars;

    DrillLoad(String bootstrapServers, RecordSerdes serdes, Symbol symbol) {
        this.symbol = symbol;
        this.ticks = serdes.tick().serializer();
        this.bars = serdes.bar().serializer();
        this.producer = new KafkaProducer<>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.LINGER_MS_CONFIG,
                5));
        sender.setDaemon(true);
        sender.start();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // Only this thread counts.
    private void send() {
        while (!stopped) {
            for (int count = 0; count < TICKS_PER_BAR; count++) {
                send("ticks.live", symbol.text(), ticks.serialize("ticks.live", tick(symbol, sentTicks)));
                sentTicks++;
            }
            send(bar(sentBars, 0));
            if (sentBars % TICKS_PER_BAR == 0) {
                send(bar(sentBars, 1));
            }
            sentBars++;
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        producer.flush();
    }

    private void send(Bar bar) {
        send("bars", bar.key().text(), bars.serialize("bars", bar));
    }

    private void send(String topic, String key, byte[] value) {
        int partition = SymbolPartitioner.partition(
                symbol, producer.partitionsFor(topic).size());
        // What is not delivered is missed in the tables.
        var unused = producer.send(new ProducerRecord<>(topic, partition, key.getBytes(StandardCharsets.UTF_8), value));
    }

    static Tick tick(Symbol symbol, long number) {
        return Tick.quote(
                new Tick.Origin(BarKey.SYSTEM_TENANT, "drill", START_US + number),
                symbol,
                START_US + number * 1_000,
                number,
                1.1 + number % 100 / 1e5,
                1.10002 + number % 100 / 1e5);
    }

    private Bar bar(long number, int revision) {
        long start = START_US + number * MINUTE_US;
        double close = 1.2 + revision / 100.0;
        return new Bar(
                new BarKey(BarKey.SYSTEM_TENANT, symbol, Timeframe.M1, start),
                start + MINUTE_US,
                new Ohlc(1.1, 1.4, 1.0, close),
                null,
                null,
                TICKS_PER_BAR,
                TICKS_PER_BAR,
                1.2,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                start + 1,
                start + MINUTE_US - 1,
                revision == 0 ? BarStatus.FINAL : BarStatus.CORRECTED,
                revision,
                revision == 0 ? null : CorrectionCause.LATE_TICK,
                BarSource.LIVE,
                true);
    }

    long ticks() {
        return sentTicks;
    }

    long bars() {
        return sentBars;
    }

    /** Sends no more; what was sent is in the log when this returns. */
    void stop() throws InterruptedException {
        stopped = true;
        sender.join();
    }

    @Override
    public void close() {
        stopped = true;
        producer.close();
    }
}
