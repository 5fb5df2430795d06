package io.candlewick.streams.app;

import io.candlewick.config.SettingsException;
import io.candlewick.streams.config.StreamsAppConfig;
import io.candlewick.streams.config.UnknownSettings;
import io.candlewick.streams.lag.LagMonitor;
import io.candlewick.streams.query.QueryServer;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the streams application from the environment; exits 2 on a wrong configuration and 1 on a failure. */
public final class StreamsMain {

    private static final Logger LOG = LoggerFactory.getLogger(StreamsMain.class);

    private StreamsMain() {}

    /**
     * Runs until it is told to stop.
     *
     * @param arguments none are read
     */
    public static void main(String[] arguments) {
        StreamsAppConfig config;
        try {
            config = StreamsAppConfig.from(System.getenv());
        } catch (SettingsException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
            return;
        }
        UnknownSettings.report(System.getenv().keySet()).forEach(LOG::warn);
        LOG.info(
                "RocksDB shares {} over all stores; set {} to change it",
                config.rocksDb().size(),
                StreamsAppConfig.ROCKSDB_MEMORY);
        System.exit(run(config));
    }

    private static int run(StreamsAppConfig config) {
        Clock clock = Clock.systemUTC();
        StreamsApp app = new StreamsApp(config, clock);
        try {
            List<AutoCloseable> closing = new CopyOnWriteArrayList<>(List.of(app));
            // SIGTERM: callers are told to go elsewhere, the lanes commit and close, which takes the time that
            // StreamsApp bounds, and the port goes last.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> closeAll(closing), "shutdown"));
            if (config.httpPort() != 0) {
                LagMonitor lag = new LagMonitor(config.kafka(), config.lagInterval(), app.meters(), clock);
                QueryServer server = new QueryServer(config, app, lag, clock);
                closing.add(0, server::drain);
                closing.add(server);
                server.start();
            }
            app.start();
            app.await();
            return 0;
        } catch (IOException portTaken) {
            System.err.println("The query API cannot be served on " + config.httpHost() + ":" + config.httpPort() + ": "
                    + portTaken.getMessage() + "; set " + StreamsAppConfig.HTTP_PORT);
            return 1;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return 1;
        } catch (IllegalStateException failed) {
            System.err.println(failed.getMessage());
            return 1;
        }
    }

    private static void closeAll(List<AutoCloseable> closing) {
        for (AutoCloseable part : closing) {
            try {
                part.close();
            } catch (Exception failed) {
                LOG.warn("{} did not close: {}", part.getClass().getSimpleName(), failed.getMessage());
            }
        }
    }
}
