package io.candlewick.connect.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candlewick.connect.sink.DeliveryException;
import io.candlewick.connect.sink.Samples;
import io.candlewick.connect.sink.StubRegistry;
import io.candlewick.connect.sink.TestContext;
import io.candlewick.connect.sink.TestRecords;
import io.candlewick.market.IndicatorColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The task on a real ClickHouse engine: that of the local stack, or the one {@code CANDLEWICK_CLICKHOUSE_URL} names. */
class ClickHouseSinkTaskIT {

    private static final int COLUMNS_OF_A_TASK = 15;

    private final StubRegistry registry = new StubRegistry();
    private final TestRecords records = new TestRecords(registry);
    private final TestContext context = new TestContext(true);
    private final ClickHouseSinkTask task = new ClickHouseSinkTask(Runnable::run);

    @AfterEach
    void stop() {
        task.stop();
        registry.close();
    }

    @Test
    void shouldWriteEveryFieldOfTicks() {
        try (TestClickHouse database = TestClickHouse.create()) {
            start(database, Map.of());

            task.put(List.of(records.tick(Samples.quote(1)), records.tick(Samples.trade(2))));

            assertThat(database.query("SELECT tenant, symbol, feed, kind, event_time, ingest_time, sequence, bid, ask,"
                            + " bid_size, ask_size, price, size, aggressor_side, trade_id, venue, conditions, action,"
                            + " lineage_topic, lineage_partition, lineage_offset FROM ticks ORDER BY sequence"))
                    .map(row -> row.replace('\t', '|').replace("\\N", "null"))
                    .containsExactly(
                            "system|EUR/USD|replay|QUOTE|2014-05-01 05:00:00.001000|2014-05-01 05:00:00.000007|1"
                                    + "|1.38663|1.38665|null|null|null|null|UNKNOWN|null|null|null|NEW|ticks.history|0|0",
                            "system|BTC/USDT|replay|TRADE|2014-05-01 05:00:00.000000|2014-05-01 05:00:00.000007|2"
                                    + "|null|null|null|null|9500.01|0.25|SELL|t-2|binance|null|NEW|ticks.history|0|1");
        }
    }

    @Test
    void shouldWriteEveryFieldOfBars() {
        try (TestClickHouse database = TestClickHouse.create()) {
            start(database, Map.of());

            task.put(List.of(records.bar(Samples.bar(0, 1.2, 0)), records.barWithoutLineage(Samples.bar(1, 1.3, 2))));

            assertThat(database.query("SELECT * EXCEPT stored_at FROM bars ORDER BY start_time"))
                    .map(row -> row.replace('\t', '|').replace("\\N", "null"))
                    .containsExactly(
                            "system|EUR/USD|1m|2014-05-01 05:00:00.000000|2014-05-01 05:01:00.000000|1.1|1.4|1|1.2|1.05"
                                    + "|1.35|0.95|1.15|1.15|1.45|1.05|1.25|42|42|1.25|0.1|0.1|4000|1000|null|null"
                                    + "|2014-05-01 05:00:00.000001|2014-05-01 05:00:59.999999|FINAL|0|null|LIVE|true"
                                    + "|21474836480|ticks.history|3|100|141",
                            "system|EUR/USD|1m|2014-05-01 05:01:00.000000|2014-05-01 05:02:00.000000|1.1|1.4|1|1.3|1.05"
                                    + "|1.35|0.95|1.25|1.15|1.45|1.05|1.35|42|42|1.25|0.1|0.1|4000|1000|null|null"
                                    + "|2014-05-01 05:01:00.000001|2014-05-01 05:01:59.999999|CORRECTED|2|LATE_TICK|LIVE"
                                    + "|true|21474836482|null|null|null|null");
        }
    }

    @Test
    void shouldWriteEveryFieldOfCalendarEntriesAndShowTheOneUpdatedLast() {
        try (TestClickHouse database = TestClickHouse.create()) {
            start(database, Map.of());

            task.put(List.of(records.event(Samples.event("Payrolls", 2)), records.event(Samples.event("Claims", 0))));
            task.put(List.of(records.event(Samples.event("Claims", 3))));
            task.put(List.of(records.event(Samples.event("Claims", 1)), records.event(Samples.event("Payrolls", 0))));

            assertThat(database.query("SELECT * EXCEPT stored_at FROM economic_calendar ORDER BY title"))
                    .map(row -> row.replace('\t', '|').replace("\\N", "null"))
                    .containsExactly(
                            "system|forexfactory|USD|Claims|2014-05-01 05:00:00.000000|null|EXACT|US|HIGH|K|3K|3|210K"
                                    + "|210|null|null|null|null|2014-05-01 04:59:00.000000|2014-05-01 05:00:00.000003",
                            "system|forexfactory|USD|Payrolls|2014-05-01 05:00:00.000000|null|EXACT|US|HIGH|K|2K|2|210K"
                                    + "|210|null|null|null|null|2014-05-01 04:59:00.000000|2014-05-01 05:00:00.000002");
        }
    }

