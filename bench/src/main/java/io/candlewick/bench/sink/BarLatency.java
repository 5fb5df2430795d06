package io.candlewick.bench.sink;

import io.candlewick.bench.ChildJvm;
import io.candlewick.bench.Latencies;
import io.candlewick.bench.load.LivePace;
import io.candlewick.bench.load.QuoteSeries;
import io.candlewick.connect.rest.ConnectorFile;
import io.candlewick.contract.Topics;
import io.candlewick.ingest.instrument.InstrumentTopic;
import io.candlewick.local.StackException;
import io.candlewick.local.TimescaleServer;
import io.candlewick.market.Symbol;
import io.candlewick.streams.app.StreamsMain;
import io.candlewick.streams.config.Lane;
import io.candlewick.streams.config.StreamsAppConfig;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A live market sixty times as fast as in life, the live lane and the connector as it is shipped: from just before the heartbeat that closes a
 * minute is sent to just after its row was seen in TimescaleDB, where one looks a thousand times a second.
 */
final class BarLatency {

    private static final int SYMBOLS = 14;
    private static final int SPEED = 60;
    /* The lane starts with the measurement: its first half minute is the compiler's. */
    private static final int WARM_UP_SECONDS = 60;
    private static final long START_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(120);
    private static final Duration CONNECTOR_LIMIT = Duration.ofSeconds(60);
    private static final long STOP_LIMIT_SECONDS = 15;
    private static final long MINUTE_US = TimeUnit.MINUTES.toMicros(1);
    /* How far back a bar may still be missing when later ones are there. */
    private static final long LOOK_BACK_US = 3 * MINUTE_US;
    private static final String NEWEST =
            "SELECT symbol, end_time FROM market_candles WHERE symbol = ANY (?) AND timeframe = '1m' AND start_time >= ?";

    private final SinkStack stack;
    private final int seconds;
    private final long backfill;
    private final Map<String, String> settings;
    private final Latencies alone = new Latencies();
    private final Latencies beside = new Latencies();

    /**
     * What to measure.
     *
     * @param seconds how long, after warming up
     * @param backfill how many bars of a vendor come to the same topic afterwards, while it is measured for as long again; none: 0
     * @param settings of the connectors to try
     */
    BarLatency(SinkStack stack, int seconds, long backfill, Map<String, String> settings) {
        this.stack = stack;
        this.seconds = seconds;
        this.backfill = backfill;
        this.settings = settings;
    }

    /** Without a backfill. */
    Latencies alone() {
        return alone;
    }

    /** Beside it; empty if none was asked for. */
    Latencies beside() {
        return beside;
    }

    void measure() throws StackException, InterruptedException {
        QuoteSeries market = new QuoteSeries(SYMBOLS, TimeUnit.SECONDS.toMicros(1));
        new InstrumentTopic(stack.bootstrapServers(), stack.serdes(), Map.of()).publish(market.instruments());
        ConnectorFile live = ConnectorFile.bundled("timescaledb-sink").with(settings);
        stack.connectors().apply(live, CONNECTOR_LIMIT);
        LivePace pace = new LivePace(
                stack.bootstrapServers(),
                stack.serdes(),
                Lane.LIVE.ticksTopic(),
                Topics.DEFAULT_PARTITIONS,
                market,
                SPEED);
        Thread sender = new Thread(pace, "live");
        Process lane = startLane();
        try {
            sender.start();
            watch(market, pace);
        } finally {
            pace.stop();
            sender.join();
            lane.destroy();
            if (!lane.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                lane.destroyForcibly();
            }
            stack.connectors().delete(live.name());
        }
    }

