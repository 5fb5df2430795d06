package io.candlewick.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candlewick.bench.load.LivePace;
import io.candlewick.bench.load.Preload;
import io.candlewick.bench.load.QuoteSeries;
import io.candlewick.bench.measured.ConstantMain;
import io.candlewick.cli.BenchSubcommand;
import io.candlewick.local.FreePorts;
import io.candlewick.local.StackException;
import io.candlewick.market.Symbol;
import io.candlewick.streams.app.StreamsMain;
import io.candlewick.streams.config.Lane;
import io.candlewick.streams.config.StreamsAppConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the query API's first tier at a pace that does not give way, against the same server with nothing to do. */
@Command(
        name = "query",
        description = "Requests for the last bars with indicators straight from state: p50, p99 and p99.9, beside a"
                + " constant answer of the same size from the same HTTP server.",
        footer = {
            "",
            "Latencies count from when a request was due, also when it had to wait (no coordinated"
                    + " omission). The symbols take turns, so that no answer is asked for twice in a row. Every"
                    + " series was asked for once before: those first answers are a line of their own. Afterwards"
                    + " answers of twenty symbols are held against ones that are made without anything kept. Exit"
                    + " code 1 when the p99 is more than --most-ms, or answers differ.",
            "",
            "Example: ./candlewick bench query --indicators sma_20,ema_50,rsi_14 --live 1 --seconds 130"
        })
public final class QueryBench implements BenchSubcommand {

