package io.candlewick.connect.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.connect.sink.Samples;
import io.candlewick.connect.sink.StubRegistry;
import io.candlewick.connect.sink.TestContext;
import io.candlewick.connect.sink.TestRecords;
import io.candlewick.market.Bar;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import io.candlewick.streams.config.ClickHouseAddress;
import io.candlewick.streams.stored.ClickHouseRevisions;
import io.candlewick.streams.stored.SeriesRange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was known at a time, through the sink's table of revisions on a real ClickHouse engine. */
class KnownThenIT {

    private static final SeriesRange SERIES =
            new SeriesRange("system", Samples.EUR_USD, Timeframe.M1, Long.MIN_VALUE, Long.MAX_VALUE, 500);

    private final StubRegistry registry = new StubRegistry();
    private final TestRecords records = new TestRecords(registry);
    private final ClickHouseSinkTask task = new ClickHouseSinkTask(Runnable::run);
    private final TestClickHouse database = TestClickHouse.create();
    private final ClickHouseRevisions revisions = new ClickHouseRevisions(new ClickHouseAddress(
            database.options().url(),
            database.options().user(),
            database.options().password(),
            database.options().database()));

    @BeforeEach
    void start() {
        task.initialize(new TestContext(true));
        task.start(Map.of(
                "schema.registry.url", registry.url(),
                "clickhouse.url", database.options().url(),
                "clickhouse.user", database.options().user(),
                "clickhouse.password", database.options().password(),
                "clickhouse.database", database.options().database(),
                "routes", "ticks.history=ticks,bars=bars,bars=revisions,indicators=indicators"));
    }

    @AfterEach
    void stop() {
        task.stop();
        database.close();
        registry.close();
    }

    @Test
    void shouldAnswerWithTheRevisionThatWasPublishedLastByThen() throws Exception {
        put(bar(0, 1.20, 0, "05:01:00.100"), bar(1, 1.30, 0, "05:02:00.100"), bar(0, 1.25, 1, "05:10:00"));

        assertThat(closes("05:02:30")).containsExactly(1.20, 1.30);
        assertThat(closes("05:09:59")).containsExactly(1.20, 1.30);
        assertThat(closes("05:10:00")).containsExactly(1.25, 1.30);
        assertThat(closes("06:00:00")).containsExactly(1.25, 1.30);
    }

    @Test
    void shouldKeepRevisionsThatCameInOneBatch() throws Exception {
        put(bar(0, 1.20, 0, "05:01:00.100"), bar(0, 1.25, 1, "05:01:00.200"), bar(0, 1.22, 2, "05:01:00.300"));

        assertThat(closes("05:01:00.150")).containsExactly(1.20);
        assertThat(closes("05:01:00.250")).containsExactly(1.25);
        assertThat(closes("05:01:00.300")).containsExactly(1.22);
        assertThat(database.query("SELECT close FROM bars")).containsExactly("1.22");
    }

    @Test
    void shouldNotChangeWhenRecordsAreDeliveredAgainInAnyOrder() throws Exception {
        SinkRecord first = bar(0, 1.20, 0, "05:01:00.100");
        SinkRecord second = bar(0, 1.25, 1, "05:10:00");

        put(second, first);
        put(first);
        put(first, second, second);

        assertThat(closes("05:05:00")).containsExactly(1.20);
        assertThat(closes("05:10:00")).containsExactly(1.25);
        database.execute("OPTIMIZE TABLE bar_revisions FINAL");
        assertThat(database.query("SELECT count() FROM bar_revisions")).containsExactly("2");
        assertThat(closes("05:05:00")).containsExactly(1.20);
    }

    @Test
    void shouldNotLookAheadToBarsThatHadNotClosed() throws Exception {
        // Published before its end: by a replay whose clock runs ahead.
        put(bar(0, 1.20, 0, "05:00:30"));

        assertThat(closes("05:00:59.999")).isEmpty();
        assertThat(closes("05:01:00")).containsExactly(1.20);
    }

    @Test
    void shouldTellWhetherAnythingIsKeptOfThatTime() throws Exception {
        put(bar(0, 1.20, 0, "05:01:00.100"));

        assertThat(revisions.reachesBackTo(SERIES, us("05:01:00"))).isFalse();
        assertThat(revisions.reachesBackTo(SERIES, us("05:01:01"))).isTrue();
    }

    @Test
    void shouldTakeTheLastBarsWithinTheLimit() throws Exception {
        put(
                bar(0, 1.20, 0, "05:01:01"),
                bar(1, 1.30, 0, "05:02:01"),
                bar(1, 1.31, 1, "05:03:01"),
                bar(2, 1.4, 0, "05:03:02"));
        SeriesRange two = new SeriesRange("system", Samples.EUR_USD, Timeframe.M1, Long.MIN_VALUE, Long.MAX_VALUE, 2);

        assertThat(revisions.bars(two, us("06:00:00")))
                .extracting(bar -> bar.price().close())
                .containsExactly(1.31, 1.4);
    }

    @Test
    void shouldKnowTheBarsOfBeforeTheTableSinceTheyWereStored() throws Exception {
        task.put(List.of(records.bar(Samples.bar(0, 1.2, 0))));
        database.execute("TRUNCATE TABLE bar_revisions");
        database.execute("DELETE FROM schema_version WHERE version = 5");

        ClickHouseMigrations.migrate(database.options());

        assertThat(revisions.bars(SERIES, us("06:00:00"))).isEmpty();
        assertThat(revisions.bars(SERIES, Long.MAX_VALUE / 2_000))
                .extracting(bar -> bar.price().close())
                .containsExactly(1.2);
    }

    private List<Double> closes(String asOf) throws Exception {
        List<Bar> bars = revisions.bars(SERIES, us(asOf));
        return bars.stream().map(bar -> bar.price().close()).toList();
    }

    private void put(SinkRecord... batch) {
        task.put(List.of(batch));
    }

    private SinkRecord bar(int minute, double close, int revision, String published) {
        SinkRecord record = records.bar(Samples.bar(minute, close, revision));
        return new SinkRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                record.kafkaOffset(),
                us(published) / 1_000,
                record.timestampType(),
                record.headers());
    }

    private static long us(String time) {
        return Times.us(Instant.parse("2014-05-01T" + time + "Z"));
    }
}
