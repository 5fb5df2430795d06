package io.candlewick.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candlewick.avro.BarSource;
import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Times;
import io.candlewick.serde.CandlewickSerdes;
import io.candlewick.serde.RegistryConfig;
import io.candlewick.serde.SchemaRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
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
    private BarLane lane = BarLane.ALL;
    private final SinkPipeline pipeline = pipeline(context);
    private Instant now = Instant.parse("2014-05-01T05:00:00Z");

    private SinkPipeline pipeline(TestContext of) {
        return pipeline(of, Runnable::run, new Batching(20_000, Duration.ZERO, 1));
    }

    private SinkPipeline pipeline(TestContext of, Executor executor, Batching batching) {
        return pipeline(of, executor, batching, Retention.FOR_EVER);
    }

    private SinkPipeline pipeline(TestContext of, Executor executor, Batching batching, Retention retention) {
        return pipeline(of, executor, batching, retention, List.of("ticks.history=ticks", "bars=bars"));
    }

    private SinkPipeline pipeline(TestContext of, List<String> routes) {
        return pipeline(of, Runnable::run, new Batching(20_000, Duration.ZERO, 1), Retention.FOR_EVER, routes);
    }

    private SinkPipeline pipeline(
            TestContext of, Executor executor, Batching batching, Retention retention, List<String> routes) {
        SchemaRegistry client = new SchemaRegistry(RegistryConfig.of(registry.url()));
        return new SinkPipeline(
                Routes.parse(
                        routes,
                        Map.of(
                                RecordKind.TICKS,
                                "t",
                                RecordKind.BARS,
                                "b",
                                RecordKind.REVISIONS,
                                "r",
                                RecordKind.INDICATORS,
                                "i")),
                new WireDecoder(new CandlewickSerdes(client), client),
                writer,
                of,
                new SinkPipeline.Pace(
                        batching,
                        new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30), new Random(1)),
                        executor,
                        () -> now,
                        retention,
                        lane));
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void shouldLeaveOutWhatIsOlderThanTheRetentionWhenItComes() {
        Retention retention = new Retention(Optional.of(Duration.ofHours(1)), Optional.of(Duration.ofDays(1)));
        SinkPipeline bounded = pipeline(context, Runnable::run, new Batching(20_000, Duration.ZERO, 1), retention);
        now = Times.instant(Samples.quote(1).eventTimeUs()).plus(Duration.ofHours(1));
        bounded.put(List.of(records.tick(Samples.quote(1)), records.bar(Samples.bar(0, 1.2, 0))));
        now = now.plusMillis(1);
        bounded.put(List.of(records.tick(Samples.quote(1))));
        now = Times.instant(Samples.bar(0, 1.2, 0).key().startTimeUs())
                .plus(Duration.ofDays(1))
                .plusMillis(1);

        bounded.put(List.of(records.bar(Samples.bar(0, 1.3, 1))));

        assertThat(writer.written).containsExactly("t:1", "b:1.2/0");
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
    void shouldKeepEverySayingOfABarWhereItsRevisionsHaveARouteBesides() {
        SinkPipeline both = pipeline(
                context,
                Runnable::run,
                new Batching(20_000, Duration.ZERO, 1),
                Retention.FOR_EVER,
                List.of("ticks.history=ticks", "bars=bars", "bars=revisions"));

        both.put(List.of(records.bar(Samples.bar(0, 1.20, 0)), records.bar(Samples.bar(0, 1.22, 1))));

        assertThat(writer.written).hasSize(3);
        assertThat(writer.written.get(0)).isEqualTo("b:1.22/1");
        assertThat(writer.written.get(1)).matches("r:1\\.2/0@[0-9]+");
        assertThat(writer.written.get(2)).matches("r:1\\.22/1@[0-9]+");
    }

    @Test
    void shouldWriteTheBarsOfItsLaneOnlyAndCountTheOthersAsRead() {
        Bar live = Samples.bar(0, 1.20, 0);
        List<SinkRecord> batch = new ArrayList<>(List.of(records.bar(live)));
        for (BarSource source : List.of(BarSource.VENDOR, BarSource.REPAIRED, BarSource.ROLLED_UP)) {
            batch.add(records.bar(Samples.bar(batch.size(), 1.3, 0).from(source, true)));
        }
        // Many revisions have a longer number, which the source stands before.
        batch.add(records.bar(Samples.bar(4, 1.4, 300)));
        batch.add(records.bar(Samples.bar(5, 1.5, 300).from(BarSource.VENDOR, true)));

        lane = BarLane.LIVE;
        pipeline(context).put(batch);
        assertThat(writer.written).containsExactly("b:1.2/0", "b:1.4/300");

        writer.written.clear();
        lane = BarLane.HISTORY;
        SinkPipeline history = pipeline(context);
        history.put(batch);
        assertThat(writer.written).containsExactly("b:1.3/0", "b:1.3/0", "b:1.3/0", "b:1.5/300");
        history.put(List.of(records.bar(live)));
        TopicPartition bars = new TopicPartition("bars", 0);
        assertThat(history.written(Map.of(bars, new OffsetAndMetadata(7))))
                .containsExactly(Map.entry(bars, new OffsetAndMetadata(7)));
    }

    @Test
    void shouldWriteTheIndicatorsOfItsLaneAlone() {
        IndicatorValues live = Samples.indicators(0, 0, Map.of("rsi_14", 61.5));
        Bar downloaded = Samples.bar(1, 1.3, 0).from(BarSource.VENDOR, true);
        IndicatorValues vendors =
                new IndicatorValues(IndicatorValues.Origin.of(downloaded), 2, live.columns(), new double[] {62.5});
        List<SinkRecord> batch = List.of(records.indicators(live), records.indicators(vendors));
        List<String> routes = List.of("indicators=indicators");

        lane = BarLane.LIVE;
        pipeline(context, routes).put(batch);
        assertThat(writer.written).containsExactly("i:1/" + live.version());

        writer.written.clear();
        lane = BarLane.HISTORY;
        pipeline(context, routes).put(batch);
        assertThat(writer.written).containsExactly("i:1/" + vendors.version());
    }

    @Test
    void shouldReportAnUnreadableBarInOneOfTheTwoLanes() {
        SinkRecord poison = records.poison("bars");

        lane = BarLane.HISTORY;
        pipeline(context).put(List.of(poison));
        assertThat(context.dead).isEmpty();

        lane = BarLane.LIVE;
        pipeline(context).put(List.of(poison));
        assertThat(context.dead).hasSize(1);
    }

    @Test
    void shouldPauseAndHaveTheBatchReadAgainWhileTheDatabaseIsAway() {
        writer.failures.addAll(List.of(FailureClass.RETRYABLE, FailureClass.RETRYABLE));
        List<SinkRecord> batch = List.of(records.tick(Samples.quote(1)), records.tick(Samples.quote(2)));

        pipeline.put(batch);
        assertThat(context.isPaused()).isTrue();
        assertThat(context.rewound).containsExactly(Map.entry(TICKS, 0L));
        pipeline.put(List.of());
        assertThat(context.isPaused()).isTrue();
        now = now.plusMillis(100);
        pipeline.put(batch);
        assertThat(context.isPaused()).isTrue();
        now = now.plusMillis(200);
        pipeline.put(batch);

        assertThat(context.isPaused()).isFalse();
        assertThat(writer.written).containsExactly("t:1", "t:2");
        assertThat(context.pauses.get(0)).isBetween(50L, 100L);
        assertThat(context.pauses.get(2)).isBetween(100L, 200L);
    }

    @Test
    void shouldCommitOnlyWhatIsWritten() {
        writer.failures.add(FailureClass.RETRYABLE);
        records.tick(Samples.quote(0));
        List<SinkRecord> batch = List.of(records.tick(Samples.quote(1)));
        Map<TopicPartition, OffsetAndMetadata> delivered = Map.of(TICKS, new OffsetAndMetadata(2));

        pipeline.put(batch);
        Map<TopicPartition, OffsetAndMetadata> before = pipeline.written(delivered);
        now = now.plusMillis(100);
        pipeline.put(batch);

        assertThat(before).containsEntry(TICKS, new OffsetAndMetadata(1));
        assertThat(pipeline.written(delivered)).isEqualTo(delivered);
    }

    @Test
    void shouldGatherTheNextBatchWhileOneIsWrittenAndCommitNeither() {
        List<Runnable> submitted = new ArrayList<>();
        SinkPipeline overlapping = pipeline(context, submitted::add, new Batching(20_000, Duration.ZERO, 1));
        Map<TopicPartition, OffsetAndMetadata> delivered = Map.of(TICKS, new OffsetAndMetadata(3));

        overlapping.put(List.of(records.tick(Samples.quote(1))));
        overlapping.put(List.of(records.tick(Samples.quote(2))));
        overlapping.put(List.of(records.tick(Samples.quote(3))));

        assertThat(submitted).hasSize(1);
        assertThat(overlapping.written(delivered)).containsEntry(TICKS, new OffsetAndMetadata(0));
        submitted.get(0).run();
        assertThat(overlapping.written(delivered)).containsEntry(TICKS, new OffsetAndMetadata(1));
        overlapping.put(List.of());
        submitted.get(1).run();
        assertThat(overlapping.written(delivered)).isEqualTo(delivered);
        assertThat(writer.calls).isEqualTo(2);
    }

    @Test
    void shouldReadBothBatchesAgainWhenTheFirstFails() {
        List<Runnable> submitted = new ArrayList<>();
        SinkPipeline overlapping = pipeline(context, submitted::add, new Batching(20_000, Duration.ZERO, 1));
        writer.failures.add(FailureClass.RETRYABLE);

        overlapping.put(List.of(records.tick(Samples.quote(1))));
        overlapping.put(List.of(records.tick(Samples.quote(2)), records.bar(Samples.bar(0, 1.2, 0))));
        submitted.get(0).run();
        overlapping.put(List.of());

        assertThat(context.rewound).containsOnly(Map.entry(TICKS, 0L), Map.entry(new TopicPartition("bars", 0), 2L));
        assertThat(overlapping.written(Map.of(TICKS, new OffsetAndMetadata(2))))
                .containsEntry(TICKS, new OffsetAndMetadata(0));
    }

    @Test
    void shouldLetASmallBatchWaitForMoreRecordsOrForItsTime() {
        SinkPipeline lingering = pipeline(context, Runnable::run, new Batching(20_000, Duration.ofMillis(100), 3));

        lingering.put(List.of(records.tick(Samples.quote(1))));
        now = now.plusMillis(60);
        lingering.put(List.of(records.tick(Samples.quote(2))));
        assertThat(writer.written).isEmpty();
        assertThat(context.pauses).containsExactly(100L, 40L);
        now = now.plusMillis(40);
        lingering.put(List.of());
        assertThat(writer.calls).isEqualTo(1);
        lingering.put(List.of(
                records.tick(Samples.quote(3)), records.tick(Samples.quote(4)), records.tick(Samples.quote(5))));

        assertThat(writer.calls).isEqualTo(2);
        assertThat(writer.written).hasSize(5);
    }

    @Test
    void shouldReportBadRecordsOnceAndOnlyAfterTheRestIsWritten() {
        writer.failures.add(FailureClass.RETRYABLE);
        writer.bad = sequence -> sequence == 3;
        List<SinkRecord> batch = new ArrayList<>();
        for (int index = 0; index < 10; index++) {
            batch.add(records.tick(Samples.quote(index)));
        }
        batch.add(records.poison("ticks.history"));

        pipeline.put(batch);
        assertThat(context.dead).isEmpty();
        now = now.plusMillis(100);
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

        pipeline.put(List.of(tick));

        assertThat(context.isPaused()).isTrue();
        assertThat(context.rewound).containsEntry(TICKS, 0L);
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
