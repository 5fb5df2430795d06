package io.candlewick.topology;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.AssetClass;
import io.candlewick.avro.BarSource;
import io.candlewick.avro.PriceBasis;
import io.candlewick.contract.Headers;
import io.candlewick.contract.Topics;
import io.candlewick.ingest.format.BarFile;
import io.candlewick.ingest.format.BarFormat;
import io.candlewick.ingest.format.LabelClock;
import io.candlewick.ingest.publish.BarPublisher;
import io.candlewick.ingest.replay.BarLoad;
import io.candlewick.ingest.replay.BarLoadResult;
import io.candlewick.market.Bar;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.market.TimeSpan;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import io.candlewick.market.TradingCalendar;
import io.candlewick.serde.InstrumentRecords;
import io.candlewick.serde.PlainSerdes;
import io.candlewick.streams.config.Lane;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HistData's minutes around Europe's clock change of 2019, from the file as published to the lane's canonical bars. */
class HistDataLaneTest {

    private static final String FILE = "fx_bars/histdata_EURUSD_M1_2019_dst_excerpts_AS_PUBLISHED.csv.gz";
    private static final Symbol EUR_USD = Symbol.of("EUR/USD");
    private static final String FROM_LABEL = "20190329 150000";
    private static final String TO_LABEL = "20190402 000000";

    @TempDir
    private Path folder;

    /* What was said last of each key, by timeframe and start. */
    private final Map<String, Map<Instant, Bar>> said = new TreeMap<>();

    @Test
    void shouldMakeHoursAndDaysOfTheMinutesButNoneAcrossTheMissingHour() throws IOException {
        BarLoadResult loaded = play(excerpt());

        Map<Instant, Bar> minutes = saidOf("1m");
        assertThat(minutes).hasSize((int) loaded.bars());
        assertThat(minutes.values()).allSatisfy(bar -> assertThat(bar.source()).isEqualTo(BarSource.VENDOR));
        assertThat(saidOf("1h"))
                .containsKeys(hour("2019-03-31T21"), hour("2019-03-31T22"), hour("2019-04-01T00"))
                .doesNotContainKey(hour("2019-03-31T23"));
        Bar opening = requireNonNull(saidOf("1h").get(hour("2019-03-31T21")));
        assertThat(opening.source()).isEqualTo(BarSource.ROLLED_UP);
        assertThat(opening.complete()).isTrue();
        assertThat(opening.price().open()).isEqualTo(1.12254);
        // The 4h bar and the day that hold the missing hour are not known, so they are not said.
        assertThat(saidOf("4h")).doesNotContainKey(hour("2019-03-31T20")).containsKey(hour("2019-04-01T00"));
        assertThat(saidOf("1d")).doesNotContainKey(hour("2019-03-31T00"));
        assertDayOfMinutes(requireNonNull(saidOf("1d").get(hour("2019-04-01T00"))), minutes);
    }

    private Map<Instant, Bar> saidOf(String timeframe) {
        return said.getOrDefault(timeframe, Map.of());
    }

    private static void assertDayOfMinutes(Bar day, Map<Instant, Bar> minutes) {
        List<Bar> within = minutes.values().stream()
                .filter(bar -> bar.key().startTimeUs() >= day.key().startTimeUs() && bar.endTimeUs() <= day.endTimeUs())
                .toList();
        assertThat(day.price().open()).isEqualTo(within.get(0).price().open());
        assertThat(day.price().close())
                .isEqualTo(within.get(within.size() - 1).price().close());
        assertThat(day.price().high())
                .isEqualTo(within.stream()
                        .mapToDouble(bar -> bar.price().high())
                        .max()
                        .orElseThrow());
        assertThat(day.price().low())
                .isEqualTo(within.stream()
                        .mapToDouble(bar -> bar.price().low())
                        .min()
                        .orElseThrow());
    }

    private BarLoadResult play(Path file) {
        PlainSerdes serdes = new PlainSerdes();
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "histdata");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:9092");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, folder.resolve("state").toString());
        Instrument instrument = instrument();
        try (TopologyTestDriver driver = new TopologyTestDriver(LaneDriver.topology(Lane.HISTORY), properties)) {
            driver.createInputTopic(
                            Topics.INSTRUMENTS.name(),
                            new StringSerializer(),
                            serdes.record(io.candlewick.avro.Instrument.class).serializer())
                    .pipeInput(
                            InstrumentRecords.key(instrument.tenant(), instrument.symbol()),
                            InstrumentRecords.toRecord(instrument));
            TestInputTopic<String, Bar> vendor = driver.createInputTopic(
                    Topics.BARS_VENDOR.name(),
                    new StringSerializer(),
                    serdes.bar().serializer(),
                    Instant.parse("2026-01-01T00:00:00Z"),
                    Duration.ZERO);
            TestOutputTopic<String, Bar> bars = driver.createOutputTopic(
                    Topics.BARS.name(), new StringDeserializer(), serdes.bar().deserializer());
            BarFile barFile = new BarFile(
                    file,
                    BarFormat.HISTDATA_M1,
                    instrument,
                    Timeframe.M1,
                    Optional.of(LabelClock.parse("Europe/London-05:00")));
            BarLoadResult result = new BarLoad(
                            List.of(barFile), new Piping(vendor), Duration.ofMinutes(15), folder.resolve("rejects"))
                    .run();
            bars.readValuesToList()
                    .forEach(bar -> said.computeIfAbsent(bar.key().timeframe().code(), code -> new TreeMap<>())
                            .put(Times.instant(bar.key().startTimeUs()), bar));
            return result;
        }
    }

    private Path excerpt() throws IOException {
        Optional<Path> file = Stream.iterate(Path.of("").toAbsolutePath(), above -> above != null, Path::getParent)
                .map(above -> above.resolve("shared").resolve("data").resolve(FILE))
                .filter(Files::exists)
                .findFirst();
        Assumptions.assumeTrue(file.isPresent(), () -> "skipped: no " + FILE + " in shared/data beside the repository");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file.orElseThrow())), StandardCharsets.US_ASCII))) {
            return Files.write(
                    folder.resolve("excerpt.csv"),
                    lines.lines()
                            .skip(1)
                            .filter(line -> line.compareTo(FROM_LABEL) >= 0 && line.compareTo(TO_LABEL) < 0)
                            .toList());
        }
    }

    private static Instrument instrument() {
        return new Instrument(
                "system",
                EUR_USD,
                AssetClass.FX,
                PriceBasis.QUOTE,
                0.0001,
                5,
                0,
                TradingCalendar.parse("fx-utc"),
                Instrument.DEFAULT_GRACE,
                Instrument.DEFAULT_LATENESS_HORIZON,
                Map.of());
    }

    private static Instant hour(String time) {
        return Instant.parse(time + ":00:00Z");
    }

    /** Publishes into the test driver, as the real one does into the topic. */
    private record Piping(TestInputTopic<String, Bar> topic) implements BarPublisher {

        @Override
        public void publish(Bar bar, TimeSpan range) {
            RecordHeaders headers = new RecordHeaders();
            headers.add(Headers.RANGE_FROM, text(range.startUs()));
            headers.add(Headers.RANGE_TO, text(range.endUs()));
            topic.pipeInput(new TestRecord<>(bar.key().symbol().text(), bar, headers));
        }

        private static byte[] text(long timeUs) {
            return Long.toString(timeUs).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void flush() {
            // Every record is dealt with at once.
        }

        @Override
        public void close() {
            // The driver is closed by whoever opened it.
        }
    }
}
