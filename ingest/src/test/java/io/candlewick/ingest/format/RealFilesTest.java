package io.candlewick.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.candlewick.avro.TickKind;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of real vendors: as many ticks as their manifest says, and grouped by minute the vendors' own bars. */
class RealFilesTest {

    private static final long MINUTE_US = 60_000_000L;

    @ParameterizedTest
    @CsvSource({
        "fx_ticks/fxcm_EURUSD_ticks_20140501_20140515.csv.gz, QUOTES_CSV",
        "fx_ticks/oanda_EURUSD_ticks_20140501_20140515.csv.gz, QUOTES_CSV",
        "fx_ticks/oanda_XAUUSD_ticks_20140504_20140506.csv.gz, QUOTES_CSV",
        "crypto/binance_XRPETH_aggTrades_20191011_20191013.csv.gz, TRADES_CSV",
        "equity/IBM_trades_20131007_20131011.csv.gz, TRADES_CSV"
    })
    void shouldReadEveryRow(String name, FileFormat format) throws IOException {
        Path file = shared(name);
        long[] count = new long[1];

        read(file, format, tick -> count[0]++);

        assertThat(count[0]).isEqualTo(rowsOf(name));
    }

    @ParameterizedTest
    @CsvSource({"fxcm_EURUSD, 20140501_20140515", "oanda_EURUSD, 20140501_20140515", "oanda_XAUUSD, 20140504_20140506"})
    void shouldGroupQuotesToTheVendorsMinutes(String name, String span) throws IOException {
        Path ticks = shared("fx_ticks/" + name + "_ticks_" + span + ".csv.gz");
        Path bars = shared("fx_ticks/" + name + "_1m_reference_" + span + ".csv.gz");
        Map<Long, double[]> made = new TreeMap<>();

        read(ticks, FileFormat.QUOTES_CSV, tick -> fold(made, tick));

        assertThat(asText(made)).isEqualTo(asText(reference(bars)));
    }

    @Test
    void shouldKeepSideIdAndConditionsOfRealTrades() throws IOException {
        Path binance = shared("crypto/binance_XRPETH_aggTrades_20191011_20191013.csv.gz");
        Path ibm = shared("equity/IBM_trades_20131007_20131011.csv.gz");

        read(binance, FileFormat.TRADES_CSV, tick -> {
            assertThat(tick.kind()).isEqualTo(TickKind.TRADE);
            assertThat(tick.tradeId()).isNotNull();
            assertThat(tick.aggressorSide()).isNotEqualTo(io.candlewick.avro.AggressorSide.UNKNOWN);
        });
        long[] ineligible = new long[1];
        read(ibm, FileFormat.TRADES_CSV, tick -> {
            assertThat(tick.venue()).isNotNull();
            String conditions = tick.conditions();
            ineligible[0] += conditions != null && conditions.contains("not_price_eligible") ? 1 : 0;
        });
        assertThat(ineligible[0]).isPositive();
    }

    private static void read(Path file, FileFormat format, Consumer<Tick> use) throws IOException {
        Tick.Origin origin = new Tick.Origin("system", "test", 0);
        TickFile tickFile = TickFile.of(file, format, Symbol.of("X"));
        try (TickSource source = FileFormat.open(tickFile, (path, line, reason, detail, text) -> {
            throw new AssertionError(path + ":" + line + ": " + detail);
        })) {
            while (source.next()) {
                use.accept(source.row().toTick(origin, 0));
            }
        }
    }

    /* Bid open, high, low, close, then ask, as the reference files have them. */
    private static void fold(Map<Long, double[]> bars, Tick tick) {
        long startMs = tick.eventTimeUs() / MINUTE_US * MINUTE_US / 1_000;
        double[] bar = bars.get(startMs);
        if (bar == null) {
            double bid = tick.bid();
            double ask = tick.ask();
            bars.put(startMs, new double[] {bid, bid, bid, bid, ask, ask, ask, ask});
            return;
        }
        foldSide(bar, 0, tick.bid());
        foldSide(bar, 4, tick.ask());
    }

    private static void foldSide(double[] bar, int open, double price) {
        bar[open + 1] = Math.max(bar[open + 1], price);
        bar[open + 2] = Math.min(bar[open + 2], price);
        bar[open + 3] = price;
    }

    private static Map<Long, double[]> reference(Path file) throws IOException {
        Map<Long, double[]> bars = new TreeMap<>();
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            reader.readLine();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] cells = line.split(",", -1);
                double[] bar = new double[8];
                for (int field = 0; field < bar.length; field++) {
                    bar[field] = Double.parseDouble(cells[field + 1]);
                }
                bars.put(Long.valueOf(cells[0]), bar);
            }
        }
        return bars;
    }

    private static Map<Long, String> asText(Map<Long, double[]> bars) {
        return bars.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, bar -> java.util.Arrays.toString(bar.getValue())));
    }

    private static long rowsOf(String name) throws IOException {
        return Files.readAllLines(shared("MANIFEST.csv")).stream()
                .map(line -> line.split(",", -1))
                .filter(cells -> cells[0].equals(name))
                .mapToLong(cells -> Long.parseLong(cells[2]))
                .findFirst()
                .orElseThrow();
    }

    /* Real data lies beside the repository where it is there at all. */
    private static Path shared(String name) {
        String given = System.getProperty("candlewick.shared");
        Path folder = Path.of("").toAbsolutePath();
        while (given == null && folder != null && !Files.isRegularFile(folder.resolve("candlewick"))) {
            folder = folder.getParent();
        }
        Path root =
                given != null ? Path.of(given) : folder == null ? Path.of("shared") : folder.resolveSibling("shared");
        Path file = root.resolve("data").resolve(name);
        assumeTrue(Files.isRegularFile(file), () -> "skipped: real market data is not here: " + file);
        return file;
    }
}
