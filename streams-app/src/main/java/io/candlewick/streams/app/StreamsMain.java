package io.candlewick.streams.app;

import io.candlewick.config.SettingsException;
import io.candlewick.streams.config.StreamsAppConfig;
import java.io.IOException;

/** Starts the streams application from the environment; exits 2 on a wrong configuration and 1 on a failure. */
public final class StreamsMain {

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
        System.exit(run(config));
    }

    private static int run(StreamsAppConfig config) {
        StreamsApp app = new StreamsApp(config);
        Runtime.getRuntime().addShutdownHook(new Thread(app::close, "shutdown"));
        try {
            if (config.httpPort() != 0) {
                new HealthServer(config.httpHost(), config.httpPort(), app).start();
            }
            app.start();
            app.await();
            return 0;
        } catch (IOException portTaken) {
            System.err.println("Health cannot be served on " + config.httpHost() + ":" + config.httpPort() + ": "
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
}
