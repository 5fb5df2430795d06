package io.candlewick.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candlewick.contract.ContractSchemas;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.junit.jupiter.api.Test;

class FieldedRecordTest {

    private final org.apache.avro.Schema schema = ContractSchemas.of(io.candlewick.avro.Tick.class);
    private final FieldedRecord ticks = new FieldedRecord(schema);

    @Test
    void shouldReadFieldsByNameAndGiveAbsentOnesTheirDefaults() throws Exception {
        GenericRecord tick = read(ticks.encode(quote()));

        assertThat(tick.get("symbol")).hasToString("EUR/USD");
        assertThat(tick.get("tenant")).hasToString("system");
        assertThat(tick.get("event_time")).isEqualTo(1_398_920_400_000_001L);
        assertThat(tick.get("sequence")).isEqualTo(0L);
        assertThat(tick.get("bid")).isEqualTo(1.5);
        assertThat(tick.get("ask")).isNull();
        assertThat(tick.get("action")).hasToString("NEW");
    }

    @Test
    void shouldTakeConnectsOwnTimestampsAndLeaveOutFieldsItDoesNotKnow() throws Exception {
        Schema struct = SchemaBuilder.struct()
                .field("symbol", Schema.STRING_SCHEMA)
                .field("feed", Schema.STRING_SCHEMA)
                .field("kind", Schema.STRING_SCHEMA)
                .field("event_time", Timestamp.SCHEMA)
                .field("ingest_time", Schema.INT64_SCHEMA)
                .field("bid", Schema.FLOAT32_SCHEMA)
                .field("stranger", Schema.STRING_SCHEMA)
                .build();

        GenericRecord tick = read(ticks.encode(new Struct(struct)
                .put("symbol", "EUR/USD")
                .put("feed", "f")
                .put("kind", "QUOTE")
                .put("event_time", Timestamp.toLogical(Timestamp.SCHEMA, 1_398_920_400_123L))
                .put("ingest_time", 7L)
                .put("bid", 1.5f)
                .put("stranger", "x")));

        assertThat(tick.get("event_time")).isEqualTo(1_398_920_400_123_000L);
        assertThat(tick.get("bid")).isEqualTo(1.5);
    }

    @Test
    void shouldNameTheFieldThatDoesNotFit() {
        assertThatThrownBy(() -> ticks.encode(Map.of("feed", "f")))
                .isInstanceOf(SerializationException.class)
                .hasMessage("has no field 'symbol'");
        assertFault("kind", "CANDLE", "field 'kind' is 'CANDLE', none of [QUOTE, TRADE, HEARTBEAT]");
        assertFault("bid", "1.5", "field 'bid' is a String and no number");
        assertFault("event_time", 1.5, "field 'event_time' is 1.5 and no whole number");
    }

    private void assertFault(String field, Object value, String fault) {
        Map<String, Object> quote = quote();
        quote.put(field, value);
        assertThatThrownBy(() -> ticks.encode(quote))
                .isInstanceOf(SerializationException.class)
                .hasMessage(fault);
    }

    private static Map<String, Object> quote() {
        return new HashMap<>(Map.of(
                "symbol",
                "EUR/USD",
                "feed",
                "f",
                "kind",
                "QUOTE",
                "event_time",
                1_398_920_400_000_001L,
                "ingest_time",
                1_398_920_400_000_002L,
                "bid",
                1.5));
    }

    private GenericRecord read(byte[] body) throws Exception {
        return new GenericDatumReader<GenericRecord>(schema)
                .read(null, DecoderFactory.get().binaryDecoder(body, null));
    }
}
