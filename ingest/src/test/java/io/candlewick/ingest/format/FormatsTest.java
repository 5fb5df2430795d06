package io.candlewick.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candlewick.avro.AggressorSide;
import io.candlewick.avro.TickKind;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.market.Times;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAOutputStream;

class FormatsTest {

    private static final Symbol SYMBOL = Symbol.of("EUR/USD");
    private static final Tick.Origin ORIGIN = new Tick.Origin("system", "test", 1);

    @TempDir
    Path folder;

    private final List<String> rejects = new ArrayList<>();

    @Test
    void shouldReadQuotesWithAHeaderInMilliseconds() throws IOException {
        List<Tick> ticks = read(FileFormat.QUOTES_CSV, "epoch_ms,bid,ask\n1398920401787,1.38727,1.38729\n");

        assertThat(ticks).containsExactly(Tick.quote(ORIGIN, SYMBOL, 1_398_920_401_787_000L, 1, 1.38727, 1.38729));
    }

    @Test
    void shouldReadQuotesWithAHeaderInMicroseconds() throws IOException {
        List<Tick> ticks = read(FileFormat.QUOTES_CSV, "epoch_us,bid,ask\n1399240800579427,1300.151,1301.801\n");

        assertThat(ticks).containsExactly(Tick.quote(ORIGIN, SYMBOL, 1_399_240_800_579_427L, 1, 1300.151, 1301.801));
    }

    @Test
    void shouldTellTheUnitByMagnitudeWithoutAHeader() throws IOException {
        assertThat(times(FileFormat.QUOTES_CSV, "1398920401787,1,2\n1398920401788123,1,2\n"))
                .containsExactly(1_398_920_401_787_000L, 1_398_920_401_788_123L);
    }

    @Test
    void shouldReadColumnsInAnyOrderWithSizes() throws IOException {
        List<Tick> ticks = read(
                FileFormat.QUOTES_CSV,
                "ask_size,ask,bid,note,bid_size,epoch_ms\n10,1.2,1.1,x,,1000\n,1.3,1.2,,7.5,2000");

        assertThat(ticks)
                .containsExactly(
                        Tick.quote(ORIGIN, SYMBOL, 1_000_000, 1, 1.1, 1.2, Double.NaN, 10),
                        Tick.quote(ORIGIN, SYMBOL, 2_000_000, 2, 1.2, 1.3, 7.5, Double.NaN));
    }

    @Test
    void shouldPassOverBlankLinesByteOrderMarksAndCarriageReturns() throws IOException {
        assertThat(times(FileFormat.QUOTES_CSV, "\uFEFFepoch_ms,bid,ask\r\n1000,1,2\r\n\r\n  \n2000,1,2\r\n"))
                .containsExactly(1_000_000L, 2_000_000L);
    }

    @Test
    void shouldReadOtherSeparatorsAndQuotedFields() throws IOException {
        assertThat(times(FileFormat.QUOTES_CSV, "\"epoch_ms\";\"bid\";\"ask\"\n\"1000\"; 1.5 ;\"2\"\n"))
                .containsExactly(1_000_000L);
    }

    @Test
    void shouldKeepCrossedQuotesAndEqualTimes() throws IOException {
        assertThat(read(FileFormat.QUOTES_CSV, "1000,1.2,1.1\n1000,1.2,1.1\n")).hasSize(2);
        assertThat(rejects).isEmpty();
    }

    @Test
    void shouldRejectBadQuotesByReason() throws IOException {
        List<Tick> ticks = read(
                FileFormat.QUOTES_CSV,
                "epoch_ms,bid,ask\nx,1,2\n1000,1a,2\n1000,1,\n1000,1\n-1000,1,2\n1000,1,2,3\n,1,2\n9999999999999999,1,2\n1000,Infinity,2\n1000,1,2\n");

        assertThat(ticks).hasSize(1);
        assertThat(rejects)
                .containsExactly(
                        "2 BAD_TIME epoch_ms='x' is not a whole number",
                        "3 NOT_A_NUMBER bid='1a' is not a number",
                        "4 MISSING_FIELD ask is empty",
                        "5 MISSING_FIELD 2 fields where the first line has 3",
                        "6 NEGATIVE_TIME epoch_ms='-1000' is before 1970",
                        "7 EXTRA_FIELD 4 fields where the first line has 3",
                        "8 MISSING_FIELD epoch_ms is empty",
                        "9 BAD_TIME epoch_ms='9999999999999999' is beyond the year 2200",
                        "10 NOT_A_NUMBER bid='Infinity' is not a number");
    }

