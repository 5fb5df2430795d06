package io.candlewick.serde;

import static io.candlewick.market.fixtures.Fixtures.aBar;
import static io.candlewick.market.fixtures.Fixtures.aTick;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candlewick.avro.AggressorSide;
import io.candlewick.avro.FeedHealth;
import io.candlewick.avro.FeedState;
import io.candlewick.contract.ContractSchemas;
import io.candlewick.contract.Topics;
import io.candlewick.market.Bar;
import io.candlewick.market.Tick;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Serdes as a client uses them: with schema ids, foreign schemas and broken bytes. */
class WireSerdeTest {

    private static final ScriptedRegistry REGISTRY = ScriptedRegistry.start();
    private static final Schema TICK = ContractSchemas.of(io.candlewick.avro.Tick.class);
    private static final int TICK_ID = REGISTRY.add(TICK);
    private static final int BAR_ID = REGISTRY.add(ContractSchemas.of(io.candlewick.avro.Bar.class));
    private static final int FEED_STATE_ID = REGISTRY.add(ContractSchemas.of(FeedState.class));
    private static final int OLD_TICK_ID = REGISTRY.add(without(TICK, "venue"));
    private static final String TOPIC = "ticks.live";

    private final RecordSerdes serdes = new CandlewickSerdes(REGISTRY.client());

    @AfterAll
    static void stopRegistry() {
        REGISTRY.close();
    }

    @Test
    void shouldPutMagicAndIdBeforeTheRecord() {
        byte[] bytes = serdes.tick().serializer().serialize(TOPIC, aTick().build());

        assertThat(bytes).startsWith(0, 0, 0, 0, TICK_ID);
        assertThat(Arrays.copyOfRange(bytes, 5, bytes.length))
                .isEqualTo(AvroReference.bytes(AvroReference.of(TICK, aTick().build())));
    }

    @Test
    void shouldRegisterUnderTheTopicsValue() {
        serdes.bar().serializer().serialize("bars.vendor", aBar().build());

        assertThat(REGISTRY.requests())
                .extracting(ScriptedRegistry.Request::path)
                .contains("/subjects/" + Topics.BARS_VENDOR.valueSubject() + "/versions");
    }

    @Test
    void shouldReadBackWhatItWrites() {
        Tick tick = aTick().of("GBP/USD")
                .trade(1.25, 3, AggressorSide.SELL)
                .venue("LMAX")
                .build();
        Bar bar = aBar().timeframe("4h").incomplete().build();
        FeedState state = feedState();

        assertThat(roundTrip(serdes.tick(), tick)).isEqualTo(tick);
        assertThat(roundTrip(serdes.bar(), bar)).isEqualTo(bar);
        assertThat(roundTrip(serdes.record(FeedState.class), state)).isEqualTo(state);
    }

    @Test
    @SuppressWarnings("NullAway") // Kafka hands tombstones to both sides.
    void shouldPassTombstonesThrough() {
        assertThat(serdes.tick().serializer().serialize(TOPIC, null)).isNull();
        assertThat(serdes.tick().deserializer().deserialize(TOPIC, (byte[]) null))
                .isNull();
    }

    @Test
    void shouldReadTheSchemaWithMoreFieldsOfANewerWriter() {
        Schema newer = withField(TICK, "{\"name\":\"liquidity\",\"type\":[\"null\",\"string\"],\"default\":null}");
        GenericRecord record = AvroReference.of(newer, aTick().build());
        record.put("liquidity", "thin");

        assertThat(readTick(REGISTRY.add(newer), AvroReference.bytes(record))).isEqualTo(aTick().build());
    }

    @Test
    void shouldFillTheFieldAnOlderWriterLacks() {
        GenericRecord record = AvroReference.of(
                without(TICK, "venue"), aTick().venue("LMAX").conditions("R").build());

        assertThat(readTick(OLD_TICK_ID, AvroReference.bytes(record)))
                .isEqualTo(aTick().conditions("R").build());
    }

    @Test
    void shouldReadASymbolItDoesNotKnowAsTheDefault() {
        Schema newer =
                new Schema.Parser().parse(TICK.toString().replace("\"BUY\",\"SELL\"", "\"BUY\",\"SELL\",\"AUCTION\""));
        GenericRecord record = AvroReference.of(newer, aTick().trade(1, 1).build());
        record.put(
                "aggressor_side",
                new org.apache.avro.generic.GenericData.EnumSymbol(
                        newer.getField("aggressor_side").schema(), "AUCTION"));

        assertThat(readTick(REGISTRY.add(newer), AvroReference.bytes(record)).aggressorSide())
                .isEqualTo(AggressorSide.UNKNOWN);
    }

    @Test
    void shouldReadTwoIdsOfOneSchemaByTurns() {
        Schema sameButForTheWords = new Schema.Parser().parse(TICK.toString().replace("Best bid price.", "The bid."));
        int otherId = REGISTRY.add(sameButForTheWords);
        byte[] body = AvroReference.bytes(AvroReference.of(TICK, aTick().build()));
        Deserializer<Tick> deserializer = serdes.tick().deserializer();

        for (int id : new int[] {TICK_ID, otherId, TICK_ID, otherId}) {
            assertThat(deserializer.deserialize(TOPIC, wire(id, body))).isEqualTo(aTick().build());
        }
    }

    @Test
    void shouldSayWhichTypeCameInsteadOfWhich() {
        byte[] bar = serdes.bar().serializer().serialize("bars", aBar().build());

        assertThatThrownBy(() -> serdes.tick().deserializer().deserialize(TOPIC, bar))
                .isInstanceOf(SerializationException.class)
                .hasMessage("Schema id " + BAR_ID + " is io.candlewick.avro.Bar, expected io.candlewick.avro.Tick");
    }

