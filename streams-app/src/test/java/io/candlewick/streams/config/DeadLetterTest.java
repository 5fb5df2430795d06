package io.candlewick.streams.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candlewick.contract.Headers;
import io.candlewick.contract.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A topology that fails on demand, under the handlers that every lane has. */
class DeadLetterTest {

    private TopologyTestDriver driver;
    private TestInputTopic<String, String> in;
    private TestOutputTopic<String, String> out;
    private TestOutputTopic<byte[], byte[]> deadLetters;

    @BeforeEach
    void open() {
        Serializer<String> refusing = (topic, value) -> {
            if (value.equals("unwritable")) {
                throw new IllegalArgumentException("cannot be encoded");
            }
            return value.getBytes(StandardCharsets.UTF_8);
        };
        Topology topology = new Topology();
        topology.addSource("read", new StringDeserializer(), new StringDeserializer(), "in");
        topology.addProcessor("fail", Failing::new, "read");
        topology.addSink("write", "out", new StringSerializer(), refusing, "fail");
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "dead-letters");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:9092");
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, UnprocessableRecords.class);
        properties.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, UnwritableRecords.class);
        driver = new TopologyTestDriver(topology, properties);
        in = driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
        out = driver.createOutputTopic("out", new StringDeserializer(), new StringDeserializer());
        deadLetters = driver.createOutputTopic(
                Topics.STREAMS_DLQ.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldSendARecordThatCannotBeProcessedToTheDeadLettersAndGoOn() {
        in.pipeInput("a", "good");
        in.pipeInput("b", "bad");
        in.pipeInput("c", "good");

        assertThat(out.readValuesToList()).containsExactly("good", "good");
        TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
        assertThat(letter.key()).isEqualTo("b".getBytes(StandardCharsets.UTF_8));
        assertThat(letter.value()).isEqualTo("bad".getBytes(StandardCharsets.UTF_8));
        assertThat(header(letter, Headers.REJECT_REASON)).isEqualTo("UNPROCESSABLE");
        assertThat(header(letter, Headers.REJECT_DETAIL)).isEqualTo("ArithmeticException: overflow");
        assertThat(header(letter, Headers.ORIGIN_TOPIC)).isEqualTo("in");
        assertThat(header(letter, Headers.ORIGIN_PARTITION)).isEqualTo("0");
        assertThat(header(letter, Headers.ORIGIN_OFFSET)).isEqualTo("1");
        assertThat(deadLetters.isEmpty()).isTrue();
    }

    @Test
    void shouldSendTheInputOfARecordThatCannotBeWrittenToTheDeadLettersAndGoOn() {
        in.pipeInput("a", "unwritable");
        in.pipeInput("b", "good");

        assertThat(out.readValuesToList()).containsExactly("good");
        assertThat(header(deadLetters.readRecord(), Headers.REJECT_REASON)).isEqualTo("UNWRITABLE");
    }

    @Test
    void shouldFailTheThreadWhenSomebodyIsAway() {
        assertThatThrownBy(() -> in.pipeInput("a", "away"))
                .isInstanceOf(StreamsException.class)
                .hasRootCauseInstanceOf(TimeoutException.class);
    }

    private static String header(TestRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static final class Failing extends ContextualProcessor<String, String, String, String> {
        @Override
        public void process(Record<String, String> record) {
            switch (record.value()) {
                case "bad" -> throw new ArithmeticException("overflow");
                case "away" -> throw new TimeoutException("no broker");
                default -> context().forward(record);
            }
        }
    }
}
