package io.candlewick.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candlewick.bench.load.Preload;
import io.candlewick.bench.load.QuoteSeries;
import io.candlewick.bench.measured.MeasuredMain;
import io.candlewick.bench.measured.Measurement;
import io.candlewick.bench.measured.Variant;
import io.candlewick.cli.BenchSubcommand;
import io.candlewick.local.StackException;
import io.candlewick.local.Trees;
import io.candlewick.streams.config.Lane;
import io.candlewick.streams.config.StreamsAppConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Measures what the topology costs against three baselines, in turns, on the same records.
 *
 * <p>Each run is a JVM of its own with the application's settings: exactly once, a commit every 100 ms. The first fifth of its records warms it up
 * and is not counted.
 */
@Command(
        name = "topology",
        description =
                "Ticks a second and processor time a tick of (a) a consumer that decodes, (b) a topology that only"
                        + " counts, (c) the DSL's windows, (d) Candlewick's bars, (e) with indicators; each run in a fresh JVM, in turns, medians.",
        footer = {
            "",
            "It wants an idle machine: broker and application share it. (c) reads the first fifth of the"
                    + " records only, because it is slow. Processor time is that of the whole process: Java, JIT,"
                    + " collector, RocksDB.",
            "",
            "Example: ./candlewick bench topology --ticks 10000000 --runs 5"
        })
public final class TopologyBench implements BenchSubcommand {

    private static final Duration RUN_LIMIT = Duration.ofMinutes(20);
    private static final int WARM_UP_PART = 5;
    private static final int WINDOWS_PART = 5;
    private static final int MIN_TICKS = 10_000;

    @Option(names = "--ticks", defaultValue = "10000000", description = "Quotes to read (default: ${DEFAULT-VALUE}).")
    private long ticks = 10_000_000;

    @Option(names = "--runs", defaultValue = "5", description = "Runs of each variant (default: ${DEFAULT-VALUE}).")
    private int runs = 5;

    @Option(names = "--symbols", defaultValue = "24", description = "Symbols (default: ${DEFAULT-VALUE}).")
    private int symbols = 24;

    @Option(names = "--threads", defaultValue = "1", description = "Stream threads (default: ${DEFAULT-VALUE}).")
    private int threads = 1;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "VARIANT",
            description = "Only these: raw, null, windows, candlewick (default: all).")
    private List<Variant> only = List.of(Variant.values());

    @Option(names = "--json", description = "One JSON object instead of the table.")
    private boolean json;

    @Option(names = "--keep", paramLabel = "DIR", description = "Keep the broker's data there, and use what is there.")
    private @Nullable Path keep;

    @Option(
            names = "--profile",
            paramLabel = "DIR",
            description = "Write a flight recording of each run of (d) there; costs some speed.")
    private @Nullable Path profile;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** For picocli and the service loader. */
    public TopologyBench() {}

    @Override
    public Integer call() throws StackException, InterruptedException, JsonProcessingException {
        if (ticks < MIN_TICKS || runs < 1 || symbols < 1 || threads < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--ticks must be at least " + MIN_TICKS + ", the others at least 1");
        }
        Progress progress = new Progress(spec.commandLine().getErr());
        TopologyReport report = new TopologyReport(ticks, symbols, threads, new Load());
        createFolder(profile);
        try (BenchStack stack = BenchStack.start(Optional.ofNullable(keep))) {
            long records = preload(stack, progress);
            List<Variant> variants = new ArrayList<>(EnumSet.copyOf(only));
            for (int run = 1; run <= runs; run++) {
                for (Variant variant : variants) {
                    progress.say("run %d of %d: %s", run, runs, variant.title());
                    Measurement measurement = measure(stack, variant, run, records);
                    report.add(measurement);
                    progress.say(
                            "run %d of %d: %s: %,.0f records/s", run, runs, variant.title(), measurement.perSecond());
                }
            }
            stack.succeeded();
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            report.printJson(out);
        } else {
            report.printTable(out);
        }
        out.flush();
        return 0;
    }

    private long preload(BenchStack stack, Progress progress) throws StackException {
        QuoteSeries series = new QuoteSeries(symbols, TimeUnit.SECONDS.toMicros(1));
        Preload preload = new Preload(stack.bootstrapServers(), stack.serdes(), Lane.LIVE.ticksTopic());
        long steps = ticks / symbols / Preload.STEPS_PER_HEARTBEAT;
        long wanted = ticks + steps * preload.partitions();
        long present = preload.records();
        if (present == 0) {
            stack.publish(series.instruments());
            preload.write(series, ticks, done -> progress.say("%,d of %,d quotes written", done, ticks));
            present = preload.records();
        }
        if (present != wanted) {
            throw new StackException("the topic holds " + present + " records instead of " + wanted
                    + ": give another --keep, or the --ticks and --symbols it was written with");
        }
        return present;
    }

    private static void createFolder(@Nullable Path folder) throws StackException {
        if (folder != null) {
            try {
                Files.createDirectories(folder);
            } catch (IOException refused) {
                throw new StackException("--profile=" + folder + " cannot be made: " + refused.getMessage(), refused);
            }
        }
    }

    private Measurement measure(BenchStack stack, Variant variant, int run, long all)
            throws StackException, InterruptedException, JsonProcessingException {
        long records = variant == Variant.WINDOWS ? all / WINDOWS_PART : all;
        String name = variant.name().toLowerCase(Locale.ROOT) + "-" + run;
        Path state = stack.directory().resolve("state-" + name);
        Map<String, String> environment = new LinkedHashMap<>(stack.environment());
        environment.put(
                StreamsAppConfig.APPLICATION_ID,
                "bench-" + name + "-" + ProcessHandle.current().pid());
        environment.put(StreamsAppConfig.STATE_DIR, state.toString());
        environment.put(StreamsAppConfig.THREADS, Integer.toString(threads));
        List<String> flags = new ArrayList<>(List.of("-Xmx1g"));
        if (profile != null && (variant == Variant.CANDLEWICK || variant == Variant.INDICATORS)) {
            flags.add("-XX:StartFlightRecording=settings=profile,filename="
                    + profile.resolve(name + ".jfr").toAbsolutePath());
        }
        ChildJvm child = new ChildJvm(
                MeasuredMain.class, flags, environment, stack.directory().resolve(name + ".log"));
        try {
            String line = child.run(
                    Arrays.asList(variant.name(), Long.toString(records / WARM_UP_PART), Long.toString(records)),
                    RUN_LIMIT);
            return new ObjectMapper().readValue(line, Measurement.class);
        } finally {
            Trees.deleteIfPossible(state);
        }
    }
}
