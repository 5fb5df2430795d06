package io.candlewick.connect.timescaledb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.candlewick.connect.sink.Samples;
import io.candlewick.connect.sink.StubRegistry;
import io.candlewick.connect.sink.TestContext;
import io.candlewick.connect.sink.TestRecords;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The task on a real PostgreSQL, and on a real TimescaleDB where {@code CANDLEWICK_TIMESCALE_URL} names one. */
class TimescaleSinkTaskIT {

    private static final String SERVERS = "io.candlewick.connect.timescaledb.TestDatabase#servers";

    private final StubRegistry registry = new StubRegistry();
    private final TestRecords records = new TestRecords(registry);
    private final TestContext context = new TestContext(true);
    private final TimescaleSinkTask task = new TimescaleSinkTask(Runnable::run);

    @AfterEach
    void stop() {
        task.stop();
        registry.close();
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldWriteEveryFieldOfTicks(String server) {
        try (TestDatabase database = TestDatabase.on(server)) {
            start(database, Map.of());

            task.put(List.of(records.tick(Samples.quote(1)), records.tick(Samples.trade(2))));

            assertThat(database.query("SELECT tenant, symbol, feed, kind, event_time AT TIME ZONE 'UTC',"
                            + " ingest_time AT TIME ZONE 'UTC', sequence, bid, ask, bid_size, ask_size, price, size,"
                            + " aggressor_side, trade_id, venue, conditions, action, lineage_topic, lineage_partition,"
                            + " lineage_offset FROM market_ticks ORDER BY sequence"))
                    .containsExactly(
                            "system|EUR/USD|replay|QUOTE|2014-05-01 05:00:00.001|2014-05-01 05:00:00.000007|1|1.38663"
                                    + "|1.38665|null|null|null|null|UNKNOWN|null|null|null|NEW|ticks.history|0|0",
                            "system|BTC/USDT|replay|TRADE|2014-05-01 05:00:00|2014-05-01 05:00:00.000007|2|null"
                                    + "|null|null|null|9500.01|0.25|SELL|t-2|binance|null|NEW|ticks.history|0|1");
        }
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldWriteEveryFieldOfBars(String server) {
        try (TestDatabase database = TestDatabase.on(server)) {
            start(database, Map.of());

            task.put(List.of(records.bar(Samples.bar(0, 1.2, 0)), records.barWithoutLineage(Samples.bar(1, 1.3, 2))));

            assertThat(database.query("SELECT tenant, symbol, timeframe, start_time AT TIME ZONE 'UTC',"
                            + " end_time AT TIME ZONE 'UTC', open, high, low, close, bid_open, bid_high, bid_low,"
                            + " bid_close, ask_open, ask_high, ask_low, ask_close, volume, tick_count, vwap, spread_mean,"
                            + " spread_max, range_pips, body_pips, buy_volume, sell_volume FROM market_candles"
                            + " WHERE revision = 0"))
                    .containsExactly("system|EUR/USD|1m|2014-05-01 05:00:00|2014-05-01 05:01:00|1.1|1.4|1|1.2|1.05|1.35"
                            + "|0.95|1.15|1.15|1.45|1.05|1.25|42|42|1.25|0.1|0.1|4000|1000|null|null");
            assertThat(database.query("SELECT first_tick_time AT TIME ZONE 'UTC', last_tick_time AT TIME ZONE 'UTC',"
                            + " status, revision, cause, source, complete, version, lineage_topic, lineage_partition,"
                            + " lineage_first_offset, lineage_last_offset FROM market_candles ORDER BY start_time"))
                    .containsExactly(
                            "2014-05-01 05:00:00.000001|2014-05-01 05:00:59.999999|FINAL|0|null|LIVE|t|21474836480"
                                    + "|ticks.history|3|100|141",
                            "2014-05-01 05:01:00.000001|2014-05-01 05:01:59.999999|CORRECTED|2|LATE_TICK|LIVE|t"
                                    + "|21474836482|null|null|null|null");
        }
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldWriteEveryFieldOfCalendarEntriesAndKeepTheOneUpdatedLast(String server) {
        try (TestDatabase database = TestDatabase.on(server)) {
            start(database, Map.of());

            task.put(List.of(
                    records.event(Samples.event("Payrolls", 2)),
                    records.event(Samples.event("Payrolls", 1)),
                    records.event(Samples.event("Claims", 0))));
            task.put(List.of(records.event(Samples.event("Claims", 3))));
            task.put(List.of(records.event(Samples.event("Claims", 1)), records.event(Samples.event("Payrolls", 0))));

            assertThat(database.query(
                            "SELECT tenant, source, currency, title, event_time AT TIME ZONE 'UTC', source_id,"
                                    + " time_precision, country, importance, unit, actual_text, actual, forecast_text, forecast,"
                                    + " previous_text, previous, revised_text, revised, first_seen_time AT TIME ZONE 'UTC',"
                                    + " updated_time AT TIME ZONE 'UTC' FROM market_context ORDER BY title"))
                    .containsExactly(
                            "system|forexfactory|USD|Claims|2014-05-01 05:00:00|null|EXACT|US|HIGH|K|3K|3|210K|210"
                                    + "|null|null|null|null|2014-05-01 04:59:00|2014-05-01 05:00:00.000003",
                            "system|forexfactory|USD|Payrolls|2014-05-01 05:00:00|null|EXACT|US|HIGH|K|2K|2|210K|210"
                                    + "|null|null|null|null|2014-05-01 04:59:00|2014-05-01 05:00:00.000002");
        }
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldCountEachBarOfASeriesOnceHoweverOftenItIsDelivered(String server) {
        try (TestDatabase database = TestDatabase.on(server)) {
            start(database, Map.of());
            String metadata =
                    "SELECT tenant, symbol, timeframe, earliest AT TIME ZONE 'UTC', latest AT TIME ZONE 'UTC',"
                            + " bars FROM symbol_metadata";

            task.put(List.of(records.bar(Samples.bar(3, 1.2, 0)), records.bar(Samples.bar(5, 1.2, 0))));
            assertThat(database.query(metadata))
                    .containsExactly("system|EUR/USD|1m|2014-05-01 05:03:00|2014-05-01 05:05:00|2");

            List<SinkRecord> again = List.of(
                    records.bar(Samples.bar(3, 1.2, 0)),
                    records.bar(Samples.bar(5, 1.3, 1)),
                    records.bar(Samples.bar(1, 1.2, 0)),
                    records.bar(Samples.bar(9, 1.2, 0)));
            task.put(again);
            task.put(again);
            assertThat(database.query(metadata))
                    .containsExactly("system|EUR/USD|1m|2014-05-01 05:01:00|2014-05-01 05:09:00|4");

            database.execute("DELETE FROM market_candles WHERE start_time > '2014-05-01 05:05:00+00'");
            database.query("SELECT rebuild_symbol_metadata()");
            assertThat(database.query(metadata))
                    .containsExactly("system|EUR/USD|1m|2014-05-01 05:01:00|2014-05-01 05:05:00|3");
        }
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldAddAColumnForEachIndicatorAndShowItInTheTallView(String server) {
        try (TestDatabase database = TestDatabase.on(server)) {
            start(database, Map.of());

            task.put(List.of(records.indicators(Samples.indicators(0, 0, new TreeMap<>(Map.of("rsi_14", 61.5))))));
            task.put(List.of(
                    records.indicators(
                            Samples.indicators(1, 0, new TreeMap<>(Map.of("rsi_14", 62.25, "sma_10", 1.38664)))),
                    records.indicators(
                            Samples.indicators(2, 0, new TreeMap<>(Map.of("rsi_14", Double.NaN, "sma_10", 1e-300))))));

            assertThat(database.query("SELECT tenant, symbol, timeframe, start_time AT TIME ZONE 'UTC',"
                            + " end_time AT TIME ZONE 'UTC', status, revision, version, bars_seen, rsi_14, sma_10"
                            + " FROM market_indicators ORDER BY start_time"))
                    .containsExactly(
                            "system|EUR/USD|1m|2014-05-01 05:00:00|2014-05-01 05:01:00|FINAL|0|21474836480|1|61.5|null",
                            "system|EUR/USD|1m|2014-05-01 05:01:00|2014-05-01 05:02:00|FINAL|0|21474836480|2|62.25"
                                    + "|1.38664",
                            "system|EUR/USD|1m|2014-05-01 05:02:00|2014-05-01 05:03:00|FINAL|0|21474836480|3|null"
                                    + "|1e-300");
            assertThat(database.query("SELECT symbol, timeframe, time AT TIME ZONE 'UTC', name, value, formula_id,"
                            + " parameters FROM indicator_values ORDER BY time, name"))
                    .containsExactly(
                            "EUR/USD|1m|2014-05-01 05:00:00|rsi_14|61.5|rsi_14.formula's.v1|period=14",
                            "EUR/USD|1m|2014-05-01 05:01:00|rsi_14|62.25|rsi_14.formula's.v1|period=14",
                            "EUR/USD|1m|2014-05-01 05:01:00|sma_10|1.38664|sma_10.formula's.v1|period=14",
                            "EUR/USD|1m|2014-05-01 05:02:00|sma_10|1e-300|sma_10.formula's.v1|period=14");
        }
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldKeepTheIndicatorsOfTheGreatestVersion(String server) {
        try (TestDatabase database = TestDatabase.on(server)) {
            start(database, Map.of());

            task.put(List.of(
                    records.indicators(Samples.indicators(0, 2, Map.of("rsi_14", 3.0))),
                    records.indicators(Samples.indicators(0, 1, Map.of("rsi_14", 2.0)))));
            task.put(List.of(records.indicators(Samples.indicators(0, 0, Map.of("rsi_14", 1.0)))));

            assertThat(database.query("SELECT rsi_14, revision FROM market_indicators"))
                    .containsExactly("3|2");
        }
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldRefuseANameThatIsNoColumnAndWriteTheRest(String server) {
        try (TestDatabase database = TestDatabase.on(server)) {
            start(database, Map.of());

            task.put(List.of(
                    records.indicators(Samples.indicators(0, 0, Map.of("rsi; DROP TABLE market_indicators", 1.0))),
                    records.indicators(Samples.indicators(1, 0, Map.of("rsi_14", 2.0)))));

            assertThat(database.query("SELECT rsi_14 FROM market_indicators")).containsExactly("2");
            assertThat(context.reasons)
                    .singleElement()
                    .asString()
                    .contains("names a value 'rsi; DROP TABLE market_indicators'");
        }
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldNameTheColumnThatIsMissingWhereTheTablesAreNotItsToChange(String server) {
        try (TestDatabase database = TestDatabase.on(server)) {
            start(database, Map.of());
            task.stop();
            start(database, Map.of("auto.migrate", "false"));

            assertThatThrownBy(() ->
                            task.put(List.of(records.indicators(Samples.indicators(1, 0, Map.of("rsi_14", 2.0))))))
                    .hasMessageContaining("Table market_indicators has no column rsi_14");
        }
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldKeepTheGreatestVersionWhateverTheOrder(String server) {
        try (TestDatabase database = TestDatabase.on(server)) {
            start(database, Map.of());

            task.put(List.of(
                    records.bar(Samples.bar(0, 1.2, 0)),
                    records.bar(Samples.bar(0, 1.3, 2)),
                    records.bar(Samples.bar(0, 1.25, 1))));
            task.put(List.of(records.bar(Samples.bar(0, 1.2, 0))));
            task.put(List.of(records.bar(Samples.bar(1, 1.2, 0))));
            task.put(List.of(records.bar(Samples.bar(1, 1.21, 0))));

            assertThat(database.query("SELECT close, revision FROM market_candles ORDER BY start_time"))
                    .containsExactly("1.3|2", "1.21|0");
        }
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldStoreTicksOnceAndHeartbeatsNever(String server) {
        try (TestDatabase database = TestDatabase.on(server)) {
            start(database, Map.of());

            task.put(List.of(
                    records.tick(Samples.quote(1)),
                    records.tick(Samples.heartbeat()),
                    records.tick(Samples.quote(1)),
                    records.tick(Samples.quote(2))));
            task.put(List.of(records.tick(Samples.quote(2)), records.tick(Samples.quote(3))));

            assertThat(database.query("SELECT sequence FROM market_ticks ORDER BY sequence"))
                    .containsExactly("1", "2", "3");
        }
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldWriteTheRestOfABatchWithPoisonInIt(String server) {
        try (TestDatabase database = TestDatabase.on(server)) {
            start(database, Map.of());
            List<SinkRecord> batch = new ArrayList<>();
            for (int index = 0; index < 1_000; index++) {
                batch.add(records.tick(Samples.quote(index)));
            }
            batch.set(500, records.poison("ticks.history"));
            // PostgreSQL has no text with a zero byte in it: only the database can tell.
            batch.set(700, records.tick(feedNamed("re\0play")));

            task.put(batch);

            assertThat(database.query("SELECT count(*) FROM market_ticks")).containsExactly("998");
            assertThat(context.dead).containsExactly(batch.get(500), batch.get(700));
            assertThat(context.reasons.get(0)).contains("ticks.history-0@1000 cannot be read: Not a record");
            assertThat(context.reasons.get(1)).contains("0x00");
        }
    }

    private static Tick feedNamed(String feed) {
        return Tick.quote(new Tick.Origin("system", feed, 0), Symbol.of("EUR/USD"), Samples.START_US, 9_999, 1, 2);
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldAskForTheBatchAgainWhenTheConnectionIsLost(String server) {
        try (TestDatabase database = TestDatabase.on(server)) {
            start(database, Map.of());
            task.put(List.of(records.tick(Samples.quote(1))));
            List<SinkRecord> batch = List.of(records.tick(Samples.quote(2)));
            TopicPartition partition = new TopicPartition("ticks.history", 0);
            database.cutConnections();

            task.put(batch);
            assertThat(context.isPaused()).isTrue();
            assertThat(context.rewound).containsEntry(partition, 1L);
            assertThat(task.preCommit(Map.of(partition, new OffsetAndMetadata(2))))
                    .containsEntry(partition, new OffsetAndMetadata(1));
            await().atMost(Duration.ofSeconds(5)).until(() -> {
                task.put(List.of());
                return !context.isPaused();
            });
            task.put(batch);

            assertThat(task.preCommit(Map.of(partition, new OffsetAndMetadata(2))))
                    .containsEntry(partition, new OffsetAndMetadata(2));
            assertThat(database.query("SELECT count(*) FROM market_ticks")).containsExactly("2");
        }
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldFailWhenATableHasLostAColumn(String server) {
        try (TestDatabase database = TestDatabase.on(server)) {
            start(database, Map.of());
            database.execute("ALTER TABLE market_ticks DROP COLUMN venue");

            assertThatThrownBy(() -> task.put(List.of(records.tick(Samples.quote(1)))))
                    .isExactlyInstanceOf(ConnectException.class)
                    .hasMessageContaining("venue");
            assertThat(context.dead).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldFailAndNotDeadLetterWhenEveryRowIsRefused(String server) {
        try (TestDatabase database = TestDatabase.on(server)) {
            start(database, Map.of());
            database.execute("ALTER TABLE market_ticks ADD COLUMN extra text NOT NULL");
            List<SinkRecord> batch = new ArrayList<>();
            for (int index = 0; index < 20; index++) {
                batch.add(records.tick(Samples.quote(index)));
            }

            assertThatThrownBy(() -> task.put(batch))
                    .isExactlyInstanceOf(ConnectException.class)
                    .hasMessageContaining("all 20 rows were refused")
                    .hasMessageContaining("extra");
            assertThat(context.dead).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldKeepOldTicksByDefaultAndDropThemWithRetention(String server) {
        try (TestDatabase database = TestDatabase.on(server)) {
            start(database, Map.of());
            task.put(List.of(records.tick(Samples.quote(1)), records.bar(Samples.bar(0, 1.2, 0))));
            task.stop();
            assertThat(database.query("SELECT count(*) FROM market_ticks")).containsExactly("1");

            start(database, Map.of("retention.ticks", "7d"));
            task.put(List.of());

            assertThat(database.query("SELECT count(*) FROM market_ticks")).containsExactly("0");
            assertThat(database.query("SELECT count(*) FROM market_candles")).containsExactly("1");
        }
    }

    private void start(TestDatabase database, Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "schema.registry.url", registry.url(),
                "timescale.url", database.url(),
                "timescale.user", database.user(),
                "timescale.password", database.password()));
        properties.putAll(more);
        task.initialize(context);
        task.start(properties);
    }
}
