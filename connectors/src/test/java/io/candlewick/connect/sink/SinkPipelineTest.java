package io.candlewick.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candlewick.serde.CandlewickSerdes;
import io.candlewick.serde.RegistryConfig;
import io.candlewick.serde.SchemaRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SinkPipelineTest {

    private static final TopicPartition TICKS = new TopicPartition("ticks.history", 0);

    private final StubRegistry registry = new StubRegistry();
    private final TestRecords records = new TestRecords(registry);
    private final InMemoryWriter writer = new InMemoryWriter();
    private final TestContext context = new TestContext(true);
    private final SinkPipeline pipeline = pipeline(context);

    private SinkPipeline pipeline(TestContext of) {
        SchemaRegistry client = new SchemaRegistry(RegistryConfig.of(registry.url()));
        return new SinkPipeline(
                Routes.parse(
                        List.of("ticks.history=ticks", "bars=bars"),
                        Map.of(RecordKind.TICKS, "t", RecordKind.BARS, "b")),
                new WireDecoder(new CandlewickSerdes(client), client::subjects),
                writer,
                of,
                new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30), new Random(1)));
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void shouldWriteEachTableOnceABatchAndLeaveHeartbeatsOut() {
        pipeline.put(List.of(
                records.tick(Samples.quote(1)),
                records.bar(Samples.bar(0, 1.2, 0)),
                records.tick(Samples.heartbeat()),
                records.tick(Samples.trade(2))));

        assertThat(writer.written).containsExactly("t:1", "t:2", "b:1.2/0");
        assertThat(writer.calls).isEqualTo(2);
    }

    @Test
    void shouldCollapseRepeatedBarsToTheGreatestVersionAndOfEqualOnesToTheLast() {
        pipeline.put(List.of(
                records.bar(Samples.bar(0, 1.20, 0)),
                records.bar(Samples.bar(0, 1.22, 2)),
                records.bar(Samples.bar(0, 1.21, 1)),
                records.bar(Samples.bar(1, 1.30, 0)),
                records.bar(Samples.bar(1, 1.31, 0))));

        assertThat(writer.written).containsExactly("b:1.22/2", "b:1.31/0");
    }

    @Test
    void shouldLeaveTheBatchWithConnectWhileTheDatabaseIsAway() {
        writer.failures.addAll(List.of(FailureClass.RETRYABLE, FailureClass.RETRYABLE));
        List<SinkRecord> batch = List.of(records.tick(Samples.quote(1)), records.tick(Samples.quote(2)));

        assertThatThrownBy(() -> pipeline.put(batch)).isInstanceOf(RetriableException.class);
        assertThatThrownBy(() -> pipeline.put(batch)).isInstanceOf(RetriableException.class);
        pipeline.put(batch);

        assertThat(writer.written).containsExactly("t:1", "t:2");
        assertThat(context.pauses).hasSize(2);
        assertThat(context.pauses.get(0)).isBetween(50L, 100L);
        assertThat(context.pauses.get(1)).isBetween(100L, 200L);
    }

    @Test
    void shouldCommitOnlyWhatIsWritten() {
        writer.failures.add(FailureClass.RETRYABLE);
        records.tick(Samples.quote(0));
        List<SinkRecord> batch = List.of(records.tick(Samples.quote(1)));
        Map<TopicPartition, OffsetAndMetadata> delivered = Map.of(TICKS, new OffsetAndMetadata(2));

        assertThatThrownBy(() -> pipeline.put(batch)).isInstanceOf(RetriableException.class);
        Map<TopicPartition, OffsetAndMetadata> before = pipeline.written(delivered);
        pipeline.put(batch);

        assertThat(before).containsEntry(TICKS, new OffsetAndMetadata(1));
        assertThat(pipeline.written(delivered)).isEqualTo(delivered);
    }

    @Test
    void shouldReportBadRecordsOnceAndOnlyAfterTheRestIsWritten() {
        writer.failures.add(FailureClass.RETRYABLE);
        writer.bad = tick -> tick.sequence() == 3;
        List<SinkRecord> batch = new ArrayList<>();
        for (int index = 0; index < 10; index++) {
            batch.add(records.tick(Samples.quote(index)));
        }
        batch.add(records.poison("ticks.history"));

        assertThatThrownBy(() -> pipeline.put(batch)).isInstanceOf(RetriableException.class);
        assertThat(context.dead).isEmpty();
        pipeline.put(batch);

        assertThat(writer.written).hasSize(9).doesNotContain("t:3");
        assertThat(context.dead).containsExactlyInAnyOrder(batch.get(3), batch.get(10));
        assertThat(context.reasons)
                .containsExactlyInAnyOrder(
                        "Record ticks.history-0@3 bad tick",
                        "Record ticks.history-0@10 cannot be read: Not a record in Confluent's wire format: 14 bytes,"
                                + " first byte 123");
    }

    @Test
    void shouldFailOnABadRecordWhenThereIsNowhereToReportIt() {
        SinkPipeline strict = pipeline(new TestContext(false));

        assertThatThrownBy(() -> strict.put(List.of(records.poison("bars"))))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessageContaining("bars-0@0")
                .hasMessageContaining("errors.deadletterqueue.topic.name");
    }

    @Test
    void shouldWaitForARegistryThatIsAway() {
        SinkRecord tick = records.tick(Samples.quote(1));
        registry.refuse(503);

        assertThatThrownBy(() -> pipeline.put(List.of(tick))).isInstanceOf(RetriableException.class);
        assertThat(context.dead).isEmpty();
    }

    @Test
    void shouldFailAndNotDeadLetterWhenTheRegistryRefusesEverything() {
        SinkRecord tick = records.tick(Samples.quote(1));
        registry.refuse(401);

        assertThatThrownBy(() -> pipeline.put(List.of(tick)))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessageContaining("401");
        assertThat(context.dead).isEmpty();
    }

    @Test
    void shouldDeadLetterARecordWhoseSchemaTheRegistryDoesNotKnow() {
        byte[] unknownId = {0, 0, 0, 0, 99, 1, 2, 3};

        pipeline.put(List.of(records.raw("bars", unknownId, new ConnectHeaders())));

        assertThat(context.reasons.get(0)).contains("schema id 99").contains("404");
    }

    @Test
    void shouldFailOnAConverterThatLeavesNoBytes() {
        SinkRecord text = records.raw("bars", "text", new ConnectHeaders());

        assertThatThrownBy(() -> pipeline.put(List.of(text))).hasMessageContaining("ByteArrayConverter");
    }

    @Test
    void shouldFailOnATopicWithoutARoute() {
        SinkRecord stray = records.raw("gaps", new byte[0], new ConnectHeaders());

        assertThatThrownBy(() -> pipeline.put(List.of(stray)))
                .hasMessageContaining("No route for topic 'gaps'")
                .hasMessageContaining("routes");
    }
}
