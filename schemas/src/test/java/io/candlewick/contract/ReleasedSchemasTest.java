package io.candlewick.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Guards what was ever released: topics and the readers of others hold records of those schemas for years. */
class ReleasedSchemasTest {

    private static final String NEWEST = "0.1";
    private static final String WAY_OUT = """


            What to do:
              - A new field needs a default (a nullable one: type ["null", ...], default null) and belongs at the end of the record.
              - A field that is no longer wanted stays; its doc says since when it is not filled.
              - A change of type or name is a new field beside the old one, both filled for one release.
              - A new enum symbol needs a 'default' symbol in the enum of the release before; else make a new nullable field.
              - If the release of that schema never left the house, replace its copy in schemas/src/test/resources/released.
            """;

    @ParameterizedTest
    @MethodSource("released")
    void shouldReadEveryRecordEverWritten(String version, Schema old) {
        Schema now = todayOf(old.getFullName());

        assertReads(now, old, "Today's " + now.getFullName() + " cannot read records written by release " + version);
    }

    @ParameterizedTest
    @MethodSource("released")
    void shouldWriteWhatEveryReleaseCanRead(String version, Schema old) {
        Schema now = todayOf(old.getFullName());

        assertReads(old, now, "Release " + version + " cannot read records written with today's " + now.getFullName());
    }

    @ParameterizedTest
    @MethodSource("today")
    void shouldHaveACopyOfEverySchemaInTheNewestRelease(String name, Schema schema) {
        assertThat(Released.FOLDER.resolve(NEWEST).resolve(schema.getName() + ".avsc"))
                .as(
                        "%s is not guarded: put ContractSchemas.of(%s.class).toString(true) into this file when it is released",
                        name, schema.getName())
                .exists();
    }

    @Test
    void shouldNoticeAFieldWithoutDefault() {
        Schema before = record("{\"name\":\"a\",\"type\":\"long\"}");
        Schema after = record("{\"name\":\"a\",\"type\":\"long\"},{\"name\":\"b\",\"type\":\"long\"}");
        Schema withDefault =
                record("{\"name\":\"a\",\"type\":\"long\"},{\"name\":\"b\",\"type\":\"long\",\"default\":0}");

        assertThat(compatibility(after, before).getType()).isEqualTo(SchemaCompatibilityType.INCOMPATIBLE);
        assertThat(compatibility(withDefault, before).getType()).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
        assertThat(compatibility(before, withDefault).getType()).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }

    static Stream<Arguments> today() {
        return schemas().map(schema -> Arguments.of(schema.getFullName(), schema));
    }

    static Stream<Arguments> released() {
        return Released.schemas().stream().map(version -> Arguments.of(version.release(), version.schema()));
    }

    private static Stream<Schema> schemas() {
        return Released.RECORDS.stream().map(ContractSchemas::of);
    }

    private static Schema todayOf(String name) {
        return schemas()
                .filter(schema -> schema.getFullName().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new AssertionError(name + " was released and is gone; records of it lie in topics." + WAY_OUT));
    }

    private static void assertReads(Schema reader, Schema writer, String complaint) {
        SchemaPairCompatibility found = compatibility(reader, writer);
        String faults = found.getResult().getIncompatibilities().stream()
                .map(fault -> "  " + fault.getType() + " at " + fault.getLocation() + ": " + fault.getMessage())
                .collect(Collectors.joining("\n"));
        assertThat(found.getType())
                .as("%s:%n%s%s", complaint, faults, WAY_OUT)
                .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }

    private static SchemaPairCompatibility compatibility(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
    }

    private static Schema record(String fields) {
        return new Schema.Parser().parse("{\"type\":\"record\",\"name\":\"Sample\",\"fields\":[" + fields + "]}");
    }
}
