package io.candlewick.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.apicurio.registry.resolver.config.SchemaResolverConfig;
import io.apicurio.registry.serde.Default4ByteIdHandler;
import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.apicurio.registry.serde.avro.AvroSerdeConfig;
import io.apicurio.registry.serde.config.IdOption;
import io.apicurio.registry.serde.config.SerdeConfig;
import io.candlewick.contract.ContractSchemas;
import io.candlewick.market.Bar;
import io.candlewick.market.Tick;
import io.candlewick.market.Times;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Apicurio's own serde, in Confluent's wire format, reads what we write, and we read what it writes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApicurioSerdeIT {

    private static final Schema TICK = ContractSchemas.of(io.candlewick.avro.Tick.class);
    private static final Schema BAR = ContractSchemas.of(io.candlewick.avro.Bar.class);

    private @Nullable WireStack running;

    @BeforeAll
    void startStack(@TempDir Path directory) throws Exception {
        running = WireStack.start(directory);
    }

    @AfterAll
    void stopStack() {
        if (running != null) {
            running.close();
        }
    }

    @Test
    void shouldWriteTicksThatApicurioReads() throws Exception {
        String topic = stack().newTopic("ticks");
        stack().write(topic, stack().serdes().tick().serializer(), "EUR/USD", WireRecords.TICKS);

        List<GenericRecord> read = stack().read(topic, apicurioDeserializer(false), WireRecords.TICKS.size());

        assertThat(read)
                .extracting(ApicurioSerdeIT::fields)
                .isEqualTo(WireRecords.TICKS.stream().map(WireRecords::fields).toList());
    }

    @Test
    void shouldWriteBarsThatApicurioReads() throws Exception {
        String topic = stack().newTopic("bars");
        stack().write(topic, stack().serdes().bar().serializer(), "key", WireRecords.BARS);

        List<GenericRecord> read = stack().read(topic, apicurioDeserializer(false), WireRecords.BARS.size());

        assertThat(read)
                .extracting(ApicurioSerdeIT::fields)
                .isEqualTo(WireRecords.BARS.stream().map(WireRecords::fields).toList());
    }

    @Test
    void shouldWriteBarsThatApicurioReadsIntoTheGeneratedClass() throws Exception {
        String topic = stack().newTopic("bars");
        stack().write(topic, stack().serdes().bar().serializer(), "key", WireRecords.BARS);

        List<SpecificRecord> read = stack().read(topic, apicurioDeserializer(true), WireRecords.BARS.size());

        assertThat(read).hasOnlyElementsOfType(io.candlewick.avro.Bar.class);
        assertThat(read)
                .extracting(ApicurioSerdeIT::fields)
                .isEqualTo(WireRecords.BARS.stream().map(WireRecords::fields).toList());
    }

    @Test
    void shouldReadTheTicksApicurioWrites() throws Exception {
        String topic = stack().newTopic("ticks");
        List<GenericRecord> written = WireRecords.TICKS.stream()
                .map(tick -> generic(TICK, WireRecords.fields(tick)))
                .toList();
        stack().write(topic, apicurioSerializer(), "EUR/USD", written);

        List<Tick> read = stack().read(topic, stack().serdes().tick().deserializer(), written.size());

        assertThat(read).isEqualTo(WireRecords.TICKS);
    }

    @Test
    void shouldReadTheBarsApicurioWrites() throws Exception {
        String topic = stack().newTopic("bars");
        List<GenericRecord> written = WireRecords.BARS.stream()
                .map(bar -> generic(BAR, WireRecords.fields(bar)))
                .toList();
        stack().write(topic, apicurioSerializer(), "key", written);

        List<Bar> read = stack().read(topic, stack().serdes().bar().deserializer(), written.size());

        assertThat(read).isEqualTo(WireRecords.BARS);
    }

    private WireStack stack() {
        return java.util.Objects.requireNonNull(running);
    }

    private <T> Deserializer<T> apicurioDeserializer(boolean specific) {
        Deserializer<T> deserializer = new AvroKafkaDeserializer<>();
        Map<String, Object> config = apicurio();
        config.put(AvroSerdeConfig.USE_SPECIFIC_AVRO_READER, specific);
        deserializer.configure(config, false);
        return deserializer;
    }

    private Serializer<GenericRecord> apicurioSerializer() {
        Serializer<GenericRecord> serializer = new AvroKafkaSerializer<>();
        Map<String, Object> config = apicurio();
        config.put(SchemaResolverConfig.AUTO_REGISTER_ARTIFACT, true);
        serializer.configure(config, false);
        return serializer;
    }

    /** What makes Apicurio's serde speak Confluent's format: content ids in four bytes, behind the magic byte. */
    private Map<String, Object> apicurio() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put(
                SchemaResolverConfig.REGISTRY_URL,
                stack().registryUrl().replace("/apis/ccompat/v7", "/apis/registry/v3"));
        config.put(SerdeConfig.USE_ID, IdOption.contentId.name());
        config.put(SerdeConfig.ID_HANDLER, Default4ByteIdHandler.class.getName());
        return config;
    }

    private static GenericRecord generic(Schema schema, Map<String, @Nullable Object> fields) {
        GenericRecord record = new GenericData.Record(schema);
        fields.forEach(
                (name, value) -> record.put(name, datum(schema.getField(name).schema(), value)));
        return record;
    }

    private static @Nullable Object datum(Schema schema, @Nullable Object value) {
        Schema type = schema.isUnion() ? schema.getTypes().get(1) : schema;
        return value != null && type.getType() == Schema.Type.ENUM
                ? new GenericData.EnumSymbol(type, value.toString())
                : value;
    }

    private static Map<String, @Nullable Object> fields(org.apache.avro.generic.IndexedRecord record) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (Schema.Field field : record.getSchema().getFields()) {
            Object value = record.get(field.pos());
            boolean isText =
                    value instanceof CharSequence || value instanceof GenericData.EnumSymbol || value instanceof Enum;
            fields.put(
                    field.name(), value instanceof Instant time ? Times.us(time) : isText ? value.toString() : value);
        }
        return fields;
    }
}