    @Test
    void shouldRejectALineWithoutEndAndReadOn() throws IOException {
        String huge = "1".repeat(3_000_000);

        assertThat(times(FileFormat.QUOTES_CSV, "1000,1,2\n" + huge + "\n2000,1,2\n"))
                .containsExactly(1_000_000L, 2_000_000L);
        assertThat(rejects).containsExactly("2 LINE_TOO_LONG the line is longer than 65536 bytes");
    }

    @Test
    void shouldNameTheColumnsOfAHeaderThatLacksOne() {
        assertThatThrownBy(() -> read(FileFormat.QUOTES_CSV, "epoch_ms,open,close\n1,2,3\n"))
                .isInstanceOf(SourceFaultException.class)
                .hasMessageContaining("the header has no column bid; it has epoch_ms, open, close");
    }

    @Test
    void shouldGiveUpOnAFileOfAnotherFormat() {
        String lines = "EUR/USD,20160502 00:00:00.959,1.1,1.2\n".repeat(2_000);

        assertThatThrownBy(() -> read(FileFormat.HISTDATA, lines))
                .isInstanceOf(SourceFaultException.class)
                .hasMessageContaining("none of the first 1000 lines is histdata; line 1000: time='EUR/USD'");
        assertThat(rejects).hasSize(1_000);
    }

    @Test
    void shouldReadTradesWithSideAndId() throws IOException {
        List<Tick> ticks = read(FileFormat.TRADES_CSV, """
                agg_trade_id,price,qty,first_trade_id,last_trade_id,epoch_ms,buyer_is_maker,taker_side
                13519807,0.00141342,23.00000000,15373518,15373518,1570752011620,true,sell
                13519810,0.00141266,8.00000000,15373520,15373520,1570752017964,false,buy
                """);

        assertThat(ticks)
                .containsExactly(
                        Tick.trade(
                                ORIGIN,
                                SYMBOL,
                                1_570_752_011_620_000L,
                                1,
                                0.00141342,
                                23,
                                AggressorSide.SELL,
                                "13519807"),
                        Tick.trade(
                                ORIGIN,
                                SYMBOL,
                                1_570_752_017_964_000L,
                                2,
                                0.00141266,
                                8,
                                AggressorSide.BUY,
                                "13519810"));
    }

    @Test
    void shouldTakeTheSideFromTheMakerWhereNoTakerIsNamed() throws IOException {
        List<Tick> ticks = read(
                FileFormat.TRADES_CSV, "time,price,size,is_buyer_maker\n1000,1,2,True\n1000,1,2,false\n1000,1,2,\n");

        assertThat(ticks)
                .extracting(Tick::aggressorSide)
                .containsExactly(AggressorSide.SELL, AggressorSide.BUY, AggressorSide.UNKNOWN);
    }

    @Test
    void shouldKeepExchangeAndConditionsOfTrades() throws IOException {
        List<Tick> ticks = read(FileFormat.TRADES_CSV, """
                epoch_ms,price,size,exchange,sale_condition_hex,suspicious,price_eligible
                1381132830270,181.52,283,P,20002020,0,1
                1381132850472,181.8,500,D,,1,0
                1381132850472,181.8,500,,,0,1
                """);

        assertThat(ticks).extracting(Tick::venue).containsExactly("P", "D", null);
        assertThat(ticks)
                .extracting(Tick::conditions)
                .containsExactly("20002020", "suspicious,not_price_eligible", null);
        assertThat(ticks).extracting(Tick::kind).containsOnly(TickKind.TRADE);
    }

    @Test
    void shouldRejectATradeWhoseSideIsNone() throws IOException {
        read(FileFormat.TRADES_CSV, "epoch_ms,price,size,side\n1000,1,2,up\n1000,1,2,b\n");

        assertThat(rejects).containsExactly("2 BAD_SIDE side='up' is not buy or sell");
    }

