package io.candlewick.cli;

import io.candlewick.config.SettingsException;
import io.candlewick.ingest.app.IngestApp;
import io.candlewick.ingest.app.StartException;
import io.candlewick.ingest.config.IngestConfig;
import io.candlewick.ingest.instrument.InstrumentException;
import io.candlewick.ingest.publish.PublishException;
import io.candlewick.ingest.simulate.ScaledClock;
import io.candlewick.ingest.topic.TopicException;
import io.candlewick.local.StackAddresses;
import io.candlewick.local.StackException;
import io.candlewick.serde.RegistryConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the ingest process in the foreground. */
@Command(
        name = "ingest",
        description =
                "Collect live ticks for the symbols that are subscribed, until stopped; against the local stack, or one"
                        + " elsewhere.",
        footer = {
            "",
            "Settings come from the environment (CANDLEWICK_...), then the file, then the local stack. Keys"
                    + " of vendors only from the environment: CANDLEWICK_POLYGON_KEY, or CANDLEWICK_POLYGON_KEY_FILE"
                    + " naming a file.",
            "What cannot be sent waits in the data directory's ingest/spool and is sent by the next start."
        })
final class IngestCommand implements Callable<Integer> {

    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final String RECEIVED = "candlewick.feed.received";

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A file of settings, e.g. polygon.socket.url=wss://...")
    private @Nullable Path file;

    @Option(
            names = "--show-config",
            description = "Show the configuration in force and its hash, without secrets, and end.")
    private boolean show;

    @Mixin
    private StackOptions stack = new StackOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws StackException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try {
            IngestConfig config = config();
            config.effective().forEach((name, value) -> out.println("  " + name + " = " + value));
            out.println("configuration " + config.hash());
            out.flush();
            if (show) {
                return ExitCode.OK;
            }
            run(config, out);
            return ExitCode.OK;
        } catch (SettingsException wrong) {
            String.valueOf(wrong.getMessage())
                    .lines()
                    .forEach(line -> spec.commandLine().getErr().println("candlewick: " + line));
            spec.commandLine().getErr().flush();
            return ExitCode.USAGE;
        } catch (StartException | TopicException | PublishException | InstrumentException failed) {
            throw new StackException(String.valueOf(failed.getMessage()), failed);
        }
    }

    private IngestConfig config() throws StackException {
        Map<String, String> local = new HashMap<>();
        StackAddresses addresses = stack.resolve();
        addresses.bootstrapServers().ifPresent(value -> local.put(IngestConfig.BOOTSTRAP_SERVERS, value));
        addresses.schemaRegistryUrl().ifPresent(value -> local.put(RegistryConfig.URL, value));
        addresses.clickhouseUrl().ifPresent(value -> local.put("CANDLEWICK_CLICKHOUSE_URL", value));
        local.put(
                IngestConfig.DIRECTORY,
                stack.data().directory().resolve("ingest").toString());
        return IngestConfig.read(Optional.ofNullable(file), System.getenv(), local, IngestApp.readers());
    }

    private void run(IngestConfig config, PrintWriter out) throws InterruptedException, StackException {
        InstantSource clock = config.clock()
                .<InstantSource>map(text -> ScaledClock.parse(text, InstantSource.system()))
                .orElse(InstantSource.system());
        CountDownLatch stopped = new CountDownLatch(1);
        IngestApp app = new IngestApp(config, clock, version(), line -> {
            out.println(line);
            out.flush();
        });
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            app.close();
                            stopped.countDown();
                        },
                        "stop-ingest"));
        app.start();
        out.println("running; metrics and health on http://127.0.0.1:" + app.httpPort());
        out.flush();
        while (!stopped.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
            print(app, out);
        }
    }

    private static void print(IngestApp app, PrintWriter out) {
        List<String> troubles = app.troubles();
        List<String> parts = new ArrayList<>();
        if (app.meters().find(RECEIVED).counter() != null) {
            parts.add(String.format(
                    Locale.ROOT,
                    "received %,.0f accepted %,.0f rejected %,.0f acknowledged %,.0f",
                    sum(app, RECEIVED),
                    sum(app, "candlewick.feed.accepted"),
                    sum(app, "candlewick.feed.rejected"),
                    app.meters().find("candlewick.publish.acknowledged").tag("kind", "tick").counters().stream()
                            .mapToDouble(Counter::count)
                            .sum()));
        }
        addBars(app, "candlewick.download.bars", "downloaded", parts);
        addBars(app, "candlewick.poll.bars", "polled", parts);
        parts.add(troubles.isEmpty() ? "all is well" : String.join("; ", troubles));
        out.println(String.join("; ", parts));
        out.flush();
    }

    private static void addBars(IngestApp app, String meter, String done, List<String> parts) {
        FunctionCounter bars = app.meters().find(meter).functionCounter();
        if (bars != null) {
            parts.add(String.format(Locale.ROOT, "%s %,.0f bars", done, bars.count()));
        }
    }

    private static double sum(IngestApp app, String name) {
        return app.meters().find(name).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private static String version() throws StackException {
        try {
            return new Version().getVersion()[0];
        } catch (IOException damaged) {
            throw new StackException("the program's version cannot be read", damaged);
        }
    }
}
