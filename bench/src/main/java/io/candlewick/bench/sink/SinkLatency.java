package io.candlewick.bench.sink;

import io.candlewick.connect.rest.ConnectorFile;
import io.candlewick.local.StackException;
import io.candlewick.local.TimescaleServer;
import io.candlewick.market.Tick;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Sends 500 ticks a second and looks, a thousand times a second, how far the table has come: from just before a tick is sent to just after
 * it was seen. The first fifth warms up and is not counted.
 */
final class SinkLatency {

    private static final String TOPIC = "bench.live";
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1) / 500;
    private static final long MOST = 60_000;
    private static final int WARM_UP_PART = 5;
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final SinkStack stack;
    private final int ticks;

    SinkLatency(SinkStack stack, long rows) {
        this.stack = stack;
        this.ticks = (int) Math.min(rows, MOST);
    }

    void print(PrintWriter out, boolean json) throws StackException, InterruptedException, ExecutionException {
        SinkLoad load = new SinkLoad(stack.bootstrapServers(), stack.serdes());
        load.createTopic(TOPIC);
        ConnectorFile live = ConnectorFile.bundled("timescaledb-sink")
                .with(Map.of("topics", TOPIC, "routes", TOPIC + "=ticks", "auto.migrate", "false"));
        stack.connectors().apply(new ConnectorFile("latency", live.config()), START_LIMIT);
        AtomicLongArray sent = new AtomicLongArray(ticks);
        Thread sender = new Thread(() -> send(load, sent), "sender");
        sender.setDaemon(true);
        sender.start();
        double[] millis = watch(sent);
        sender.join();
        Arrays.sort(millis);
        out.printf(
                Locale.ROOT,
                json
                        ? "{\"ticks\": %d, \"p50_ms\": %.1f, \"p90_ms\": %.1f, \"p99_ms\": %.1f, \"max_ms\": %.1f}%n"
                        : "%n  %,d ticks, 500/s, from sending to seeing in the table: p50 %.1f ms, p90 %.1f ms, p99 %.1f ms,"
                                + " max %.1f ms%n",
                millis.length,
                at(millis, 0.5),
                at(millis, 0.9),
                at(millis, 0.99),
                at(millis, 1));
    }

    private static double at(double[] sorted, double part) {
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
    }

    private void send(SinkLoad load, AtomicLongArray sent) {
        Serializer<Tick> serializer = stack.serdes().tick().serializer();
        long baseUs = TimeUnit.SECONDS.toMicros(1_736_121_600L);
        try (KafkaProducer<byte[], byte[]> producer = load.producer(0)) {
            long next = System.nanoTime();
            for (int number = 0; number < ticks; number++) {
                LockSupport.parkNanos(next - System.nanoTime());
                // One symbol, so that the newest row is one step down the index.
                Tick tick = SinkLoad.tick(number * 24L, baseUs + number);
                sent.set(number, System.nanoTime());
                SinkLoad.send(
                        producer,
                        new ProducerRecord<>(
                                TOPIC, SinkLoad.utf8(tick.symbol().text()), serializer.serialize(TOPIC, tick)));
                next += EVERY_NANOS;
            }
        }
    }

    private double[] watch(AtomicLongArray sent) throws StackException {
        TimescaleServer server = stack.timescale();
        double[] millis = new double[ticks];
        int seen = 0;
        long deadline = System.nanoTime() + (ticks + 30_000) * EVERY_NANOS;
        try (Connection connection = DriverManager.getConnection(server.url(), server.user(), server.password());
                PreparedStatement newest = connection.prepareStatement(
                        "SELECT sequence / 24 FROM market_ticks WHERE symbol = ? ORDER BY event_time DESC LIMIT 1")) {
            newest.setString(1, SinkLoad.symbol(0).text());
            while (seen < ticks && System.nanoTime() < deadline) {
                long last = last(newest);
                long now = System.nanoTime();
                for (; seen <= last; seen++) {
                    millis[seen] = (now - sent.get(seen)) / 1e6;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        } catch (SQLException failed) {
            throw new StackException("the table cannot be watched: " + failed.getMessage(), failed);
        }
        if (seen < ticks) {
            throw new StackException("only " + seen + " of " + ticks + " ticks were seen");
        }
        return Arrays.copyOfRange(millis, ticks / WARM_UP_PART, ticks);
    }

    private static long last(PreparedStatement newest) throws SQLException {
        try (ResultSet result = newest.executeQuery()) {
            return result.next() ? result.getLong(1) : -1;
        }
    }
}