    private static final int CHECK_FAILED = 1;
    private static final int SAMPLE = 20;
    /* A time after all bars: whoever names one is answered from the bars themselves. */
    private static final String MADE_ANEW = "&to=2100-01-01T00:00:00Z";
    private static final int STEPS_PER_MINUTE = 2;
    private static final long STEP_US = TimeUnit.SECONDS.toMicros(60 / STEPS_PER_MINUTE);
    private static final int SPARE_MINUTES = 20;
    private static final long START_LIMIT_SECONDS = 240;
    private static final long STOP_LIMIT_SECONDS = 15;
    /* Odd and coprime to any usual number of symbols: neighbours in time are strangers in the store. */
    private static final long STRIDE = 7_919;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = "--symbols", defaultValue = "1000", description = "Symbols in state (default: ${DEFAULT-VALUE}).")
    private int symbols = 1_000;

    @Option(names = "--bars", defaultValue = "500", description = "Bars of each answer (default: ${DEFAULT-VALUE}).")
    private int bars = 500;

    @Option(names = "--rate", defaultValue = "1000", description = "Requests a second (default: ${DEFAULT-VALUE}).")
    private int rate = 1_000;

    @Option(names = "--seconds", defaultValue = "30", description = "Length of each phase (default: ${DEFAULT-VALUE}).")
    private int seconds = 30;

    @Option(names = "--warm-up", defaultValue = "20", description = "Seconds before it (default: ${DEFAULT-VALUE}).")
    private int warmUp = 20;

    @Option(
            names = "--connections",
            defaultValue = "16",
            description = "Requests under way at once at most (default: ${DEFAULT-VALUE}).")
    private int connections = 16;

    @Option(
            names = "--indicators",
            defaultValue = "sma_20,ema_50,rsi_14",
            description = "Indicators asked for, or all (default: ${DEFAULT-VALUE}).")
    private String indicators = "sma_20,ema_50,rsi_14";

    @Option(
            names = "--fields",
            description = "Fields of the bars asked for, e.g. start_time,open,high,low,close,volume; all by default.")
    private String fields = "";

    @Option(names = "--format", defaultValue = "json", description = "json, csv or arrow (default: ${DEFAULT-VALUE}).")
    private String format = "json";

    @Option(
            names = "--live",
            defaultValue = "0",
            description = "Quotes of every symbol a second while it is asked: 1 is real time, 10 closes the bars of a"
                    + " minute every six seconds; 0 for none (default: ${DEFAULT-VALUE}).")
    private int live;

    @Option(
            names = "--answer-memory",
            defaultValue = "",
            description = "CANDLEWICK_ANSWER_MEMORY of the application, e.g. 0MiB; its own default unless given.")
    private String answerMemory = "";

    @Option(
            names = "--most-ms",
            defaultValue = "5",
            description = "The p99 that is wanted (default: ${DEFAULT-VALUE}).")
    private double mostMs = 5;

    @Option(names = "--json", description = "One JSON object instead of the table.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** For picocli and the service loader. */
    public QueryBench() {}

    @Override
    public Integer call() throws StackException, InterruptedException, IOException {
        if (symbols < 1 || bars < 1 || rate < 1 || seconds < 1 || warmUp < 0 || connections < 1 || live < 0) {
            throw new ParameterException(spec.commandLine(), "numbers must be at least 1, --live at least 0");
        }
        Progress progress = new Progress(spec.commandLine().getErr());
        Load load = new Load();
        Latencies first;
        QueryFound.Timed state;
        QueryFound.Timed constant;
        int different;
        try (BenchStack stack = BenchStack.start(Optional.empty())) {
            QuoteSeries market = new QuoteSeries(symbols, STEP_US);
            stack.publish(market.instruments());
            long quotes = (long) symbols * (bars + SPARE_MINUTES) * STEPS_PER_MINUTE;
            new Preload(stack.bootstrapServers(), stack.serdes(), Lane.LIVE.ticksTopic())
                    .write(market, quotes, done -> progress.say("%,d of %,d quotes written", done, quotes));
            int port = FreePorts.one();
            Process app = application(stack, port);
            try {
                awaitBars(port, market, app, progress);
                progress.say("asking once for every series");
                first = first(port, market);
                progress.say("asking for %d bars %d times a second", bars, rate);
                state = measuredLive(port, app, stack, market);
                different = different(port, market);
            } finally {
                end(app);
            }
            progress.say(
                    "the same of a constant answer of %,d bytes",
                    state.answers().meanBytes());
            int constantPort = FreePorts.one();
            Process server = new ChildJvm(
                            ConstantMain.class,
                            List.of("-Xmx1g"),
                            Map.of(),
                            stack.directory().resolve("constant.log"))
                    .start(List.of(
                            Integer.toString(constantPort),
                            Long.toString(state.answers().meanBytes())));
            try {
                awaitServer(constantPort, server);
                constant = measured(constantPort, server, number -> "/");
            } finally {
                end(server);
            }
            stack.succeeded();
        }
        return report(load, new QueryFound(first, state, constant, different, sampled()));
    }

    private Latencies first(int port, QuoteSeries market) throws IOException {
        Latencies latencies = new Latencies();
        try (HttpConnection connection = new HttpConnection(port)) {
            for (Symbol symbol : market.symbols()) {
                long asked = System.nanoTime();
                connection.get(path(symbol));
                latencies.add(System.nanoTime() - asked);
            }
        }
        return latencies;
    }

    private QueryFound.Timed measuredLive(int port, Process app, BenchStack stack, QuoteSeries market)
            throws IOException, InterruptedException {
        LongFunction<String> paths = number -> path(market.symbols().get((int) (number * STRIDE % symbols)));
        if (live == 0) {
            return measured(port, app, paths);
        }
        String topic = Lane.LIVE.ticksTopic();
        int partitions = new Preload(stack.bootstrapServers(), stack.serdes(), topic).partitions();
        long writtenUs = TimeUnit.MINUTES.toMicros(bars + SPARE_MINUTES);
        QuoteSeries goingOn = market.goingOn(writtenUs, TimeUnit.SECONDS.toMicros(1));
        LivePace pace = new LivePace(stack.bootstrapServers(), stack.serdes(), topic, partitions, goingOn, live);
        Thread ticking = new Thread(pace, "live-quotes");
        ticking.start();
        try {
            return measured(port, app, paths);
        } finally {
            pace.stop();
            ticking.join(TimeUnit.SECONDS.toMillis(STOP_LIMIT_SECONDS));
            // The last quotes may still be on their way into state.
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2));
        }
    }

    /* Only JSON is kept. */
    private int sampled() {
        return format.equals("json") ? SAMPLE : 0;
    }

    private int different(int port, QuoteSeries market) throws IOException, InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        int different = 0;
        for (int number = 0; number < sampled(); number++) {
            String path = path(market.symbols().get((int) (number * STRIDE % symbols)));
            JsonNode kept = JSON.readTree(body(http, port, path)).path("bars");
            JsonNode made = JSON.readTree(body(http, port, path + MADE_ANEW)).path("bars");
            if (kept.size() != bars || !kept.equals(made)) {
                different++;
            }
        }
        return different;
    }

    private static byte[] body(HttpClient http, int port, String path) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray())
                .body();
    }

    private QueryFound.Timed measured(int port, Process server, LongFunction<String> paths)
            throws IOException, InterruptedException {
        OpenLoop pace = new OpenLoop(port, connections, rate, paths);
        if (warmUp > 0) {
            pace.run(warmUp);
        }
        Duration before = processorTime(server);
        OpenLoop.Result answers = pace.run(seconds);
        double spentMs = processorTime(server).minus(before).toNanos() / 1e6;
        return new QueryFound.Timed(answers, spentMs / answers.latencies().count());
    }

    private static Duration processorTime(Process server) {
        return server.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private String path(Symbol symbol) {
        return "/v1/bars?timeframe=1m&fill=false&symbol=" + symbol.text() + "&limit=" + bars + "&indicators="
                + indicators + (fields.isEmpty() ? "" : "&fields=" + fields)
                + (format.equals("json") ? "" : "&format=" + format);
    }

    private String pathOfJson(Symbol symbol) {
        return path(symbol).replace("&format=" + format, "");
    }

    private Process application(BenchStack stack, int port) throws IOException {
        Map<String, String> environment = new LinkedHashMap<>(stack.environment());
        environment.put(StreamsAppConfig.APPLICATION_ID, "bench-query");
        environment.put(StreamsAppConfig.LANES, Lane.LIVE.code());
        environment.put(StreamsAppConfig.HTTP_PORT, Integer.toString(port));
        // Nobody speaks between the quotes of before and the live ones.
        environment.put(StreamsAppConfig.FEED_TIMEOUT, "0s");
        if (!answerMemory.isEmpty()) {
            environment.put(StreamsAppConfig.ANSWER_MEMORY, answerMemory);
        }
        environment.put(
                StreamsAppConfig.STATE_DIR, stack.directory().resolve("state").toString());
        return new ChildJvm(
                        StreamsMain.class,
                        List.of("-Xmx1g", "--add-opens=java.base/java.nio=ALL-UNNAMED"),
                        environment,
                        stack.directory().resolve("query.log"))
                .start(List.of());
    }

    private void awaitBars(int port, QuoteSeries market, Process app, Progress progress)
            throws StackException, InterruptedException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_LIMIT_SECONDS);
        HttpClient http = HttpClient.newHttpClient();
        for (int symbol = 0; symbol < symbols; ) {
            if (answersInFull(http, port, market.symbols().get(symbol))) {
                symbol++;
                continue;
            }
            progress.say("bars are made");
            if (!app.isAlive() || System.nanoTime() > limit) {
                throw new StackException("the application did not make " + bars + " bars of "
                        + market.symbols().get(symbol) + " in " + START_LIMIT_SECONDS + " s: see its log");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
        }
    }

    private boolean answersInFull(HttpClient http, int port, Symbol symbol) throws InterruptedException {
        try {
            JsonNode answer = JSON.readTree(body(http, port, pathOfJson(symbol) + MADE_ANEW));
            return answer.path("tier").asText().equals("state")
                    && answer.path("bars").size() == bars;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void awaitServer(int port, Process server) throws StackException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (server.isAlive() && System.nanoTime() < limit) {
            try (HttpConnection connection = new HttpConnection(port)) {
                connection.get("/");
                return;
            } catch (IOException notYet) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        }
        throw new StackException("the server of the baseline does not answer");
    }

    private static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    private int report(Load load, QueryFound found) {
        PrintWriter out = spec.commandLine().getOut();
        double p99 = found.p99Ms();
        if (json) {
            ObjectNode root = JSON.createObjectNode();
            root.set("machine", JSON.valueToTree(load));
            root.put("symbols", symbols).put("bars", bars).put("rate", rate).put("indicators", indicators);
            root.put("format", format).put("fields", fields).put("live_quotes_per_second", (long) live * symbols);
            found.addTo(root);
            out.println(root.toPrettyString());
        } else {
            out.printf(
                    Locale.ROOT,
                    "%n  %,d symbols in state, %d bars with %s, %s, %s fields, %,d quotes/s meanwhile%n"
                            + "  %,d requests/s for %d s over %d connections, every series asked for once before; load"
                            + " %.2f before%n%n",
                    symbols,
                    bars,
                    indicators,
                    format,
                    fields.isEmpty() ? "all" : fields,
                    (long) live * symbols,
                    rate,
                    seconds,
                    connections,
                    load.average());
            found.print(out);
            out.printf(Locale.ROOT, "%n  p99 is %.2f ms (at most %.0f is wanted)%n", p99, mostMs);
        }
        out.flush();
        return p99 <= mostMs && found.different() == 0 ? 0 : CHECK_FAILED;
    }
}
