package io.candlewick.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a user types, in a process of its own: what comes out, the exit code, and one line for every fault. */
@ExtendWith(WholeStack.class)
class CommandLineIT {

    private static final String QUOTES =
            "epoch_ms,bid,ask\n1398920401787,1.38727,1.38729\n1398920402008,1.38726,1.38729\n";
    private static final long LIMIT_MINUTES = 5;

    @TempDir
    private Path directory;

    private final RunningStack running;

    CommandLineIT(RunningStack running) {
        this.running = running;
    }

    private record Outcome(int code, String out, String err) {}

    @Test
    void shouldPlayTheGeneratedWeekWithoutADifference() throws Exception {
        Outcome demo = candlewick("demo", "--exit", "--ticks", "20000");

        assertThat(demo.code()).as(demo.err() + demo.out()).isZero();
        assertThat(demo.out()).contains(" 0 differences", "EUR/USD", "using the stack that runs in");
    }

    @Test
    void shouldPrintBarsOfEveryPlaceAlike() throws Exception {
        Path file = Files.writeString(directory.resolve("quotes.csv"), QUOTES);
        assertThat(candlewick(
                                "replay",
                                "--tenant",
                                "cli",
                                "--format",
                                "quotes-csv",
                                "--symbol",
                                "EUR/USD",
                                file.toString())
                        .code())
                .isZero();

        for (String place : List.of("topic", "timescale", "clickhouse")) {
            String[] bars = {"bars", "EUR/USD", "1m", "--tenant", "cli", "--source", place, "--output", "csv", "--epoch"
            };
            org.awaitility.Awaitility.await()
                    .atMost(1, TimeUnit.MINUTES)
                    .untilAsserted(() -> assertThat(candlewick(bars).out().lines())
                            .as("bars in %s", place)
                            .hasSize(2));
            List<String> lines = candlewick(bars).out().lines().toList();
            assertThat(lines.get(0))
                    .startsWith("tenant,symbol,timeframe,start_time,end_time,open,high,low,close,bid_open");
            assertThat(lines.get(1))
                    .startsWith("cli,EUR/USD,1m,1398920400000,1398920460000,1.38728,1.38728,1.387275,1.387275,1.38727");
        }
        Outcome verify = candlewick("verify", "EUR/USD", "--tenant", "cli");
        assertThat(verify.code()).as(verify.out()).isZero();
        assertThat(verify.out()).contains("8 bars compared, 0 differences");
    }

    @Test
    void shouldTraceABarToItsTicksAndSayWhereTheTimeWent() throws Exception {
        Path file = Files.writeString(directory.resolve("quotes.csv"), QUOTES);
        assertThat(candlewick(
                                "replay",
                                "--tenant",
                                "trace",
                                "--format",
                                "quotes-csv",
                                "--symbol",
                                "EUR/USD",
                                file.toString())
                        .code())
                .isZero();

        Outcome trace = candlewick("trace", "EUR/USD", "1m", "2014-05-01T05:00:00Z", "--tenant", "trace");
        Outcome json = candlewick("trace", "EUR/USD", "1m", "2014-05-01T05:00:00Z", "--tenant", "trace", "--json");

        assertThat(trace.code()).as(trace.err()).isZero();
        assertThat(trace.out())
                .contains(
                        "FINAL", "REPAIRED", "2 in ticks.history/", "1.38727", "event", "ingest", "published", "closed")
                .contains("the bar's row in timescale", "the bar's row in clickhouse");
        assertThat(json.out())
                .contains(
                        "\"key\" : \"trace|EUR/USD|1m|2014-05-01T05:00:00Z\"",
                        "\"tick_records\" : 2",
                        "\"bid\" : 1.38727");
    }

    @Test
    void shouldSayInOneLineThatThereIsNoSuchBar() throws Exception {
        assertOneLine(
                candlewick("trace", "EUR/USD", "1m", "2014-05-01T05:00:30Z", "--tenant", "trace"),
                1,
                "starts at 2014-05-01T05:00:00Z");
        assertOneLine(candlewick("trace", "EUR/USD", "1m", "1999-01-01"), 1, "no bar system|EUR/USD|1m|1999");
    }

