package io.candlewick.ingest.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candlewick.avro.FeedStatus;
import io.candlewick.ingest.format.FileFormat;
import io.candlewick.ingest.format.RejectReason;
import io.candlewick.ingest.format.SourceFaultException;
import io.candlewick.ingest.format.TickFile;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.market.Times;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {

    private static final Symbol EURUSD = Symbol.of("EUR/USD");
    private static final Symbol USDJPY = Symbol.of("USD/JPY");
    private static final Instant DAY = Instant.parse("2024-03-05T00:00:00Z");

    @TempDir
    Path folder;

    private final RecordingPublisher publisher = new RecordingPublisher();
    private final SteppingClock clock = new SteppingClock();
    private final List<ReplayProgress> progress = new ArrayList<>();

    @Test
    void shouldSayStartedThenTicksThenEndedOfTheLastMinute() throws IOException {
        TickFile file = quotes("a.csv", EURUSD, "00:00:10,1.1,1.2", "00:00:20.500,1.3,1.4");

        ReplayResult result = replay(file).run();

        assertThat(publisher.story())
                .containsExactly(
                        "STARTED EUR/USD 00:00:00Z",
                        "EUR/USD 00:00:10Z",
                        "EUR/USD 00:00:20.500Z",
                        "ENDED EUR/USD 00:01:00Z");
        assertThat(publisher.flushes).isEqualTo(1);
        assertThat(result.ticks()).isEqualTo(2);
        assertThat(result.first()).contains(DAY.plusSeconds(10));
        assertThat(result.last()).contains(DAY.plusMillis(20_500));
        assertThat(result.symbols()).containsExactly(EURUSD);
        assertThat(result.partitions()).isEqualTo(4);
        assertThat(result.stopped()).isFalse();
        assertThat(result.faults()).isEmpty();
    }

    @Test
    void shouldNumberTicksAndStampFeedTenantAndIngestTime() throws IOException {
        TickFile file = quotes("a.csv", EURUSD, "00:00:10,1.1,1.2", "00:00:10,1.1,1.2");

        ReplayResult result = replay(file).run();

        assertThat(publisher.ticks()).extracting(Tick::sequence).containsExactly(1L, 2L);
        assertThat(publisher.ticks()).allSatisfy(tick -> {
            assertThat(tick.tenant()).isEqualTo("system");
            assertThat(tick.feed()).isEqualTo(result.feed()).matches("replay-[0-9a-f]{8}");
            assertThat(tick.ingestTimeUs()).isEqualTo(clock.nowUs());
        });
    }

    @Test
    void shouldCloseATickOnTheFullMinuteWithTheMinuteItOpens() throws IOException {
        replay(quotes("a.csv", EURUSD, "00:01:00,1.1,1.2")).run();

        assertThat(publisher.story())
                .containsExactly("STARTED EUR/USD 00:01:00Z", "EUR/USD 00:01:00Z", "ENDED EUR/USD 00:02:00Z");
    }

    @Test
    void shouldSendOneHeartbeatPerIntervalReachedAndOneForAHole() throws IOException {
        replay(quotes(
                        "a.csv",
                        EURUSD,
                        "00:00:30,1,2",
                        "00:00:59.999,1,2",
                        "00:01:00,1,2",
                        "00:01:30,1,2",
                        "02:00:30,1,2"))
                .run();

        assertThat(publisher.story())
                .containsExactly(
                        "STARTED EUR/USD 00:00:00Z",
                        "EUR/USD 00:00:30Z",
                        "EUR/USD 00:00:59.999Z",
                        "ALIVE * 00:01:00Z",
                        "EUR/USD 00:01:00Z",
                        "EUR/USD 00:01:30Z",
                        "ALIVE * 02:00:00Z",
                        "EUR/USD 02:00:30Z",
                        "ENDED EUR/USD 02:01:00Z");
    }

    @Test
    void shouldMergeFilesByEventTimeAndStartEachSymbolWithItsFirstMinute() throws IOException {
        TickFile euro = quotes("eur.csv", EURUSD, "00:00:01,1,2", "00:00:03,1,2", "00:00:05,1,2");
        TickFile yen = quotes("jpy.csv", USDJPY, "00:00:02,1,2", "00:00:03,1,2", "00:01:05,1,2");

        replay(euro, yen).run();

        assertThat(publisher.story())
                .containsExactly(
                        "STARTED EUR/USD 00:00:00Z",
                        "EUR/USD 00:00:01Z",
                        "STARTED USD/JPY 00:00:00Z",
                        "USD/JPY 00:00:02Z",
                        "EUR/USD 00:00:03Z",
                        "USD/JPY 00:00:03Z",
                        "EUR/USD 00:00:05Z",
                        "ALIVE * 00:01:00Z",
                        "USD/JPY 00:01:05Z",
                        "ENDED EUR/USD 00:02:00Z",
                        "ENDED USD/JPY 00:02:00Z");
    }

    @Test
    void shouldKeepTheOrderOfAFileAndCountWhatGoesBack() throws IOException {
        ReplayResult result = replay(quotes("a.csv", EURUSD, "00:00:02,1,2", "00:00:01,1,2", "00:00:03,1,2"))
                .run();

        assertThat(publisher.ticks())
                .extracting(tick -> Times.instant(tick.eventTimeUs()).getEpochSecond() - DAY.getEpochSecond())
                .containsExactly(2L, 1L, 3L);
        assertThat(result.outOfOrder()).isEqualTo(1);
    }

    @Test
    void shouldDeclareBoundsAndLeaveOutWhatLiesOutside() throws IOException {
        TickFile file = quotes("a.csv", EURUSD, "00:00:59,1,2", "00:01:00,1,2", "00:02:59.999,1,2", "00:03:00,1,2");
        ReplayOptions options =
                options(file).between(Optional.of(DAY.plusSeconds(60)), Optional.of(DAY.plusSeconds(180)));

        ReplayResult result = replay(options).run();

        assertThat(publisher.story())
                .containsExactly(
                        "STARTED EUR/USD 00:01:00Z",
                        "EUR/USD 00:01:00Z",
                        "ALIVE * 00:02:00Z",
                        "EUR/USD 00:02:59.999Z",
                        "ENDED EUR/USD 00:03:00Z");
        assertThat(result.outsideRange()).isEqualTo(2);
    }

    @Test
    void shouldSayThatDeclaredSymbolsWithoutTicksAreComplete() throws IOException {
        ReplayOptions options =
                options(quotes("a.csv", EURUSD)).between(Optional.of(DAY), Optional.of(DAY.plusSeconds(60)));

        replay(options).run();

        assertThat(publisher.story()).containsExactly("STARTED EUR/USD 00:00:00Z", "ENDED EUR/USD 00:01:00Z");
    }

    @Test
    void shouldSendNothingForAnEmptyFile() throws IOException {
        ReplayResult result = replay(quotes("a.csv", EURUSD)).run();

        assertThat(publisher.published).isEmpty();
        assertThat(result.first()).isEmpty();
        assertThat(result.symbols()).isEmpty();
    }

    @Test
    void shouldEndAtTheLastPublishedTimeWhenStopped() throws IOException {
        Replay replay = replay(quotes("a.csv", EURUSD, "00:00:01,1,2", "00:00:02,1,2", "00:00:03,1,2"));
        publisher.onPublish = tick -> {
            if (tick.sequence() == 2) {
                replay.stop();
            }
        };

        ReplayResult result = replay.run();

        assertThat(publisher.story()).endsWith("EUR/USD 00:00:02Z", "ENDED EUR/USD 00:00:02Z");
        assertThat(publisher.flushes).isEqualTo(1);
        assertThat(result.stopped()).isTrue();
        assertThat(result.ticks()).isEqualTo(2);
    }

    @Test
    void shouldPaceByTheClockAndLiveWhileItWaits() throws IOException {
        ReplayOptions options = options(quotes("a.csv", EURUSD, "00:00:00,1,2", "00:00:02.500,1,2"))
                .at(ReplaySpeed.parse("10x"));

        ReplayResult result = replay(options).run();

        assertThat(publisher.story())
                .containsExactly(
                        "STARTED EUR/USD 00:00:00Z",
                        "EUR/USD 00:00:00Z",
                        "ALIVE * 00:00:01Z",
                        "ALIVE * 00:00:02Z",
                        "EUR/USD 00:00:02.500Z",
                        "ENDED EUR/USD 00:01:00Z");
        assertThat(result.elapsed()).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void shouldHearAStopWhileItWaits() throws IOException {
        Replay replay = replay(
                options(quotes("a.csv", EURUSD, "00:00:00,1,2", "05:00:00,1,2")).at(ReplaySpeed.parse("1x")));
        clock.onSleep = replay::stop;

        ReplayResult result = replay.run();

        assertThat(publisher.story())
                .containsExactly("STARTED EUR/USD 00:00:00Z", "EUR/USD 00:00:00Z", "ENDED EUR/USD 00:00:00Z");
        assertThat(result.elapsed()).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void shouldCountAndWriteDownBadLinesAndGoOn() throws IOException {
        Path file = folder.resolve("bad.csv");
        Files.writeString(
                file,
                "epoch_ms,bid,ask\n1000,1.1,1.2\n2000,1.x1,1.2\n3000,1.1\n4000,NaN,1.2\n-5,1.1,1.2\n5000,1,5,1,6\n6000,1.1,1.2\n");

        ReplayResult result =
                replay(TickFile.of(file, FileFormat.QUOTES_CSV, EURUSD)).run();

        assertThat(result.ticks()).isEqualTo(2);
        assertThat(result.rejected())
                .isEqualTo(Map.of(
                        RejectReason.NOT_A_NUMBER, 2L,
                        RejectReason.MISSING_FIELD, 1L,
                        RejectReason.NEGATIVE_TIME, 1L,
                        RejectReason.EXTRA_FIELD, 1L));
        assertThat(result.rejectedLines()).isEqualTo(5);
        assertThat(result.firstRejects()).first().isEqualTo(file + ":3: bid='1.x1' is not a number");
        assertThat(Files.readAllLines(result.rejectFile().orElseThrow()))
                .hasSize(5)
                .first()
                .isEqualTo(file + "\t3\tNOT_A_NUMBER\tbid='1.x1' is not a number\t2000,1.x1,1.2");
    }

    @Test
    void shouldMakeNoRejectFileWithoutBadLines() throws IOException {
        ReplayResult result = replay(quotes("a.csv", EURUSD, "00:00:01,1,2")).run();

        assertThat(result.rejectFile()).isEmpty();
        assertThat(folder.resolve("rejects")).doesNotExist();
    }

    @Test
    void shouldDeliverATruncatedGzipUpToTheCutAndSayWhereItIs() throws IOException {
        TickFile whole = quotes("whole.csv.gz", EURUSD, manyLines(20_000));
        byte[] bytes = Files.readAllBytes(whole.path());
        Path cut = folder.resolve("cut.csv.gz");
        Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));

        ReplayResult result =
                replay(TickFile.of(cut, FileFormat.QUOTES_CSV, EURUSD)).run();

        assertThat(result.ticks()).isBetween(5_000L, 15_000L);
        assertThat(result.rejectedLines()).isZero();
        assertThat(result.faults())
                .containsExactly(
                        cut + ": gzip is cut off at byte " + bytes.length / 2 + ", after line " + (result.ticks() + 1));
        Tick down = publisher.marks(FeedStatus.DOWN).get(0);
        assertThat(down.symbol()).isEqualTo(EURUSD);
        assertThat(Times.instant(down.eventTimeUs())).isEqualTo(result.last().orElseThrow());
    }

    @Test
    void shouldStartAgainAfterAFileThatBrokeOffWhereTheNextOneGoesOn() throws IOException {
        TickFile whole = quotes("whole.csv.gz", EURUSD, manyLines(20_000));
        byte[] bytes = Files.readAllBytes(whole.path());
        Path cut = folder.resolve("cut.csv.gz");
        Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
        TickFile next = quotes("next.csv", EURUSD, "23:00:07,1,2");

        replay(TickFile.of(cut, FileFormat.QUOTES_CSV, EURUSD), next).run();

        assertThat(publisher.story())
                .endsWith(
                        "STARTED EUR/USD 23:00:07Z",
                        "ALIVE * 23:00:00Z",
                        "EUR/USD 23:00:07Z",
                        "ENDED EUR/USD 23:01:00Z");
    }

    @Test
    void shouldRefuseAMissingFileBeforeAnythingIsSent() throws IOException {
        TickFile present = quotes("a.csv", EURUSD, "00:00:01,1,2");
        TickFile absent = TickFile.of(folder.resolve("absent.csv"), FileFormat.QUOTES_CSV, EURUSD);

        assertThatThrownBy(() -> replay(present, absent).run())
                .isInstanceOf(SourceFaultException.class)
                .hasMessage("File " + folder.resolve("absent.csv") + " does not exist");
        assertThat(publisher.published).isEmpty();
    }

    @Test
    void shouldNameTheRejectFileThatCannotBeWritten() throws IOException {
        Path file = folder.resolve("bad.csv");
        Files.writeString(file, "1000,x,y\n");
        Files.writeString(folder.resolve("rejects"), "in the way");

        assertThatThrownBy(() ->
                        replay(TickFile.of(file, FileFormat.QUOTES_CSV, EURUSD)).run())
                .isInstanceOf(ReplayException.class)
                .hasMessageStartingWith(
                        "Reject file " + folder.resolve("rejects").resolve("test.rejects"));
    }

    @Test
    void shouldReportProgressToTheEnd() throws IOException {
        replay(quotes("a.csv", EURUSD, "00:00:01,1,2")).run();

        assertThat(progress).last().satisfies(last -> {
            assertThat(last.ticks()).isEqualTo(1);
            assertThat(last.fraction()).isEqualTo(1.0);
            assertThat(last.remaining()).contains(Duration.ZERO);
        });
    }

    @Test
    void shouldNameTheFeedAfterSymbolsAndFileNamesInAnyOrder() throws IOException {
        TickFile euro = quotes("eur.csv", EURUSD);
        TickFile yen = quotes("jpy.csv", USDJPY);

        assertThat(options(euro, yen).feedName())
                .isEqualTo(options(yen, euro).feedName())
                .isNotEqualTo(options(euro).feedName());
    }

    private Replay replay(TickFile... files) {
        return replay(options(files));
    }

    private Replay replay(ReplayOptions options) {
        return new Replay(options, publisher, clock, progress::add);
    }

    private ReplayOptions options(TickFile... files) {
        return ReplayOptions.of(List.of(files), folder.resolve("rejects").resolve("test.rejects"));
    }

    private static String[] manyLines(int count) {
        String[] lines = new String[count];
        for (int number = 0; number < count; number++) {
            lines[number] = Duration.ofMillis(number * 100L) + ",1." + (number * 7919 % 100_000) + ",2";
        }
        return lines;
    }

    /* Lines begin with a time of day, or an ISO duration since midnight. */
    private TickFile quotes(String name, Symbol symbol, String... lines) throws IOException {
        StringBuilder text = new StringBuilder("epoch_ms,bid,ask\n");
        for (String line : lines) {
            int comma = line.indexOf(',');
            String time = line.substring(0, comma);
            long millis = time.startsWith("P")
                    ? DAY.plus(Duration.parse(time)).toEpochMilli()
                    : Instant.parse("2024-03-05T" + time + "Z").toEpochMilli();
            text.append(millis).append(line.substring(comma)).append('\n');
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        Path file = folder.resolve(name);
        Files.write(file, name.endsWith(".gz") ? gzip(bytes) : bytes);
        return TickFile.of(file, FileFormat.QUOTES_CSV, symbol);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }
}
