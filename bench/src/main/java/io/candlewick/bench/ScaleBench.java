package io.candlewick.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candlewick.bench.load.Preload;
import io.candlewick.bench.load.QuoteSeries;
import io.candlewick.bench.measured.ScaleMain;
import io.candlewick.cli.BenchSubcommand;
import io.candlewick.local.StackException;
import io.candlewick.local.Trees;
import io.candlewick.streams.config.Lane;
import io.candlewick.streams.config.StreamsAppConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.LogDirDescription;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures what very many symbols take: state on disk and in changelogs, memory, a commit, and a restore after the disk was lost. */
@Command(
        name = "scale",
        description = "State, memory, commit time and restore time of many symbols in all eight timeframes.",
        footer = {
            "",
            "Each symbol has a quote every ten seconds of event time for --minutes, read at full speed;"
                    + " then the state directory is deleted and the application started again. Closed bars are kept"
                    + " for the lateness horizon, a day by default: --minutes says how much of that is filled here,"
                    + " and the last line what all of it would be.",
            "",
            "Example: ./candlewick bench scale --symbols 10000 --minutes 20"
        })
public final class ScaleBench implements BenchSubcommand {

    private static final Duration RUN_LIMIT = Duration.ofMinutes(20);
    private static final long STEP_SECONDS = 10;
    private static final int STEPS_PER_MINUTE = 6;
    private static final String APPLICATION = "bench-scale";
    private static final double KIB = 1024;
    private static final double MIB = KIB * KIB;
    /* Of 1m 5m 15m 30m 1h 4h 1d in a day. */
    private static final long BARS_A_DAY = 1_440 + 288 + 96 + 48 + 24 + 6 + 1;

    @Option(names = "--symbols", defaultValue = "10000", description = "Symbols (default: ${DEFAULT-VALUE}).")
    private int symbols = 10_000;

    @Option(names = "--minutes", defaultValue = "20", description = "Event time to fill (default: ${DEFAULT-VALUE}).")
    private int minutes = 20;

    @Option(names = "--threads", defaultValue = "1", description = "Stream threads (default: ${DEFAULT-VALUE}).")
    private int threads = 1;

    @Option(
            names = "--indicators",
            description = "Compute the default indicators too, whose state is most of it then; bars alone by default.")
    private boolean indicators;