    @Test
    void shouldSayThatAllIsReady() throws Exception {
        assertThat(candlewick("status").code()).isZero();
        assertThat(candlewick("topics").code()).isZero();
    }

    @Test
    void shouldNameAnUnknownSymbolAndSimilarOnes() throws Exception {
        Path file = Files.writeString(directory.resolve("quotes.csv"), QUOTES);

        Outcome replay = candlewick("replay", "--format", "quotes-csv", "--symbol", "EURUSD", file.toString());

        assertOneLine(replay, 2, "EURUSD", "EUR/USD");
    }

    @Test
    void shouldDeliverWhatATruncatedGzipHoldsAndNameThePlace() throws Exception {
        byte[] whole = gzip(QUOTES.repeat(1).concat("1398920403000,1.38725,1.38729\n".repeat(20_000)));
        Path file = Files.write(directory.resolve("cut.csv.gz"), Arrays.copyOf(whole, whole.length / 2));

        Outcome replay = candlewick(
                "replay", "--tenant", "cut", "--format", "quotes-csv", "--symbol", "EUR/USD", file.toString());

        assertThat(replay.code()).isEqualTo(1);
        assertThat(replay.err()).contains("cut.csv.gz").doesNotContain("\tat ");
        assertThat(replay.out()).contains("ticks of [EUR/USD]");
    }

    @Test
    void shouldCountAndKeepLinesThatAreNoTicks() throws Exception {
        Path file = Files.writeString(directory.resolve("letters.csv"), QUOTES + "1398920403000,1.3x,1.38729\n");
        Path rejects = directory.resolve("letters.rejects");

        Outcome replay = candlewick(
                "replay",
                "--tenant",
                "letters",
                "--format",
                "quotes-csv",
                "--symbol",
                "EUR/USD",
                "--rejects",
                rejects.toString(),
                file.toString());

        assertThat(replay.code()).isZero();
        assertThat(replay.out()).contains("2 ticks", "rejected 1 lines", "letters.csv:4");
        assertThat(Files.readString(rejects)).contains("1398920403000,1.3x,1.38729");
    }

    @Test
    void shouldNameARegistryThatIsDown() throws Exception {
        Path file = Files.writeString(directory.resolve("quotes.csv"), QUOTES);

        Outcome replay = candlewick(
                "replay",
                "--schema-registry-url",
                "http://127.0.0.1:" + freePort(),
                "--format",
                "quotes-csv",
                "--symbol",
                "EUR/USD",
                file.toString());

        assertOneLine(replay, 3, "chema registry", "127.0.0.1");
    }

    @Test
    void shouldNameAPortInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            Outcome up = run("up", "--data", directory.resolve("stack").toString(), "--broker-port", port);

            assertOneLine(up, 3, port);
        }
    }

    @Test
    void shouldNameADataDirectoryThatCannotBeWritten() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "no directory");

        Outcome up = run("up", "--data", file.resolve("stack").toString());

        assertOneLine(up, 3, "file");
    }

    @Test
    void shouldRefuseASecondStackInTheSameDirectory() throws Exception {
        assertOneLine(candlewick("up"), 3, "in use", "./candlewick down");
    }

    private static void assertOneLine(Outcome outcome, int code, String... words) {
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(code);
        assertThat(outcome.err().strip().lines().toList()).hasSize(1);
        assertThat(outcome.err()).startsWith("candlewick: ").contains(words).doesNotContain("Exception");
    }

    private Outcome candlewick(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", running.directory().toString()));
        return run(all.toArray(String[]::new));
    }

    /** Without the database of the environment: the stack's own is meant. */
    private Outcome run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.candlewick.cli.Candlewick"));
        command.addAll(List.of(arguments));
        File out = directory.resolve("out").toFile();
        File err = directory.resolve("err").toFile();
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out).redirectError(err);
        builder.environment().keySet().removeIf(name -> name.startsWith("CANDLEWICK_TIMESCALE_"));
        Process process = builder.start();
        if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException(String.join(" ", arguments) + " did not end");
        }
        return new Outcome(process.exitValue(), Files.readString(out.toPath()), Files.readString(err.toPath()));
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