    @Test
    void shouldNotReadTradesWithoutAHeader() {
        assertThatThrownBy(() -> read(FileFormat.TRADES_CSV, "1000,1,2\n"))
                .hasMessageContaining("trades-csv needs a header");
    }

    @Test
    void shouldReadHistDataAtEasternStandardTimeAllTheYear() throws IOException {
        List<Tick> ticks = read(
                FileFormat.HISTDATA,
                "20120201 000000123,1.306600,1.306770,0\n20120701 235959999,1.266600,1.266770,0\n");

        assertThat(instants(ticks))
                .containsExactly(Instant.parse("2012-02-01T05:00:00.123Z"), Instant.parse("2012-07-02T04:59:59.999Z"));
        assertThat(ticks.get(0).bid()).isEqualTo(1.3066);
        assertThat(ticks.get(0).ask()).isEqualTo(1.30677);
    }

    @Test
    void shouldReadHistDataInAnotherZone() throws IOException {
        Path file = write("histdata.csv", "20120701 170000000,1,2,0\n");
        TickFile tickFile = TickFile.of(file, FileFormat.HISTDATA, SYMBOL).inZone(ZoneId.of("America/New_York"));

        assertThat(instants(read(tickFile))).containsExactly(Instant.parse("2012-07-01T21:00:00Z"));
    }

    @Test
    void shouldRejectHistDataTimesThatDoNotExist() throws IOException {
        read(FileFormat.HISTDATA, "20120230 000000000,1,2,0\n20120201 250000000,1,2,0\n20120201 00000000,1,2,0\n");

        assertThat(rejects).hasSize(3).allMatch(line -> line.contains("BAD_TIME"));
    }

    @Test
    void shouldReadTrueFxOfManyPairs() throws IOException {
        Path file = write(
                "truefx.csv",
                "EUR/USD,20160502 00:00:00.959,1.14601,1.14605\nUSD/JPY,20160502 00:00:01.000,107.089996,107.1\nEUR/USD,20160502 00:00:02.000,1.1,1.2\n");

        List<Tick> ticks = read(TickFile.ofManySymbols(file, FileFormat.TRUEFX));

        assertThat(ticks).extracting(tick -> tick.symbol().text()).containsExactly("EUR/USD", "USD/JPY", "EUR/USD");
        assertThat(instants(ticks)).first().isEqualTo(Instant.parse("2016-05-02T00:00:00.959Z"));
        assertThat(ticks.get(1).bid()).isEqualTo(107.089996);
    }

    @Test
    void shouldPassOverOtherPairsOfTrueFxWhenOneIsAskedFor() throws IOException {
        Path file = write(
                "truefx.csv",
                "EUR/USD,20160502 00:00:00.959,1.1,1.2\nUSD/JPY,20160502 00:00:01.000,107.08,107.1\nbad pair,20160502 00:00:01.000,1,2\n");

        try (TickSource source =
                FileFormat.open(TickFile.of(file, FileFormat.TRUEFX, Symbol.of("USD/JPY")), this::reject)) {
            assertThat(source.next()).isTrue();
            assertThat(source.row().symbol()).isEqualTo(Symbol.of("USD/JPY"));
            assertThat(source.next()).isFalse();
            assertThat(source.otherSymbols()).isEqualTo(1);
        }
        assertThat(rejects).hasSize(1).allMatch(line -> line.startsWith("3 BAD_SYMBOL"));
    }

    @Test
    void shouldReadBinanceSpotTrades() throws IOException {
        List<Tick> ticks =
                read(FileFormat.BINANCE, "345512,0.00141342,23.00000000,0.03250866,1570752011620,True,True\n");

        assertThat(ticks)
                .containsExactly(Tick.trade(
                        ORIGIN, SYMBOL, 1_570_752_011_620_000L, 1, 0.00141342, 23, AggressorSide.SELL, "345512"));
    }

    @Test
    void shouldReadBinanceAggregatedTradesInMicroseconds() throws IOException {
        List<Tick> ticks = read(FileFormat.BINANCE, "7,93548.8,0.001,10,11,1735689600010123,False,True\n");

        assertThat(ticks)
                .containsExactly(
                        Tick.trade(ORIGIN, SYMBOL, 1_735_689_600_010_123L, 1, 93548.8, 0.001, AggressorSide.BUY, "7"));
    }