    @Test
    void shouldCountEachBarOfASeriesOnceHoweverOftenItIsDelivered() {
        try (TestClickHouse database = TestClickHouse.create()) {
            start(database, Map.of());

            task.put(List.of(records.bar(Samples.bar(3, 1.2, 0)), records.bar(Samples.bar(5, 1.2, 0))));
            task.put(List.of(records.bar(Samples.bar(3, 1.2, 0)), records.bar(Samples.bar(5, 1.3, 1))));

            assertThat(database.query("SELECT * FROM symbol_metadata"))
                    .map(row -> row.replace('\t', '|'))
                    .containsExactly("system|EUR/USD|1m|2014-05-01 05:03:00.000000|2014-05-01 05:05:00.000000|2");
        }
    }

    @Test
    void shouldAddAColumnForEachIndicatorAndShowItInTheViews() {
        try (TestClickHouse database = TestClickHouse.create()) {
            start(database, Map.of());

            task.put(List.of(records.indicators(Samples.indicators(0, 0, new TreeMap<>(Map.of("rsi_14", 61.5))))));
            task.put(List.of(
                    records.indicators(
                            Samples.indicators(1, 0, new TreeMap<>(Map.of("rsi_14", 62.25, "sma_10", 1.38664)))),
                    records.indicators(
                            Samples.indicators(1, 2, new TreeMap<>(Map.of("rsi_14", 62.5, "sma_10", 1.38665))))));
            task.put(List.of(records.indicators(
                    Samples.indicators(1, 1, new TreeMap<>(Map.of("rsi_14", 62.4, "sma_10", 1.0))))));

            assertThat(database.query(
                            "SELECT start_time, revision, bars_seen, rsi_14, sma_10 FROM bar_indicators ORDER BY"
                                    + " start_time"))
                    .map(row -> row.replace('\t', '|').replace("\\N", "null"))
                    .containsExactly(
                            "2014-05-01 05:00:00.000000|0|1|61.5|null", "2014-05-01 05:01:00.000000|2|2|62.5|1.38665");
            assertThat(database.query("SELECT * FROM indicator_values ORDER BY time, name"))
                    .map(row -> row.replace('\t', '|'))
                    .containsExactly(
                            "system|EUR/USD|1m|2014-05-01 05:00:00.000000|rsi_14|61.5",
                            "system|EUR/USD|1m|2014-05-01 05:01:00.000000|rsi_14|62.5",
                            "system|EUR/USD|1m|2014-05-01 05:01:00.000000|sma_10|1.38665");
            assertThat(database.query("SELECT name, formula_id, parameters FROM indicator_columns FINAL ORDER BY name"))
                    .containsExactly(
                            "rsi_14\trsi_14.formula\\'s.v1\tperiod=14", "sma_10\tsma_10.formula\\'s.v1\tperiod=14");
        }
    }

    @Test
    void shouldShowEveryColumnWhereSeveralTasksAddThemAtOnce() throws Exception {
        try (TestClickHouse database = TestClickHouse.create()) {
            ClickHouseMigrations.migrateTables(database.options());
            List<Callable<Void>> adding = List.of(
                    () -> addColumns(database, "live"),
                    () -> addColumns(database, "history"),
                    () -> addColumns(database, "peer"));
            ExecutorService tasks = Executors.newFixedThreadPool(adding.size());
            try {
                for (Future<Void> added : tasks.invokeAll(adding)) {
                    added.get();
                }
            } finally {
                tasks.shutdown();
            }

            assertThat(database.query("SELECT name FROM system.columns WHERE database = currentDatabase() AND table ="
                            + " 'bar_indicators' AND match(name, '_[0-9]+$')"))
                    .hasSize(adding.size() * COLUMNS_OF_A_TASK);
            assertThat(database.query("SELECT count() FROM indicator_values")).containsExactly("0");
        }
    }

    private static @Nullable Void addColumns(TestClickHouse database, String prefix) throws DeliveryException {
        ClickHouseIndicators tables = new ClickHouseIndicators(new ClickHouseClient(database.options()));
        for (int number = 0; number < COLUMNS_OF_A_TASK; number++) {
            tables.add("indicators", List.of(new IndicatorColumn(prefix + "_" + number, "f.v1", "")), List.of(), true);
        }
        return null;
    }