    @Option(names = "--json", description = "One JSON object instead of the table.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** For picocli and the service loader. */
    public ScaleBench() {}

    private record Sizes(Map<String, Long> bytes) {
        long total() {
            return bytes.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    @Override
    public Integer call() throws StackException, InterruptedException, JsonProcessingException {
        if (symbols < 1 || minutes < 1 || threads < 1) {
            throw new ParameterException(spec.commandLine(), "--symbols, --minutes and --threads must be at least 1");
        }
        Progress progress = new Progress(spec.commandLine().getErr());
        Load load = new Load();
        try (BenchStack stack = BenchStack.start(Optional.empty())) {
            QuoteSeries series = new QuoteSeries(symbols, TimeUnit.SECONDS.toMicros(STEP_SECONDS));
            stack.publish(series.instruments());
            Preload preload = new Preload(stack.bootstrapServers(), stack.serdes(), Lane.LIVE.ticksTopic());
            long quotes = (long) symbols * minutes * STEPS_PER_MINUTE;
            preload.write(series, quotes, done -> progress.say("%,d of %,d quotes written", done, quotes));
            Path state = stack.directory().resolve("state");
            progress.say("reading");
            ScaleMain.Life loading = live(stack, state, preload.records());
            Sizes disk = diskSizes(state);
            Sizes changelogs = changelogSizes(stack);
            Trees.deleteIfPossible(state);
            progress.say("restoring");
            ScaleMain.Life restoring = live(stack, state, 0);
            stack.succeeded();
            report(load, quotes, loading, disk, changelogs, restoring);
        }
        return 0;
    }

    private ScaleMain.Life live(BenchStack stack, Path state, long records)
            throws StackException, InterruptedException, JsonProcessingException {
        Map<String, String> environment = new LinkedHashMap<>(stack.environment());
        environment.put(StreamsAppConfig.APPLICATION_ID, APPLICATION);
        environment.put(StreamsAppConfig.INSTANCE_ID, "scale");
        environment.put(StreamsAppConfig.STATE_DIR, state.toString());
        environment.put(StreamsAppConfig.THREADS, Integer.toString(threads));
        environment.put(StreamsAppConfig.INDICATORS, indicators ? "default" : "none");
        ChildJvm child = new ChildJvm(
                ScaleMain.class,
                List.of("-Xmx1g"),
                environment,
                stack.directory().resolve("scale-" + records + ".log"));
        String line = child.run(List.of(Long.toString(records)), RUN_LIMIT);
        return new ObjectMapper().readValue(line, ScaleMain.Life.class);
    }

    /** By store: a task's directory has one for each. */
    private static Sizes diskSizes(Path state) throws StackException {
        Map<String, Long> bytes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(state)) {
            files.filter(Files::isRegularFile).forEach(file -> {
                Path parent = file.getParent();
                String store = file.toString().contains("rocksdb") && parent != null
                        ? String.valueOf(parent.getFileName())
                        : "other";
                bytes.merge(store, size(file), Long::sum);
            });
        } catch (IOException | UncheckedIOException gone) {
            throw new StackException("the state in " + state + " cannot be measured: " + gone.getMessage(), gone);
        }
        return new Sizes(bytes);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static Sizes changelogSizes(BenchStack stack) throws StackException, InterruptedException {
        Map<String, Long> bytes = new TreeMap<>();
        String prefix = APPLICATION + "-" + Lane.LIVE.code() + "-";
        try (Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, (Object) stack.bootstrapServers()))) {
            for (Map<String, LogDirDescription> directories :
                    admin.describeLogDirs(List.of(1)).allDescriptions().get().values()) {
                directories
                        .values()
                        .forEach(directory -> directory.replicaInfos().forEach((partition, replica) -> {
                            String topic = partition.topic();
                            if (topic.startsWith(prefix) && topic.endsWith("-changelog")) {
                                bytes.merge(
                                        topic.substring(prefix.length(), topic.length() - "-changelog".length()),
                                        replica.size(),
                                        Long::sum);
                            }
                        }));
            }
        } catch (ExecutionException refused) {
            throw new StackException("the changelogs cannot be measured: " + refused.getCause(), refused);
        }
        return new Sizes(bytes);
    }

    private void report(
            Load load, long quotes, ScaleMain.Life loading, Sizes disk, Sizes changelogs, ScaleMain.Life restoring) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectMapper mapper = new ObjectMapper();
            ObjectNode root = mapper.createObjectNode();
            root.put("symbols", symbols)
                    .put("minutes", minutes)
                    .put("threads", threads)
                    .put("quotes", quotes);
            root.set("machine", mapper.valueToTree(load));
            root.set("loading", mapper.valueToTree(loading));
            root.set("disk_bytes", mapper.valueToTree(disk.bytes()));
            root.set("changelog_bytes", mapper.valueToTree(changelogs.bytes()));
            root.set("restoring", mapper.valueToTree(restoring));
            out.println(root.toPrettyString());
        } else {
            print(out, load, quotes, loading, disk, changelogs, restoring);
        }
        out.flush();
    }

    private void print(
            PrintWriter out,
            Load load,
            long quotes,
            ScaleMain.Life loading,
            Sizes disk,
            Sizes changelogs,
            ScaleMain.Life restoring) {
        out.printf(
                Locale.ROOT,
                "%n  %,d symbols, eight timeframes, %d minutes of event time, %,d quotes, %d stream thread%s; load %.2f before%n%n",
                symbols,
                minutes,
                quotes,
                threads,
                threads == 1 ? "" : "s",
                load.average());
        out.printf(Locale.ROOT, "  %-28s %14s %18s%n", "store", "disk MiB", "changelog MiB");
        changelogs
                .bytes()
                .forEach((store, bytes) -> out.printf(
                        Locale.ROOT,
                        "  %-28s %14.1f %18.1f%n",
                        store,
                        disk.bytes().getOrDefault(store, 0L) / MIB,
                        bytes / MIB));
        out.printf(Locale.ROOT, "  %-28s %14.1f %18.1f%n%n", "all", disk.total() / MIB, changelogs.total() / MIB);
        out.printf(
                Locale.ROOT,
                "  read in %.1f s from the start (%,.0f quotes/s); a commit took %.0f ms on average, %.0f ms at most%n",
                loading.seconds(),
                quotes / loading.seconds(),
                loading.commitAverageMs(),
                loading.commitMaxMs());
        out.printf(
                Locale.ROOT,
                "  heap after a collection %.0f MiB; the process at most %.0f MiB%n",
                loading.heapBytes() / MIB,
                loading.residentBytes() / MIB);
        out.printf(
                Locale.ROOT,
                "  disk lost: running again after %.1f s, %,d entries restored; heap %.0f MiB, process %.0f MiB%n",
                restoring.seconds(),
                restoring.restored(),
                restoring.heapBytes() / MIB,
                restoring.residentBytes() / MIB);
        printBars(out, changelogs);
    }

    /* By the changelogs, which hold every bar once; a store still has much of it in memory. */
    private void printBars(PrintWriter out, Sizes changelogs) {
        long bars = (long) symbols * (minutes + minutes / 5 + minutes / 15 + minutes / 30 + minutes / 60);
        double closed = changelogs.bytes().getOrDefault("closed-bars", 0L) / (double) Math.max(1, bars);
        double canonical = changelogs.bytes().getOrDefault("canonical-bars", 0L) / (double) Math.max(1, bars);
        out.printf(
                Locale.ROOT,
                "  about %,d bars closed: %.0f bytes each as closed bars and %.0f as canonical ones, with keys;"
                        + " of a whole day, %,d bars, %.1f GiB%n",
                bars,
                closed,
                canonical,
                symbols * BARS_A_DAY,
                (closed + canonical) * symbols * BARS_A_DAY / (MIB * KIB));
    }
}