    @Test
    void shouldTellFuturesAggregatedTradesFromTradesOfAsManyFields() throws IOException {
        List<Tick> ticks = read(
                FileFormat.BINANCE,
                "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker\n9,50.5,2,20,21,1735689600010,true\n");

        assertThat(ticks)
                .containsExactly(
                        Tick.trade(ORIGIN, SYMBOL, 1_735_689_600_010_000L, 1, 50.5, 2, AggressorSide.SELL, "9"));
    }

    @Test
    void shouldReadBinanceFuturesTradesOfSixFields() throws IOException {
        List<Tick> ticks = read(FileFormat.BINANCE, "8,50.5,2,101,1735689600010,false\n");

        assertThat(ticks).extracting(Tick::aggressorSide).containsExactly(AggressorSide.BUY);
    }

    @Test
    void shouldReadGzipAndZipWhateverTheirName() throws IOException {
        byte[] text = "1000,1,2\n".getBytes(StandardCharsets.UTF_8);
        Path gzip = folder.resolve("a.csv");
        Files.write(gzip, gzip(text));
        Path zip = folder.resolve("b.csv");
        Files.write(zip, zip("b.csv", text));

        assertThat(read(TickFile.of(gzip, FileFormat.QUOTES_CSV, SYMBOL))).hasSize(1);
        assertThat(read(TickFile.of(zip, FileFormat.QUOTES_CSV, SYMBOL))).hasSize(1);
    }

    @Test
    void shouldRefuseAZipOfSeveralFiles() throws IOException {
        byte[] text = "1000,1,2\n".getBytes(StandardCharsets.UTF_8);
        Path zip = folder.resolve("two.zip");
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(packed)) {
            for (String name : List.of("a.csv", "b.csv")) {
                out.putNextEntry(new ZipEntry(name));
                out.write(text);
            }
        }
        Files.write(zip, packed.toByteArray());

