package io.candlewick.ingest.app;

import io.candlewick.config.SettingsException;
import io.candlewick.ingest.config.IngestConfig;
import io.candlewick.ingest.instrument.InstrumentException;
import io.candlewick.ingest.publish.PublishException;
import io.candlewick.ingest.simulate.ScaledClock;
import io.candlewick.ingest.topic.TopicException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Runs the ingest process: one optional argument, the file of settings; exits 2 on a wrong configuration and 3 if it cannot start. */
public final class IngestMain {

    private static final int WRONG_CONFIGURATION = 2;
    private static final int CANNOT_START = 3;

    private IngestMain() {}

    /**
     * Runs until it is told to stop.
     *
     * @param arguments the file of settings, if there is one
     */
    public static void main(String[] arguments) {
        try {
            Optional<Path> file = arguments.length > 0 ? Optional.of(Path.of(arguments[0])) : Optional.empty();
            IngestConfig config = IngestConfig.read(file, System.getenv(), Map.of(), IngestApp.readers());
            config.effective().forEach((name, value) -> System.out.println("  " + name + " = " + value));
            System.out.println("  configuration " + config.hash());
            InstantSource clock = config.clock()
                    .<InstantSource>map(text -> ScaledClock.parse(text, InstantSource.system()))
                    .orElse(InstantSource.system());
            String version = Optional.ofNullable(IngestMain.class.getPackage().getImplementationVersion())
                    .orElse("");
            IngestApp app = new IngestApp(config, clock, version, System.out::println);
            Runtime.getRuntime().addShutdownHook(new Thread(app::close, "shutdown"));
            app.start();
            System.out.println("running; metrics and health on http://127.0.0.1:" + app.httpPort());
            new CountDownLatch(1).await();
        } catch (SettingsException | IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(WRONG_CONFIGURATION);
        } catch (StartException | TopicException | PublishException | InstrumentException failed) {
            System.err.println(failed.getMessage());
            System.exit(CANNOT_START);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
