package io.candlewick.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.candlewick.contract.ContractSchemas;
import io.candlewick.contract.Released;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Records that releases wrote, kept as bytes with what they meant: today's code reads them without losing anything, and a release reads the
 * same out of what today's code makes of them. {@code src/test/resources/released/README.md} tells how the files are made.
 */
class GoldenRecordsTest {

    private static final int RECORDS = 8;
    private static final int HEADER_BYTES = 5;
    private static final ScriptedRegistry REGISTRY = ScriptedRegistry.start();

    private final RecordSerdes serdes = new CandlewickSerdes(REGISTRY.client());

    /** One record of a release. */
    private record Golden(String hex, String json) {

        byte[] body() {
            return HexFormat.of().parseHex(hex);
        }
    }

    @AfterAll
    static void stopRegistry() {
        REGISTRY.close();
    }

    @ParameterizedTest
    @MethodSource("released")
    void shouldLoseNothingOfARecordThatAReleaseWrote(String release, String type) throws IOException {
        Schema then = Released.schema(release, type);
        int id = REGISTRY.add(then);

        for (Golden golden : read(release, type)) {
            byte[] again = rewritten(type, id, golden.body());

            GenericRecord readThen = new GenericDatumReader<GenericRecord>(today(type), then)
                    .read(
                            null,
                            DecoderFactory.get().binaryDecoder(again, HEADER_BYTES, again.length - HEADER_BYTES, null));
            assertThat(readThen).hasToString(golden.json());
        }
    }

    @ParameterizedTest
    @MethodSource("released")
    void shouldWriteTheSameBytesWhileTheSchemaIsTheSame(String release, String type) throws IOException {
        Schema then = Released.schema(release, type);
        assumeTrue(then.equals(today(type)), type + " has got other fields since " + release);
        int id = REGISTRY.add(then);

        for (Golden golden : read(release, type)) {
            byte[] again = rewritten(type, id, golden.body());

            assertThat(Arrays.copyOfRange(again, HEADER_BYTES, again.length)).isEqualTo(golden.body());
        }
    }

    /** Writes the files of a release that is being made. */
    @Test
    void shouldWriteTheFilesOfANewRelease() throws IOException {
        String release = System.getProperty("candlewick.golden.release", "");
        assumeTrue(!release.isEmpty(), "no release is being made");
        for (Map.Entry<String, List<GenericRecord>> type : samples(release).entrySet()) {
            Path file = file(release, type.getKey());
            assumeTrue(!Files.exists(file), file + " is there and never changes");
            List<String> lines = type.getValue().stream()
                    .map(AvroReference::bytes)
                    // As a reader says it: a map has another order there.
                    .map(body -> HexFormat.of().formatHex(body) + " "
                            + AvroReference.read(Released.schema(release, type.getKey()), body))
                    .toList();
            Files.write(file, lines);
        }
    }

    /* By the release's copies of the schemas, which come first: so a file can be made later too. */
    private static Map<String, List<GenericRecord>> samples(String release) {
        Map<String, List<GenericRecord>> samples = new LinkedHashMap<>();
        Random random = new Random(1);
        Schema tick = Released.schema(release, "Tick");
        Schema bar = Released.schema(release, "Bar");
        Schema indicators = Released.schema(release, "IndicatorSet");
        samples.put("Tick", each(() -> AvroReference.of(tick, Samples.tick(random))));
        samples.put("Bar", each(() -> AvroReference.of(bar, Samples.bar(random))));
        samples.put("IndicatorSet", each(() -> AvroReference.of(indicators, Samples.indicators(random))));
        for (Class<? extends SpecificRecord> record : Released.RECORDS) {
            String type = record.getSimpleName();
            if (samples.containsKey(type)) {
                continue;
            }
            List<GenericRecord> records = new ArrayList<>();
            new RandomData(Released.schema(release, type), RECORDS, 1)
                    .forEach(made -> records.add((GenericRecord) made));
            samples.put(type, records);
        }
        return samples;
    }

    private static List<GenericRecord> each(java.util.function.Supplier<GenericRecord> sample) {
        return IntStream.range(0, RECORDS).mapToObj(index -> sample.get()).toList();
    }

    /** What comes of a record's body when today's code reads it and writes it again, with the header of the wire. */
    private byte[] rewritten(String type, int id, byte[] body) {
        byte[] wire = ByteBuffer.allocate(HEADER_BYTES + body.length)
                .put((byte) 0)
                .putInt(id)
                .put(body)
                .array();
        return switch (type) {
            case "Tick" -> through(serdes.tick(), wire);
            case "Bar" -> through(serdes.bar(), wire);
            case "IndicatorSet" -> through(serdes.indicators(), wire);
            default -> through(serdes.record(type(type)), wire);
        };
    }

    private static <T> byte[] through(Serde<T> serde, byte[] wire) {
        return serde.serializer().serialize("golden", serde.deserializer().deserialize("golden", wire));
    }

    private static Class<? extends SpecificRecord> type(String name) {
        return Released.RECORDS.stream()
                .filter(type -> type.getSimpleName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Schema today(String type) {
        return ContractSchemas.of(type(type));
    }

    private static Path file(String release, String type) {
        return Released.FOLDER.resolve(release).resolve(type + ".records");
    }

    private static List<Golden> read(String release, String type) throws IOException {
        List<Golden> records = new ArrayList<>();
        for (String line : Files.readAllLines(file(release, type))) {
            int space = line.indexOf(' ');
            records.add(new Golden(line.substring(0, space), line.substring(space + 1)));
        }
        assertThat(records).hasSize(RECORDS);
        return records;
    }

    /** Every schema of every release: one without records fails. */
    static Stream<Arguments> released() {
        return Released.schemas().stream()
                .map(version -> Arguments.of(version.release(), version.schema().getName()));
    }
}