    @Test
    void shouldSayWhenASchemaCannotBeResolved() {
        Schema wrong = new Schema.Parser()
                .parse(TICK.toString()
                        .replace("\"name\":\"sequence\",\"type\":\"long\"", "\"name\":\"sequence\",\"type\":\"string\"")
                        .replace("\"default\":0", "\"default\":\"0\""));
        byte[] record = wire(REGISTRY.add(wrong), new byte[40]);

        assertThatThrownBy(() -> serdes.tick().deserializer().deserialize(TOPIC, record))
                .isInstanceOf(SerializationException.class)
                .hasMessageStartingWith("Record does not fit its schema: ")
                .hasMessageContaining("expecting long");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"symbol\":\"EUR/USD\"}", "\u0000\u0000"})
    void shouldSayWhenARecordIsNotInTheWireFormat(String text) {
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);

        assertThatThrownBy(() -> serdes.tick().deserializer().deserialize(TOPIC, bytes))
                .isInstanceOf(SerializationException.class)
                .hasMessageStartingWith("Not a record in Confluent's wire format: " + bytes.length + " bytes");
    }

    @Test
    void shouldSayWhenTheRegistryDoesNotKnowTheId() {
        assertThatThrownBy(() -> readTick(4711, new byte[0]))
                .isInstanceOf(RegistryException.class)
                .hasMessage("Schema registry " + REGISTRY.url()
                        + " refused schema id 4711 with HTTP 404: Schema 4711 not found");
    }

    @Test
    void shouldSayWhenASymbolIsNone() {
        GenericRecord record = AvroReference.of(TICK, aTick().build());
        record.put("symbol", "EUR|USD");

        assertThatThrownBy(() -> readTick(TICK_ID, AvroReference.bytes(record)))
                .isInstanceOf(SerializationException.class)
                .hasMessage("Broken Tick: symbol='EUR|USD' must be 1 to 32 letters, digits or ./_:=^-");
    }

    @Test
    void shouldRefuseBytesAfterTheRecord() {
        byte[] oldTick = AvroReference.bytes(AvroReference.of(without(TICK, "venue"), aTick().build()));
        byte[] state = serdes.record(FeedState.class).serializer().serialize("feeds", feedState());

        assertThatThrownBy(() -> readTick(OLD_TICK_ID, Arrays.copyOf(oldTick, oldTick.length + 2)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("2 bytes follow the record");
        assertThatThrownBy(() -> serdes.record(FeedState.class)
                        .deserializer()
                        .deserialize("feeds", Arrays.copyOf(state, state.length + 3)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("3 bytes follow the record");
    }

    @Test
    void shouldNotReserveMemoryForALengthThatIsALie() {
        AvroWriter body = new AvroWriter();
        body.writeString("system");
        body.writeLong(Integer.MAX_VALUE - 100);

        for (int id : List.of(TICK_ID, OLD_TICK_ID)) {
            assertThatThrownBy(() -> readTick(id, body.toBytes()))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("length 2147483547 where 0 bytes are left");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 30, Long.MAX_VALUE, -(1L << 30), Long.MIN_VALUE})
    void shouldNotReserveMemoryForACountThatIsALie(long count) {
        AvroWriter body = new AvroWriter();
        for (String text : List.of("system", "polygon.forex", "ingest-1")) {
            body.writeString(text);
        }
        body.writeLong(0);
        body.writeLong(0);
        body.writeLong(count);
        if (count < 0) {
            body.writeLong(0);
        }

        assertThatThrownBy(() -> serdes.record(FeedState.class)
                        .deserializer()
                        .deserialize("feeds", wire(FEED_STATE_ID, body.toBytes())))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("block has count");
    }

    @Test
    void shouldSayWhichFieldCannotBeWritten() {
        FeedState unfit = feedState();
        unfit.setFeed(null);

        assertThatThrownBy(() -> serdes.record(FeedState.class).serializer().serialize("feeds", unfit))
                .isInstanceOf(SerializationException.class)
                .hasMessageStartingWith("io.candlewick.avro.FeedState cannot be written: ")
                .hasMessageContaining("feed");
    }

    private Tick readTick(int id, byte[] body) {
        return serdes.tick().deserializer().deserialize(TOPIC, wire(id, body));
    }

    private static <T> T roundTrip(Serde<T> serde, T value) {
        return serde.deserializer().deserialize(TOPIC, serde.serializer().serialize(TOPIC, value));
    }

    static byte[] wire(int id, byte[] body) {
        return ByteBuffer.allocate(5 + body.length)
                .put((byte) 0)
                .putInt(id)
                .put(body)
                .array();
    }

    static FeedState feedState() {
        return FeedState.newBuilder()
                .setFeed("polygon.forex")
                .setInstance("ingest-1")
                .setStatus(FeedHealth.SUBSCRIBED)
                .setEventTime(Instant.parse("2026-03-02T10:00:00.123456Z"))
                .setSymbols(List.of("EUR/USD", "XAU/USD"))
                .build();
    }

    static Schema without(Schema schema, String field) {
        return copy(
                schema, schema.getFields().stream().filter(any -> !any.name().equals(field)));
    }

    private static Schema withField(Schema schema, String json) {
        Schema holder = new Schema.Parser().parse("{\"type\":\"record\",\"name\":\"H\",\"fields\":[" + json + "]}");
        return copy(schema, java.util.stream.Stream.concat(schema.getFields().stream(), holder.getFields().stream()));
    }

    private static Schema copy(Schema schema, java.util.stream.Stream<Schema.Field> fields) {
        return Schema.createRecord(
                schema.getName(),
                schema.getDoc(),
                schema.getNamespace(),
                false,
                fields.map(field -> new Schema.Field(field, field.schema())).toList());
    }
}
