package io.candlewick.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candlewick.contract.ContractSchemas;
import io.candlewick.market.Bar;
import io.candlewick.market.Tick;
import io.candlewick.market.Times;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Confluent's own client for Python reads what we write, and we read what it writes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConfluentPythonIT {

    private static final Schema TICK = ContractSchemas.of(io.candlewick.avro.Tick.class);
    private static final Schema BAR = ContractSchemas.of(io.candlewick.avro.Bar.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private @Nullable PythonProgram python;
    private @Nullable WireStack running;

    @BeforeAll
    void startStack(@TempDir Path directory) throws Exception {
        python = PythonProgram.withConfluentClient().orElse(null);
        if (python != null) {
            running = WireStack.start(directory);
        }
    }

    /* Before each test and not before all: an assumption that fails there loses its message and even the number of tests. */
    @BeforeEach
    void needPython() {
        assumeTrue(
                python != null,
                "skipped: no Python has Confluent's client; apt-get install python3-confluent-kafka python3-avro python3-requests");
    }

    @AfterAll
    void stopStack() {
        if (running != null) {
            running.close();
        }
    }

    @Test
    void shouldWriteTicksThatAvroConsumerReads() throws Exception {
        String topic = stack().newTopic("ticks");
        stack().write(topic, stack().serdes().tick().serializer(), null, WireRecords.TICKS);

        assertThat(consume(topic, WireRecords.TICKS.size(), TICK, "no-keys"))
                .isEqualTo(records(null, WireRecords.TICKS.stream().map(WireRecords::fields)));
    }

    @Test
    void shouldWriteBarsThatAvroConsumerReads() throws Exception {
        String topic = stack().newTopic("bars");
        stack().write(topic, stack().serdes().bar().serializer(), null, WireRecords.BARS);

        assertThat(consume(topic, WireRecords.BARS.size(), BAR, "no-keys"))
                .isEqualTo(records(null, WireRecords.BARS.stream().map(WireRecords::fields)));
    }

    @Test
    void shouldWriteKeysThatReadAsText() throws Exception {
        String topic = stack().newTopic("bars");
        String key = WireRecords.BARS.get(0).key().text();
        stack().write(topic, stack().serdes().bar().serializer(), key, WireRecords.BARS);

        assertThat(consume(topic, WireRecords.BARS.size(), BAR, "text-keys"))
                .isEqualTo(records(key, WireRecords.BARS.stream().map(WireRecords::fields)));
    }

    @Test
    void shouldReadTheTicksAvroProducerWrites() throws Exception {
        String topic = stack().newTopic("ticks");
        produce(topic, TICK, WireRecords.TICKS.stream().map(WireRecords::fields));

        List<Tick> read = stack().read(topic, stack().serdes().tick().deserializer(), WireRecords.TICKS.size());

        assertThat(read).isEqualTo(WireRecords.TICKS);
    }

    @Test
    void shouldReadTheBarsAvroProducerWrites() throws Exception {
        String topic = stack().newTopic("bars");
        produce(topic, BAR, WireRecords.BARS.stream().map(WireRecords::fields));

        List<Bar> read = stack().read(topic, stack().serdes().bar().deserializer(), WireRecords.BARS.size());

        assertThat(read).isEqualTo(WireRecords.BARS);
    }

    private WireStack stack() {
        return java.util.Objects.requireNonNull(running);
    }

    private PythonProgram python() {
        return java.util.Objects.requireNonNull(python);
    }

    private void produce(String topic, Schema schema, Stream<Map<String, @Nullable Object>> records) throws Exception {
        String input = Stream.concat(Stream.of(schema.toString()), records.map(ConfluentPythonIT::json))
                .collect(Collectors.joining("\n"));
        python().script("confluent_write.py", input, stack().bootstrapServers(), stack().registryUrl(), topic);
    }

    /** What the consumer printed, with its ISO-8601 times as microseconds again. */
    private List<Map<String, @Nullable Object>> consume(String topic, int count, Schema schema, String keys)
            throws Exception {
        List<String> lines = python().script(
                        "confluent_read.py",
                        "",
                        stack().bootstrapServers(),
                        stack().registryUrl(),
                        topic,
                        Integer.toString(count),
                        keys);
        return lines.stream().map(line -> record(schema, line)).toList();
    }

    private static Map<String, @Nullable Object> record(Schema schema, String line) {
        Map<String, @Nullable Object> record = parse(line);
        @SuppressWarnings("unchecked") // A record of JSON.
        Map<String, @Nullable Object> value =
                (Map<String, @Nullable Object>) java.util.Objects.requireNonNull(record.get("value"));
        value.replaceAll((name, field) -> typed(schema.getField(name), field));
        return record;
    }

    /** JSON does not tell long from int, and a time is text in it. */
    private static @Nullable Object typed(Schema.Field field, @Nullable Object value) {
        Schema type = field.schema().isUnion() ? field.schema().getTypes().get(1) : field.schema();
        if (value instanceof String time && type.getLogicalType() != null) {
            return Times.us(Instant.parse(time));
        }
        return value instanceof Integer number && type.getType() == Schema.Type.LONG ? number.longValue() : value;
    }

    private static List<Map<String, @Nullable Object>> records(
            @Nullable String key, Stream<Map<String, @Nullable Object>> values) {
        return values.map(value -> {
                    Map<String, @Nullable Object> record = new LinkedHashMap<>();
                    record.put("key", key);
                    record.put("value", value);
                    return record;
                })
                .toList();
    }

    private static String json(Map<String, @Nullable Object> record) {
        try {
            return JSON.writeValueAsString(record);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Map<String, @Nullable Object> parse(String line) {
        try {
            return JSON.readValue(line, new TypeReference<LinkedHashMap<String, @Nullable Object>>() {});
        } catch (JsonProcessingException notJson) {
            throw new IllegalStateException(line, notJson);
        }
    }
}
