package io.candlewick.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.FeedStatus;
import io.candlewick.contract.ContractSchemas;
import io.candlewick.contract.Topics;
import io.candlewick.market.Instrument;
import io.candlewick.market.Tick;
import io.candlewick.market.Timeframe;
import io.candlewick.market.fixtures.Fixtures;
import io.candlewick.serde.CandlewickSerdes;
import io.candlewick.serde.InstrumentRecords;
import io.candlewick.serde.RecordSerdes;
import io.candlewick.serde.ScriptedRegistry;
import io.candlewick.streams.config.Lane;
import io.candlewick.streams.config.UnreadableRecords;
import io.candlewick.streams.domain.bar.TimeframeTree;
import io.candlewick.streams.topology.MarketDataTopology;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Records that cannot be read, in the wire format and with a registry: they go to the dead letters, and the lane goes on. */
class PoisonRecordTest {

    /** What others may write into a topic of ours. */
    enum Poison {
        NO_BYTES,
        TEXT,
        JSON,
        HEADER_WITHOUT_BODY,
        WRONG_MAGIC,
        UNKNOWN_SCHEMA_ID,
        ANOTHER_TYPE,
        CUT_OFF,
        BYTES_AFTER_THE_END,
        HUGE_LENGTH
    }

    @TempDir
    private Path stateDir;

    private final ScriptedRegistry registry = ScriptedRegistry.start();
    private final RecordSerdes serdes = new CandlewickSerdes(registry.client());
    private TopologyTestDriver driver;
    private TestInputTopic<String, byte[]> ticks;
    private TestOutputTopic<byte[], byte[]> deadLetters;
    private TestOutputTopic<String, io.candlewick.market.Bar> bars;

    @BeforeEach
    void open() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "poison");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:9092");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        properties.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, UnreadableRecords.class);
        properties.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, Topics.STREAMS_DLQ.name());
        driver = new TopologyTestDriver(
                new MarketDataTopology(
                                Lane.LIVE,
                                new TimeframeTree(Timeframe.STANDARD),
                                Duration.ofMinutes(1),
                                LaneDriver.WALL_CLOCK,
                                serdes)
                        .build(),
                properties);
        ticks = driver.createInputTopic(Topics.TICKS_LIVE.name(), new StringSerializer(), new ByteArraySerializer());
        deadLetters = driver.createOutputTopic(
                Topics.STREAMS_DLQ.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        bars = driver.createOutputTopic(
                Topics.BARS.name(), new StringDeserializer(), serdes.bar().deserializer());
        Instrument instrument = LaneDriver.quoted(LaneDriver.EUR_USD, Duration.ofSeconds(2));
        driver.createInputTopic(
                        Topics.INSTRUMENTS.name(),
                        new StringSerializer(),
                        serdes.record(io.candlewick.avro.Instrument.class).serializer())
                .pipeInput(
                        InstrumentRecords.key(instrument.tenant(), instrument.symbol()),
                        InstrumentRecords.toRecord(instrument));
    }

    @AfterEach
    void close() {
        driver.close();
        registry.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldSendPoisonToTheDeadLettersWithItsCoordinatesAndGoOn(Poison poison) {
        send(mark("00:00:00", FeedStatus.STARTED));
        send(LaneDriver.quote(LaneDriver.EUR_USD, "00:00:10", 1.38727, 1.38729));

        byte[] bytes = bytesOf(poison);
        ticks.pipeInput("EUR/USD", bytes);
        send(mark("00:01:02", FeedStatus.ENDED));

        TestRecord<byte[], byte[]> dead = deadLetters.readRecord();
        assertThat(dead.value()).isEqualTo(bytes);
        assertThat(new String(dead.key(), StandardCharsets.UTF_8)).isEqualTo("EUR/USD");
        assertThat(LaneDriver.header(dead.headers(), "origin_topic")).isEqualTo("ticks.live");
        assertThat(LaneDriver.header(dead.headers(), "origin_partition")).isEqualTo("0");
        assertThat(LaneDriver.header(dead.headers(), "origin_offset")).isEqualTo("2");
        assertThat(LaneDriver.header(dead.headers(), "reject_reason")).isEqualTo("UNREADABLE");
        assertThat(LaneDriver.header(dead.headers(), "reject_detail")).isNotBlank();
        assertThat(deadLetters.isEmpty()).isTrue();
        assertThat(bars.readValuesToList())
                .filteredOn(bar -> bar.key().timeframe().equals(Timeframe.M1))
                .singleElement()
                .satisfies(bar -> assertThat(bar.tickCount()).isEqualTo(1));
    }

    @Test
    void shouldSurviveNoise() {
        Random random = new Random(42);
        byte[] good = bytesOf(LaneDriver.quote(LaneDriver.EUR_USD, "00:00:10", 1.38727, 1.38729));

        for (int record = 0; record < 2_000; record++) {
            byte[] noise = good.clone();
            for (int change = 0; change <= record % 4; change++) {
                // The schema id is left alone: what another id means is the registry's answer.
                noise[5 + random.nextInt(noise.length - 5)] = (byte) random.nextInt(256);
            }
            ticks.pipeInput("EUR/USD", noise);
        }
        deadLetters.readRecordsToList();
        send(mark("00:00:00", FeedStatus.STARTED));

        assertThat(deadLetters.isEmpty()).isTrue();
    }

    private byte[] bytesOf(Poison poison) {
        byte[] tick = bytesOf(LaneDriver.quote(LaneDriver.EUR_USD, "00:00:11", 1.38727, 1.38729));
        return switch (poison) {
            case NO_BYTES -> new byte[0];
            case TEXT -> "EUR/USD 1.38727".getBytes(StandardCharsets.UTF_8);
            case JSON -> "{\"symbol\":\"EUR/USD\"}".getBytes(StandardCharsets.UTF_8);
            case HEADER_WITHOUT_BODY -> Arrays.copyOf(tick, 5);
            case WRONG_MAGIC -> changed(tick, 0, (byte) 1);
            case UNKNOWN_SCHEMA_ID ->
                ByteBuffer.wrap(tick.clone()).putInt(1, 999).array();
            case ANOTHER_TYPE -> anotherType();
            case CUT_OFF -> Arrays.copyOf(tick, tick.length - 3);
            case BYTES_AFTER_THE_END -> Arrays.copyOf(tick, tick.length + 1);
            // The first field is the tenant, a text: a length of more than there is.
            case HUGE_LENGTH ->
                ByteBuffer.wrap(tick.clone()).putInt(5, 0xFEFFFFFF).array();
        };
    }

    /** A good record, of a bar. */
    private byte[] anotherType() {
        registry.add(ContractSchemas.of(io.candlewick.avro.Bar.class));
        return serdes.bar()
                .serializer()
                .serialize(Topics.BARS.name(), Fixtures.aBar().build());
    }

    private static byte[] changed(byte[] bytes, int at, byte value) {
        byte[] changed = bytes.clone();
        changed[at] = value;
        return changed;
    }

    private void send(Tick tick) {
        ticks.pipeInput(tick.symbol().text(), bytesOf(tick));
    }

    private byte[] bytesOf(Tick tick) {
        return serdes.tick().serializer().serialize(Topics.TICKS_LIVE.name(), tick);
    }

    private static Tick mark(String time, FeedStatus status) {
        return Tick.heartbeat(
                new Tick.Origin("system", LaneDriver.FEED, LaneDriver.at(time)),
                LaneDriver.EUR_USD,
                LaneDriver.at(time),
                status);
    }
}
