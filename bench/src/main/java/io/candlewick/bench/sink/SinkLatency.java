package io.candlewick.bench.sink;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candlewick.bench.Latencies;
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
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
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
 * it was seen. The first fifth warms up and is not counted. Then {@link BarLatency}.
 */
final class SinkLatency {

    private static final String TOPIC = "bench.live";
    private static final int PER_SECOND = 500;
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
    private static final long MOST = 60_000;
    private static final int WARM_UP_PART = 5;
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final SinkStack stack;
    private final int ticks;
    private final long backfill;
    private final Map<String, String> settings;
    private final InstantSource clock;
    private final Latencies toSeen = new Latencies();
    private final Latencies toTransaction = new Latencies();

    /**
     * What to measure.
     *
     * @param rows how many ticks
     * @param backfill how many bars of a vendor are to come in the end
     * @param settings of the connector to try
     * @param clock the database's, too
     */
    SinkLatency(SinkStack stack, long rows, long backfill, Map<String, String> settings, InstantSource clock) {
        this.stack = stack;
        this.backfill = backfill;
        this.settings = Map.copyOf(settings);
        this.clock = clock;
        this.ticks = (int) Math.min(rows, MOST);
    }

    void print(PrintWriter out, boolean json) throws StackException, InterruptedException, ExecutionException {
        watchTicks();
        BarLatency bars = new BarLatency(stack, ticks / PER_SECOND, backfill, settings);
        bars.measure();
        if (json) {
            ObjectNode root = new ObjectMapper().createObjectNode();
            write(toSeen, root.putObject("ticks"));
            write(toTransaction, root.putObject("ticks_until_transaction"));
            write(bars.alone(), root.putObject("bars"));
            write(bars.beside(), root.putObject("bars_beside_backfill"));
            out.println(root.toPrettyString());
            return;
        }
        out.printf(Locale.ROOT, "%n  %-58s %8s %8s %8s %8s %8s%n", "ms", "rows", "p50", "p90", "p99", "max");
        line(out, "ticks, 500/s, from sending to seeing in the table", toSeen);
        line(out, "  of that, until the transaction that wrote them began", toTransaction);
        line(out, "bars, from sending the heartbeat that closes to seeing", bars.alone());
        if (backfill > 0) {
            line(out, String.format(Locale.ROOT, "bars, beside %,d of a vendor's", backfill), bars.beside());
        }
    }

    private static void line(PrintWriter out, String name, Latencies latencies) {
        out.printf(
                Locale.ROOT,
                "  %-58s %,8d %8.1f %8.1f %8.1f %8.1f%n",
                name,
                latencies.count(),
                latencies.percentileMs(50),
                latencies.percentileMs(90),
                latencies.percentileMs(99),
                latencies.percentileMs(100));
    }

    private static void write(Latencies latencies, ObjectNode into) {
        into.put("rows", latencies.count())
                .put("p50_ms", latencies.percentileMs(50))
                .put("p90_ms", latencies.percentileMs(90))
                .put("p99_ms", latencies.percentileMs(99))
                .put("max_ms", latencies.percentileMs(100));
    }

    private void watchTicks() throws StackException, InterruptedException, ExecutionException {
        SinkLoad load = new SinkLoad(stack.bootstrapServers(), stack.serdes());
        load.createTopic(TOPIC);
        ConnectorFile live = ConnectorFile.bundled("timescaledb-sink")
                .with(Map.of("topics", TOPIC, "routes", TOPIC + "=ticks", "auto.migrate", "false"));
        ConnectorFile connector = new ConnectorFile("latency", live.config());
        stack.connectors().apply(connector, START_LIMIT);
        AtomicLongArray sent = new AtomicLongArray(ticks);
        Thread sender = new Thread(() -> send(load, sent), "sender");
        sender.setDaemon(true);
        sender.start();
        watch(sent);
        sender.join();
        stack.connectors().delete(connector.name());
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

    private void watch(AtomicLongArray sent) throws StackException {
        TimescaleServer server = stack.timescale();
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
                    if (seen >= ticks / WARM_UP_PART) {
                        toSeen.add(now - sent.get(seen));
                    }
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
            if (seen < ticks) {
                throw new StackException("only " + seen + " of " + ticks + " ticks were seen");
            }
            askForTransactions(connection, sent);
        } catch (SQLException failed) {
            throw new StackException("the table cannot be watched: " + failed.getMessage(), failed);
        }
    }

    /** Both clocks are this machine's: that of the database is the wall clock, which is set beside ours once. */
    private void askForTransactions(Connection connection, AtomicLongArray sent) throws SQLException {
        long wallMinusNanos = TimeUnit.MICROSECONDS.toNanos(ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()))
                - System.nanoTime();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT sequence / 24, (extract(epoch FROM stored_at) * 1000000)::bigint"
                                + " FROM market_ticks WHERE symbol = '"
                                + SinkLoad.symbol(0).text() + "'")) {
            while (rows.next()) {
                int number = rows.getInt(1);
                if (number >= ticks / WARM_UP_PART) {
                    toTransaction.add(
                            TimeUnit.MICROSECONDS.toNanos(rows.getLong(2)) - wallMinusNanos - sent.get(number));
                }
            }
        }
    }

    private static long last(PreparedStatement newest) throws SQLException {
        try (ResultSet result = newest.executeQuery()) {
            return result.next() ? result.getLong(1) : -1;
        }
    }
}