    @Test
    void shouldShowTheGreatestVersionWhateverTheOrder() {
        try (TestClickHouse database = TestClickHouse.create()) {
            start(database, Map.of());

            task.put(List.of(records.bar(Samples.bar(0, 1.3, 2)), records.bar(Samples.bar(0, 1.2, 0))));
            task.put(List.of(records.bar(Samples.bar(0, 1.25, 1))));
            task.put(List.of(records.bar(Samples.bar(1, 1.2, 0))));
            task.put(List.of(records.bar(Samples.bar(1, 1.21, 0))));

            assertThat(database.query("SELECT close, revision FROM bars ORDER BY start_time"))
                    .containsExactly("1.3\t2", "1.21\t0");
        }
    }

    @Test
    void shouldMakeOnePartABatchAndNoneForTheSameBatchAgain() {
        try (TestClickHouse database = TestClickHouse.create()) {
            start(database, Map.of());
            database.execute("SYSTEM STOP MERGES ticks_history");
            List<SinkRecord> batch = new ArrayList<>();
            for (int index = 0; index < 1_000; index++) {
                batch.add(records.tick(Samples.quote(index)));
            }

            task.put(batch);
            task.put(batch);

            assertThat(database.query("SELECT count(), sum(rows) FROM system.parts WHERE active AND database ="
                            + " currentDatabase() AND table = 'ticks_history'"))
                    .containsExactly("1\t1000");
        }
    }

    @Test
    void shouldStoreTicksOnceAndHeartbeatsNever() {
        try (TestClickHouse database = TestClickHouse.create()) {
            start(database, Map.of());

            task.put(List.of(
                    records.tick(Samples.quote(1)), records.tick(Samples.heartbeat()), records.tick(Samples.quote(1))));
            task.put(List.of(records.tick(Samples.quote(1)), records.tick(Samples.quote(2))));

            assertThat(database.query("SELECT sequence FROM ticks ORDER BY sequence"))
                    .containsExactly("1", "2");
        }
    }

    @Test
    void shouldTakeABatchOfManyYears() {
        try (TestClickHouse database = TestClickHouse.create()) {
            start(database, Map.of());
            int minutesAMonth = 31 * 24 * 60;
            List<SinkRecord> batch = new ArrayList<>();
            for (int month = 0; month < 150; month++) {
                batch.add(records.bar(Samples.bar(month * minutesAMonth, 1.2, 0)));
            }

            task.put(batch);

            assertThat(database.query("SELECT count() FROM bars")).containsExactly("150");
        }
    }

    @Test
    void shouldLeaveOutOnlyTheRowThatTheTableRefuses() {
        try (TestClickHouse database = TestClickHouse.create()) {
            start(database, Map.of());
            database.execute("ALTER TABLE ticks_history ADD CONSTRAINT known_sequence CHECK sequence != 77");
            List<SinkRecord> batch = new ArrayList<>();
            for (int index = 0; index < 100; index++) {
                batch.add(records.tick(Samples.quote(index)));
            }

            task.put(batch);

            assertThat(database.query("SELECT count() FROM ticks")).containsExactly("99");
            assertThat(context.dead).containsExactly(batch.get(77));
        }
    }

    @Test
    void shouldFailWhenATableHasLostAColumn() {
        try (TestClickHouse database = TestClickHouse.create()) {
            start(database, Map.of());
            database.execute("DROP VIEW ticks");
            database.execute("ALTER TABLE ticks_history DROP COLUMN venue");

            assertThatThrownBy(() -> task.put(List.of(records.tick(Samples.quote(1)))))
                    .isExactlyInstanceOf(ConnectException.class)
                    .hasMessageContaining("venue");
        }
    }

    @Test
    void shouldKeepOldBarsByDefaultAndLayOnAndTakeOffTtl() throws DeliveryException {
        try (TestClickHouse database = TestClickHouse.create()) {
            start(database, Map.of("retention.bars", "3650d", "retention.ticks", "36500d"));
            String engine = "SELECT engine_full FROM system.tables WHERE database = currentDatabase() AND name = ";
            assertThat(database.query(engine + "'aggregates'").get(0))
                    .contains("TTL toDateTime(start_time) + toIntervalSecond(315360000)");
            assertThat(ClickHouseMigrations.migrate(database.options()).applied())
                    .isZero();

            assertThat(database.query(engine + "'aggregates'").get(0)).doesNotContain("TTL");
            start(database, Map.of());
            task.put(List.of(records.bar(Samples.bar(0, 1.2, 0))));
            database.execute("OPTIMIZE TABLE aggregates FINAL");
            assertThat(database.query("SELECT count() FROM bars")).containsExactly("1");
        }
    }

    private void start(TestClickHouse database, Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "schema.registry.url", registry.url(),
                "clickhouse.url", database.options().url(),
                "clickhouse.user", database.options().user(),
                "clickhouse.password", database.options().password(),
                "clickhouse.database", database.options().database()));
        properties.putAll(more);
        task.initialize(context);
        task.start(properties);
    }
}