    private Process startLane() throws StackException {
        Map<String, String> environment = new LinkedHashMap<>(stack.addresses().toEnvironment());
        environment.put(StreamsAppConfig.APPLICATION_ID, "bench-latency");
        environment.put(StreamsAppConfig.LANES, Lane.LIVE.code());
        environment.put(
                StreamsAppConfig.STATE_DIR, stack.directory().resolve("state").toString());
        try {
            return new ChildJvm(
                            StreamsMain.class,
                            List.of("-Xmx1g"),
                            environment,
                            stack.directory().resolve("live-lane.log"))
                    .start(List.of());
        } catch (IOException failed) {
            throw new StackException("the live lane cannot be started: " + failed.getMessage(), failed);
        }
    }

    private void watch(QuoteSeries market, LivePace pace) throws StackException, InterruptedException {
        TimescaleServer server = stack.timescale();
        try (Connection connection = DriverManager.getConnection(server.url(), server.user(), server.password());
                PreparedStatement newest = connection.prepareStatement(NEWEST)) {
            newest.setArray(
                    1,
                    connection.createArrayOf(
                            "text", market.symbols().stream().map(Symbol::text).toArray()));
            Latencies warmUp = new Latencies();
            Seen seen = new Seen(newest, pace, warmUp);
            long deadline = System.nanoTime() + START_LIMIT_NANOS;
            while (warmUp.count() == 0) {
                if (System.nanoTime() > deadline) {
                    throw new StackException("no live bar came to the table within "
                            + TimeUnit.NANOSECONDS.toSeconds(START_LIMIT_NANOS) + " s");
                }
                seen.look();
            }
            seen.lookFor(WARM_UP_SECONDS, warmUp);
            seen.lookFor(seconds, alone);
            if (backfill > 0) {
                besideABackfill(seen);
            }
        } catch (SQLException failed) {
            throw new StackException("the table cannot be watched: " + failed.getMessage(), failed);
        }
    }

    private void besideABackfill(Seen seen) throws SQLException, InterruptedException {
        ConnectorFile history = ConnectorFile.bundled("timescaledb-history");
        stack.connectors().apply(history, CONNECTOR_LIMIT);
        SinkLoad load = new SinkLoad(stack.bootstrapServers(), stack.serdes());
        Thread vendor = new Thread(() -> load.writeVendorBars(Topics.BARS.name(), backfill), "vendor");
        vendor.start();
        seen.lookFor(seconds, beside);
        vendor.join();
        stack.connectors().delete(history.name());
    }

    /** The bars that were in the table when it was looked at last. */
    private static final class Seen {

        private final PreparedStatement newest;
        private final LivePace pace;
        private final Set<String> bars = new HashSet<>();
        private Latencies latencies;
        private long latestEndUs = Long.MIN_VALUE;

        Seen(PreparedStatement newest, LivePace pace, Latencies latencies) {
            this.latencies = latencies;
            this.newest = newest;
            this.pace = pace;
        }

        void lookFor(int seconds, Latencies into) throws SQLException {
            latencies = into;
            long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            while (System.nanoTime() < endNanos) {
                look();
            }
        }

        void look() throws SQLException {
            long fromUs = latestEndUs == Long.MIN_VALUE ? 0 : latestEndUs - LOOK_BACK_US;
            newest.setObject(2, OffsetDateTime.ofInstant(instant(fromUs), ZoneOffset.UTC));
            try (ResultSet rows = newest.executeQuery()) {
                long nowNanos = System.nanoTime();
                while (rows.next()) {
                    note(rows.getString(1), rows.getObject(2, OffsetDateTime.class), nowNanos);
                }
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }

        private void note(String symbol, OffsetDateTime end, long nowNanos) {
            long endUs = TimeUnit.SECONDS.toMicros(end.toEpochSecond()) + end.getNano() / 1_000;
            if (!bars.add(symbol + "|" + endUs)) {
                return;
            }
            latestEndUs = Math.max(latestEndUs, endUs);
            long closingNanos = pace.closingNanos(endUs);
            if (closingNanos >= 0) {
                latencies.add(nowNanos - closingNanos);
            }
        }

        private static Instant instant(long us) {
            return Instant.ofEpochSecond(us / 1_000_000, us % 1_000_000 * 1_000);
        }
    }
}
