package io.candlewick.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.Bar;
import io.candlewick.avro.Instrument;
import io.candlewick.avro.Tick;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContractSchemasTest {

    @ParameterizedTest
    @MethodSource("io.candlewick.contract.ReleasedSchemasTest#today")
    void shouldHoldNothingThatOnlyJavaReads(String name, Schema schema) {
        assertThat(schema.toString()).as(name).doesNotContain("avro.java");
    }

    @ParameterizedTest
    @MethodSource("io.candlewick.contract.ReleasedSchemasTest#today")
    void shouldDescribeEveryRecordEnumAndField(String name, Schema schema) {
        Map<String, Schema> named = new LinkedHashMap<>();
        collect(schema, named);

        assertThat(named).containsKey(name);
        named.values().forEach(type -> {
            assertThat(type.getDoc()).as(type.getFullName()).isNotBlank();
            if (type.getType() == Schema.Type.RECORD) {
                assertThat(type.getFields()).allSatisfy(field -> {
                    assertThat(field.doc())
                            .as(type.getFullName() + "." + field.name())
                            .isNotBlank();
                    assertThat(field.name()).matches("[a-z][a-z0-9]*(_[a-z0-9]+)*");
                });
            }
        });
    }

    @ParameterizedTest
    @MethodSource("io.candlewick.contract.ReleasedSchemasTest#today")
    void shouldSayOfEveryTimeThatItIsMicroseconds(String name, Schema schema) {
        assertThat(schema.getFields())
                .as(name)
                .filteredOn(field -> field.name().endsWith("_time"))
                .allSatisfy(field -> assertThat(withoutNull(field.schema()).getLogicalType())
                        .as(field.name())
                        .isEqualTo(LogicalTypes.timestampMicros()));
    }

    @Test
    void shouldKeepTypesNamesAndDefaults() {
        Schema tick = ContractSchemas.of(Tick.class);

        assertThat(SchemaNormalization.parsingFingerprint64(tick))
                .isEqualTo(SchemaNormalization.parsingFingerprint64(
                        SpecificData.get().getSchema(Tick.class)));
        assertThat(tick.getField("tenant").defaultVal()).isEqualTo("system");
        assertThat(tick.getField("tenant").schema()).isEqualTo(Schema.create(Schema.Type.STRING));
    }

    @Test
    void shouldCleanMapsAndUnionsToo() {
        Schema sources =
                ContractSchemas.of(Instrument.class).getField("sources").schema();

        assertThat(sources.toString()).isEqualTo("{\"type\":\"map\",\"values\":\"string\"}");
    }

    @Test
    void shouldTakeTheSameSchemaTwice() {
        Schema once = ContractSchemas.of(Bar.class);

        assertThat(ContractSchemas.plain(once)).isEqualTo(once).hasToString(once.toString());
    }

    private static void collect(Schema schema, Map<String, Schema> named) {
        switch (schema.getType()) {
            case RECORD -> {
                if (named.put(schema.getFullName(), schema) == null) {
                    schema.getFields().forEach(field -> collect(field.schema(), named));
                }
            }
            case ENUM -> named.put(schema.getFullName(), schema);
            case UNION -> schema.getTypes().forEach(type -> collect(type, named));
            case ARRAY -> collect(schema.getElementType(), named);
            case MAP -> collect(schema.getValueType(), named);
            default -> {}
        }
    }

    private static Schema withoutNull(Schema schema) {
        return schema.getType() == Schema.Type.UNION ? schema.getTypes().get(1) : schema;
    }
}