        assertThatThrownBy(() -> read(TickFile.of(zip, FileFormat.QUOTES_CSV, SYMBOL)))
                .hasMessageContaining("the zip holds more than one file");
    }

    @Test
    void shouldNotDeliverTheLineThatATruncatedFileCuts() throws IOException {
        byte[] whole = gzip("1000,1.25,2.25\n".repeat(50_000).getBytes(StandardCharsets.UTF_8));
        Path cut = folder.resolve("cut.gz");
        Files.write(cut, Arrays.copyOf(whole, whole.length - 100));
        List<Tick> ticks = new ArrayList<>();

        assertThatThrownBy(() -> readInto(ticks, TickFile.of(cut, FileFormat.QUOTES_CSV, SYMBOL)))
                .isInstanceOf(SourceFaultException.class)
                .hasMessageContaining("cut.gz: gzip is cut off at byte " + (whole.length - 100));
        assertThat(ticks).isNotEmpty().allMatch(tick -> tick.ask() == 2.25);
        assertThat(rejects).isEmpty();
    }

    @Test
    void shouldReadDukascopyHours() throws IOException {
        Path file = bi5(
                "2019/01/04/15h_ticks.bi5",
                record(50, 114_520, 114_517, 1.12f, 0.75f),
                record(3_599_999, 114_530, 114_520, 2.0f, 1.5f));

        List<Tick> ticks = read(dukascopy(file));

        assertThat(ticks)
                .containsExactly(
                        Tick.quote(
                                ORIGIN,
                                SYMBOL,
                                Times.us(Instant.parse("2019-02-04T15:00:00.050Z")),
                                1,
                                1.14517,
                                1.1452,
                                750_000,
                                1_120_000),
                        Tick.quote(
                                ORIGIN,
                                SYMBOL,
                                Times.us(Instant.parse("2019-02-04T15:59:59.999Z")),
                                2,
                                1.1452,
                                1.1453,
                                1_500_000,
                                2_000_000));
    }

    @Test
    void shouldReadAnEmptyDukascopyHour() throws IOException {
        Path file = folder.resolve("2019/01/04/16h_ticks.bi5");
        Files.createDirectories(file.getParent());
        Files.createFile(file);

        assertThat(read(dukascopy(file))).isEmpty();
    }

    @Test
    void shouldTakeTheHourGivenWhereThePathHasNone() throws IOException {
        Path file = bi5("some.bi5", record(0, 2, 1, 1, 1));

        assertThat(instants(read(dukascopy(file).atHour(Instant.parse("2020-01-01T10:00:00Z")))))
                .containsExactly(Instant.parse("2020-01-01T10:00:00Z"));
        assertThatThrownBy(() -> read(dukascopy(file))).hasMessageContaining("the hour does not show in the path");
    }

    @Test
    void shouldDeliverATruncatedDukascopyHourUpToTheCut() throws IOException {
        byte[][] records = new byte[2_000][];
        for (int number = 0; number < records.length; number++) {
            records[number] = record(number * 50, 114_520 + number * 7919 % 1_000, 114_500, number, 1);
        }
        Path file = bi5("2019/01/04/17h_ticks.bi5", records);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        List<Tick> ticks = new ArrayList<>();

        assertThatThrownBy(() -> readInto(ticks, dukascopy(file)))
                .isInstanceOf(SourceFaultException.class)
                .hasMessageContaining("is cut off at byte " + bytes.length / 2 + ", after record " + ticks.size());
        assertThat(ticks).hasSizeBetween(500, 1_500);
    }

    @Test
    void shouldRejectARecordThatTheFileCuts() throws IOException {
        Path file = bi5("2019/01/04/18h_ticks.bi5", record(0, 2, 1, 1, 1), new byte[7]);

        assertThat(read(dukascopy(file))).hasSize(1);
        assertThat(rejects).containsExactly("2 CUT_RECORD the last record has 7 of 20 bytes");
    }

    @Test
    void shouldListTheFormatsWhenOneIsUnknown() {
        assertThatThrownBy(() -> FileFormat.parse("csv"))
                .hasMessage("format='csv' is none of quotes-csv, trades-csv, histdata, truefx, dukascopy, binance");
        assertThat(FileFormat.parse("truefx")).isEqualTo(FileFormat.TRUEFX);
    }

    @Test
    void shouldAskForTheSymbolThatTheFormatDoesNotName() {
        assertThatThrownBy(() -> TickFile.ofManySymbols(Path.of("a.csv"), FileFormat.BINANCE))
                .hasMessage("a.csv: format=binance does not name its symbol; give it with --symbol");
    }

    private static TickFile dukascopy(Path file) {
        return new TickFile(
                file, FileFormat.DUKASCOPY, Optional.of(SYMBOL), Optional.of(5), Optional.empty(), Optional.empty());
    }

    private static byte[] record(int millis, int ask, int bid, float askVolume, float bidVolume) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(millis);
            out.writeInt(ask);
            out.writeInt(bid);
            out.writeFloat(askVolume);
            out.writeFloat(bidVolume);
        }
        return bytes.toByteArray();
    }

    private Path bi5(String name, byte[]... records) throws IOException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        for (byte[] record : records) {
            plain.write(record);
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (LZMAOutputStream out = new LZMAOutputStream(packed, new LZMA2Options(), plain.size())) {
            out.write(plain.toByteArray());
        }
        Path file = folder.resolve(name);
        Files.createDirectories(file.toAbsolutePath().getParent());
        return Files.write(file, packed.toByteArray());
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] zip(String name, byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(packed)) {
            out.putNextEntry(new ZipEntry(name));
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private List<Tick> read(FileFormat format, String text) throws IOException {
        return read(TickFile.of(write("ticks.txt", text), format, SYMBOL));
    }

    private List<Long> times(FileFormat format, String text) throws IOException {
        return read(format, text).stream().map(Tick::eventTimeUs).toList();
    }

    private static List<Instant> instants(List<Tick> ticks) {
        return ticks.stream().map(tick -> Times.instant(tick.eventTimeUs())).toList();
    }

    private List<Tick> read(TickFile file) throws IOException {
        List<Tick> ticks = new ArrayList<>();
        readInto(ticks, file);
        return ticks;
    }

    private void readInto(List<Tick> ticks, TickFile file) throws IOException {
        try (TickSource source = FileFormat.open(file, this::reject)) {
            while (source.next()) {
                ticks.add(source.row().toTick(ORIGIN, ticks.size() + 1));
            }
        }
    }

    private void reject(Path file, long line, RejectReason reason, String detail, String text) {
        rejects.add(line + " " + reason + " " + detail);
    }
}
