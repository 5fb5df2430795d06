package io.candlewick.ingest.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.candlewick.avro.AssetClass;
import io.candlewick.avro.BarSource;
import io.candlewick.avro.BarStatus;
import io.candlewick.avro.PriceBasis;
import io.candlewick.ingest.format.BarFile;
import io.candlewick.ingest.format.BarFormat;
import io.candlewick.ingest.format.LabelClock;
import io.candlewick.ingest.format.RejectReason;
import io.candlewick.ingest.publish.BarPublisher;
import io.candlewick.market.Bar;
import io.candlewick.market.Instrument;
import io.candlewick.market.Ohlc;
import io.candlewick.market.Symbol;
import io.candlewick.market.TimeSpan;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import io.candlewick.market.TradingCalendar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BarLoadTest {

    private static final String DST_EXCERPTS = "fx_bars/histdata_EURUSD_M1_2019_dst_excerpts_AS_PUBLISHED.csv.gz";

    /* What SOURCES.md of the data says of that file's labels. */
    private static final String OFFSETS = "-05:00,2019-03-31T19:00,-04:00,2019-10-26T00:00,-05:00";

    @TempDir
    private Path folder;

    private final Recorder published = new Recorder();

    @Test
    void shouldReadHistDataAsPublished() throws IOException {
        BarLoadResult result = load("""
                20190304 000000;1.136450;1.136510;1.136450;1.136510;0
                20190304 000100;1.136520;1.136620;1.136510;1.136530;0
                """, BarFormat.HISTDATA_M1, null, Timeframe.M1);

        assertThat(result.bars()).isEqualTo(2);
        assertThat(result.first()).contains(Instant.parse("2019-03-04T05:00:00Z"));
        assertThat(result.last()).contains(Instant.parse("2019-03-04T05:02:00Z"));
        Bar bar = published.bars.get(1);
        assertThat(bar.key().text()).isEqualTo("system|EUR/USD|1m|2019-03-04T05:01:00Z");
        assertThat(bar.price()).isEqualTo(new Ohlc(1.13652, 1.13662, 1.13651, 1.13653));
        assertThat(bar.bid()).isEqualTo(bar.price());
        assertThat(bar.ask()).isNull();
        assertThat(bar.rangePips()).isEqualTo(1.1);
        assertThat(bar.bodyPips()).isEqualTo(0.1);
        assertThat(bar.source()).isEqualTo(BarSource.VENDOR);
        assertThat(bar.status()).isEqualTo(BarStatus.FINAL);
        assertThat(bar.revision()).isZero();
        assertThat(bar.complete()).isTrue();
        assertThat(published.ranges).containsOnly(span("2019-03-04T05:00:00Z", "2019-03-04T05:02:00Z"));
    }

    @Test
    void shouldReadBarsWithAHeader() throws IOException {
        load("""
                bar_start_epoch_ms,open,high,low,close,volume
                1551675600000,1.10,1.12,1.09,1.11,42
                """, BarFormat.BARS_CSV, null, Timeframe.H1);

        Bar bar = published.bars.get(0);
        assertThat(bar.key().text()).isEqualTo("system|EUR/USD|1h|2019-03-04T05:00:00Z");
        assertThat(bar.endTimeUs()).isEqualTo(us("2019-03-04T06:00:00Z"));
        assertThat(bar.volume()).isEqualTo(42);
        assertThat(bar.bid()).isNull();
    }

    @Test
    void shouldTakeTheMidOfBidAndAskBars() throws IOException {
        load("""
                bar_start_epoch_ms,bid_open,bid_high,bid_low,bid_close,ask_open,ask_high,ask_low,ask_close
                1551675600000,1.10,1.12,1.09,1.11,1.12,1.14,1.11,1.13
                """, BarFormat.BARS_CSV, null, Timeframe.H1);

        Bar bar = published.bars.get(0);
        assertThat(bar.price()).isEqualTo(new Ohlc(1.11, 1.13, 1.1, 1.12));
        assertThat(bar.bid()).isEqualTo(new Ohlc(1.10, 1.12, 1.09, 1.11));
        assertThat(bar.ask()).isEqualTo(new Ohlc(1.12, 1.14, 1.11, 1.13));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            20190304 000100;1.1;1.0;1.0;1.1;0      | BAD_BAR
            20190304 000100;1.1;1.2;1.11;1.1;0     | BAD_BAR
            20190304 000100;1.1;1.2;0;1.1;0        | BAD_BAR
            20190304 000100;1.1;1.2;-1;1.1;0       | BAD_BAR
            20190304 000100;1.1;1.2;x;1.1;0        | NOT_A_NUMBER
            20190304 000100;1.1;1.2;1.0;1.1;0;0    | EXTRA_FIELD
            20190304 000100;1.1;1.2;1.0            | MISSING_FIELD
            20190304 0001;1.1;1.2;1.0;1.1;0        | BAD_TIME
            20190304 000130;1.1;1.2;1.0;1.1;0      | BAD_TIME
            20190230 000100;1.1;1.2;1.0;1.1;0      | BAD_TIME
            20190303 235900;1.1;1.2;1.0;1.1;0      | OUT_OF_ORDER
            20190304 000000;1.1;1.2;1.0;1.15;0     | CONFLICTING_BAR
            """)
    void shouldReportABadLineAndGoOn(String line, RejectReason reason) throws IOException {
        BarLoadResult result = load("""
                20190304 000000;1.1;1.2;1.0;1.1;0
                %s
                20190304 000200;1.1;1.2;1.0;1.1;0
                """.formatted(line), BarFormat.HISTDATA_M1, null, Timeframe.M1);

        assertThat(result.bars()).isEqualTo(2);
        assertThat(result.rejected()).isEqualTo(Map.of(reason, 1L));
        assertThat(result.firstRejects()).singleElement().asString().contains("bars.csv:2: ");
        assertThat(result.rejectFile()).isPresent();
        assertThat(published.bars).hasSize(2);
    }

    @Test
    void shouldLeaveOutABarThatStandsThereTwice() throws IOException {
        BarLoadResult result = load("""
                20190304 000000;1.1;1.2;1.0;1.1;0
                20190304 000100;1.1;1.2;1.0;1.1;0
                20190304 000000;1.1;1.2;1.0;1.1;0
                20190304 000100;1.1;1.2;1.0;1.1;0
                20190304 000200;1.1;1.2;1.0;1.1;0
                """, BarFormat.HISTDATA_M1, null, Timeframe.M1);

        assertThat(result.bars()).isEqualTo(3);
        assertThat(result.duplicates()).isEqualTo(2);
        assertThat(result.rejected()).isEmpty();
    }

    @Test
    void shouldTellTheTwoRoundsOfAnHourByTheOrderOfTheFile() throws IOException {
        // In New York, 01:00 to 02:00 of 4 November 2018 comes twice.
        BarLoadResult result = load("""
                20181104 005900;1.1;1.2;1.0;1.1;0
                20181104 010000;1.1;1.3;1.0;1.1;0
                20181104 015900;1.1;1.4;1.0;1.1;0
                20181104 010000;1.1;1.5;1.0;1.1;0
                20181104 015900;1.1;1.6;1.0;1.1;0
                20181104 020000;1.1;1.7;1.0;1.1;0
                """, BarFormat.HISTDATA_M1, "America/New_York", Timeframe.M1);

        assertThat(published.starts())
                .containsExactly(
                        "2018-11-04T04:59:00Z",
                        "2018-11-04T05:00:00Z",
                        "2018-11-04T05:59:00Z",
                        "2018-11-04T06:00:00Z",
                        "2018-11-04T06:59:00Z",
                        "2018-11-04T07:00:00Z");
        assertThat(result.ambiguous()).isEqualTo(4);
        assertThat(result.duplicates()).isZero();
        assertThat(result.rejected()).isEmpty();
    }

    @Test
    void shouldReportALabelThatItsClockLeavesOut() throws IOException {
        BarLoadResult result = load("""
                20180311 015900;1.1;1.2;1.0;1.1;0
                20180311 023000;1.1;1.3;1.0;1.1;0
                20180311 030000;1.1;1.4;1.0;1.1;0
                """, BarFormat.HISTDATA_M1, "America/New_York", Timeframe.M1);

        assertThat(published.starts()).containsExactly("2018-03-11T06:59:00Z", "2018-03-11T07:00:00Z");
        assertThat(result.firstRejects())
                .singleElement()
                .asString()
                .endsWith("bars.csv:2: label 2018-03-11T02:30 was never shown by its clock; see --zone");
    }

    @Test
    void shouldClaimQuietMinutesAndWeekendsButNoHole() throws IOException {
        // Friday's last two minutes with a quiet one between, and Sunday's first; then nothing for sixteen minutes.
        BarLoadResult result = load(
                """
                bar_start_epoch_ms,open,high,low,close
                %d,1.1,1.2,1.0,1.1
                %d,1.1,1.2,1.0,1.1
                %d,1.1,1.2,1.0,1.1
                %d,1.1,1.2,1.0,1.1
                """.formatted(
                                ms("2019-03-08T21:57:00Z"),
                                ms("2019-03-08T21:59:00Z"),
                                ms("2019-03-10T21:00:00Z"),
                                ms("2019-03-10T21:17:00Z")),
                BarFormat.BARS_CSV,
                null,
                Timeframe.M1);

        TimeSpan before = span("2019-03-08T21:57:00Z", "2019-03-10T21:01:00Z");
        TimeSpan after = span("2019-03-10T21:17:00Z", "2019-03-10T21:18:00Z");
        assertThat(published.ranges).containsExactly(before, before, before, after);
        assertThat(result.holes()).isEqualTo(1);
        assertThat(result.firstHoles()).containsExactly("2019-03-10T21:01:00Z to 2019-03-10T21:17:00Z");
    }

    @Test
    void shouldCutALongRunIntoSpansThatTouch() throws IOException {
        StringBuilder lines = new StringBuilder("bar_start_epoch_ms,open,high,low,close\n");
        long startMs = ms("2019-03-04T00:00:00Z");
        for (int bar = 0; bar < 10_081; bar++) {
            lines.append(startMs + bar * 60_000L).append(",1.1,1.2,1.0,1.1\n");
        }

        load(lines.toString(), BarFormat.BARS_CSV, null, Timeframe.M1);

        assertThat(published.ranges.stream().distinct())
                .containsExactly(
                        span("2019-03-04T00:00:00Z", "2019-03-11T00:00:00Z"),
                        span("2019-03-11T00:00:00Z", "2019-03-11T00:01:00Z"));
    }

    @Test
    void shouldNameAFileThatIsOfAnotherFormat() throws IOException {
        BarLoadResult noHeader = load("20190304 000000;1.1;1.2;1.0;1.1;0\n", BarFormat.BARS_CSV, null, Timeframe.M1);

        assertThat(noHeader.faults())
                .singleElement()
                .asString()
                .contains("bars.csv: there is no header; bars-csv is told by its column names");
    }

    @Test
    void shouldLoadTheWeeksAroundTheClockChangesUnderLondonPutBackByFiveHours() throws IOException {
        BarLoadResult result = loadShared(DST_EXCERPTS, "Europe/London-05:00");

        assertThat(result.bars()).isEqualTo(56_676);
        assertThat(result.duplicates()).isEqualTo(60);
        assertThat(result.rejected()).isEmpty();
        // The hour whose labels are missing, 19:00 to 19:59 of 31 March, and the months between the excerpts.
        assertThat(result.firstHoles())
                .containsExactly(
                        "2019-03-31T23:00:00Z to 2019-04-01T00:00:00Z", "2019-04-05T21:00:00Z to 2019-10-21T04:00:00Z");
        assertThat(openingsOfWeeks())
                .containsExactly(
                        "2019-03-10T21:00:00Z",
                        "2019-03-17T21:00:00Z",
                        "2019-03-24T21:05:00Z",
                        "2019-03-31T21:00:00Z",
                        "2019-10-21T04:00:00Z",
                        "2019-10-27T21:00:00Z",
                        "2019-11-03T22:00:00Z");
        assertThat(outsideOfTheFxWeek()).isEmpty();
    }

    @Test
    void shouldLoadTheWeeksAroundTheClockChangesUnderTheOffsetsTheirSourceGives() throws IOException {
        BarLoadResult result = loadShared(DST_EXCERPTS, OFFSETS);

        assertThat(result.bars()).isEqualTo(56_676);
        assertThat(result.duplicates()).isEqualTo(60);
        assertThat(result.rejected()).isEmpty();
        // No hour is missing in UTC then, but the week of 31 March opens an hour after the market.
        assertThat(result.firstHoles())
                .containsExactly(
                        "2019-03-29T21:00:00Z to 2019-03-31T22:00:00Z", "2019-04-05T21:00:00Z to 2019-10-21T04:00:00Z");
        assertThat(published.starts()).contains("2019-03-31T23:59:00Z", "2019-04-01T00:00:00Z", "2019-10-28T00:00:00Z");
        // The spikes of two announcements of the Federal Reserve, at 18:00 UTC in March and in October.
        assertThat(rangeInPips("2019-03-20T18:00:00Z")).isGreaterThan(20);
        assertThat(rangeInPips("2019-10-30T18:00:00Z")).isGreaterThan(8);
    }

    @Test
    void shouldLoadAYearWithoutLosingABar() throws IOException {
        BarLoadResult result =
                load(shared("fx_bars/histdata_EURUSD_M1_2018_bid_utc.csv.gz"), BarFormat.BARS_CSV, null, Timeframe.M1);

        long rows = rowsOf("fx_bars/histdata_EURUSD_M1_2018_bid_utc.csv.gz");
        assertThat(result.bars() + result.duplicates()).isEqualTo(rows);
        assertThat(result.rejected()).isEmpty();
        assertThat(outsideOfTheFxWeek()).isEmpty();
    }

    private List<String> openingsOfWeeks() {
        List<String> openings = new ArrayList<>();
        for (int bar = 1; bar < published.bars.size(); bar++) {
            Bar before = published.bars.get(bar - 1);
            Bar now = published.bars.get(bar);
            if (now.key().startTimeUs() - before.endTimeUs()
                    > Duration.ofHours(20).toMillis() * 1_000) {
                openings.add(Times.instant(now.key().startTimeUs()).toString());
            }
        }
        return openings;
    }

    private List<String> outsideOfTheFxWeek() {
        TradingCalendar fx = TradingCalendar.parse("fx");
        return published.bars.stream()
                .filter(bar -> !fx.isOpen(bar.key().startTimeUs()))
                .map(bar -> bar.key().text())
                .limit(10)
                .toList();
    }

    private double rangeInPips(String start) {
        return published.bars.stream()
                .filter(bar -> bar.key().startTimeUs() == us(start))
                .mapToDouble(Bar::rangePips)
                .findFirst()
                .orElse(0);
    }

    private BarLoadResult loadShared(String name, String clock) throws IOException {
        return load(shared(name), BarFormat.HISTDATA_M1, clock, Timeframe.M1);
    }

    private BarLoadResult load(String content, BarFormat format, @Nullable String clock, Timeframe timeframe)
            throws IOException {
        return load(Files.writeString(folder.resolve("bars.csv"), content), format, clock, timeframe);
    }

    private BarLoadResult load(Path file, BarFormat format, @Nullable String clock, Timeframe timeframe) {
        BarFile barFile = new BarFile(
                file, format, eurUsd(), timeframe, Optional.ofNullable(clock).map(LabelClock::parse));
        return new BarLoad(List.of(barFile), published, Duration.ofMinutes(15), folder.resolve("rejects")).run();
    }

    private static Instrument eurUsd() {
        return new Instrument(
                "system",
                Symbol.of("EUR/USD"),
                AssetClass.FX,
                PriceBasis.QUOTE,
                0.0001,
                5,
                0,
                TradingCalendar.parse("fx"),
                Instrument.DEFAULT_GRACE,
                Instrument.DEFAULT_LATENESS_HORIZON,
                Map.of());
    }

    private static TimeSpan span(String from, String to) {
        return new TimeSpan(us(from), us(to));
    }

    private static long us(String time) {
        return Times.us(Instant.parse(time));
    }

    private static long ms(String time) {
        return Instant.parse(time).toEpochMilli();
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
        while (given == null && folder != null && !Files.isDirectory(folder.resolve("shared/data"))) {
            folder = folder.getParent();
        }
        Path root = given != null ? Path.of(given) : folder == null ? Path.of("shared") : folder.resolve("shared");
        Path file = root.resolve("data").resolve(name);
        assumeTrue(Files.isRegularFile(file), () -> "skipped: real market data is not here: " + file);
        return file;
    }

    /** Remembers what is published. */
    private static final class Recorder implements BarPublisher {

        final List<Bar> bars = new ArrayList<>();
        final List<TimeSpan> ranges = new ArrayList<>();

        @Override
        public void publish(Bar bar, TimeSpan range) {
            bars.add(bar);
            ranges.add(range);
        }

        List<String> starts() {
            return bars.stream()
                    .map(bar -> Times.instant(bar.key().startTimeUs()).toString())
                    .toList();
        }

        @Override
        public void flush() {
            // Nothing is on its way.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
