package io.candlewick.topology;

import static java.util.Objects.requireNonNull;

import io.candlewick.avro.AssetClass;
import io.candlewick.avro.BackfillRequest;
import io.candlewick.avro.FeedStatus;
import io.candlewick.avro.Gap;
import io.candlewick.avro.PriceBasis;
import io.candlewick.contract.Topics;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import io.candlewick.market.TradingCalendar;
import io.candlewick.serde.InstrumentRecords;
import io.candlewick.serde.PlainSerdes;
import io.candlewick.streams.config.Lane;
import io.candlewick.streams.config.UnreadableRecords;
import io.candlewick.streams.domain.bar.TimeframeTree;
import io.candlewick.streams.domain.bar.WallClockRules;
import io.candlewick.streams.domain.indicator.IndicatorPlan;
import io.candlewick.streams.domain.series.BarSeries;
import io.candlewick.streams.store.BarChunkStore;
import io.candlewick.streams.store.CanonicalBarStore;
import io.candlewick.streams.store.LiveStore;
import io.candlewick.streams.store.Refilled;
import io.candlewick.streams.store.SeriesKey;
import io.candlewick.streams.store.StoreNames;
import io.candlewick.streams.store.TradeStore;
import io.candlewick.streams.timing.BarWatch;
import io.candlewick.streams.topology.MarketDataTopology;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.BytesDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/** One lane under Kafka Streams' test driver, which commits after every record: what goes in is told in market words. */
final class LaneDriver implements AutoCloseable {

    static final Symbol EUR_USD = Symbol.of("EUR/USD");
    static final String FEED = "feed-1";
    static final Duration FUTURE_BOUND = Duration.ofMinutes(1);
    static final WallClockRules WALL_CLOCK = new WallClockRules(Duration.ofSeconds(30), 4);

    static final IndicatorPlan INDICATORS = IndicatorPlan.standard();
    static final int WARM_UP_BARS = 300;

    /** The stores with a changelog. */
    static final List<String> STATE = List.of(
            StoreNames.SYMBOLS,
            StoreNames.FEED_CLOCKS,
            StoreNames.PRICE_REFERENCES,
            StoreNames.SERIES,
            StoreNames.INDICATOR_SERIES,
            StoreNames.CLOSED_BARS,
            StoreNames.CANONICAL_BARS,
            StoreNames.INDICATOR_SNAPSHOTS,
            StoreNames.TRADES);

    private final String application;
    private final TopologyTestDriver driver;
    private final TestInputTopic<String, Tick> ticks;
    private final TestInputTopic<String, byte[]> rawTicks;
    private final TestInputTopic<String, Bar> vendorBars;
    private final TestInputTopic<String, byte[]> rawVendorBars;
    private final TestInputTopic<String, io.candlewick.avro.Instrument> instruments;
    private final TestInputTopic<String, byte[]> rawInstruments;
    final TestOutputTopic<String, Bar> bars;
    final TestOutputTopic<String, byte[]> rawBars;
    final TestOutputTopic<String, Tick> rejected;
    final TestOutputTopic<String, Bar> forming;
    final TestOutputTopic<String, Gap> gaps;
    final TestOutputTopic<String, BackfillRequest> requests;
    final TestOutputTopic<String, IndicatorValues> indicators;
    final TestOutputTopic<String, IndicatorValues> formingIndicators;
    final TestOutputTopic<byte[], byte[]> deadLetters;
    /** What the lane itself writes to its ticks. */
    final TestOutputTopic<String, Tick> marks;

    private String run = "";
    private int steps;

    LaneDriver(Lane lane, Path stateDir) {
        this(lane, stateDir, BarWatch.NONE, Instant.now());
    }

    /** A lane that is measured, at a time of the wall clock. */
    LaneDriver(Lane lane, Path stateDir, BarWatch watch, Instant wallClock) {
        PlainSerdes serdes = new PlainSerdes();
        Properties properties = new Properties();
        application = "candlewick-" + lane.code();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:9092");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        properties.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, UnreadableRecords.class);
        properties.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, Topics.STREAMS_DLQ.name());
        driver = new TopologyTestDriver(topology(lane, watch), properties, wallClock);
        ticks = driver.createInputTopic(
                lane.ticksTopic(), new StringSerializer(), serdes.tick().serializer());
        rawTicks = driver.createInputTopic(lane.ticksTopic(), new StringSerializer(), new ByteArraySerializer());
        vendorBars = driver.createInputTopic(
                lane.vendorBarsTopic(), new StringSerializer(), serdes.bar().serializer());
        rawVendorBars =
                driver.createInputTopic(lane.vendorBarsTopic(), new StringSerializer(), new ByteArraySerializer());
        instruments = driver.createInputTopic(
                Topics.INSTRUMENTS.name(),
                new StringSerializer(),
                serdes.record(io.candlewick.avro.Instrument.class).serializer());
        rawInstruments =
                driver.createInputTopic(Topics.INSTRUMENTS.name(), new StringSerializer(), new ByteArraySerializer());
        bars = driver.createOutputTopic(
                Topics.BARS.name(), new StringDeserializer(), serdes.bar().deserializer());
        rawBars = driver.createOutputTopic(Topics.BARS.name(), new StringDeserializer(), new ByteArrayDeserializer());
        rejected = driver.createOutputTopic(
                Topics.TICKS_REJECTED.name(),
                new StringDeserializer(),
                serdes.tick().deserializer());
        marks = driver.createOutputTopic(
                lane.ticksTopic(), new StringDeserializer(), serdes.tick().deserializer());
        forming = driver.createOutputTopic(
                Topics.BARS_FORMING.name(),
                new StringDeserializer(),
                serdes.bar().deserializer());
        gaps = driver.createOutputTopic(
                Topics.GAPS.name(),
                new StringDeserializer(),
                serdes.record(Gap.class).deserializer());
        requests = driver.createOutputTopic(
                Topics.BACKFILL_REQUESTS.name(),
                new StringDeserializer(),
                serdes.record(BackfillRequest.class).deserializer());
        indicators = driver.createOutputTopic(
                Topics.INDICATORS.name(),
                new StringDeserializer(),
                serdes.indicators().deserializer());
        formingIndicators = driver.createOutputTopic(
                Topics.INDICATORS_FORMING.name(),
                new StringDeserializer(),
                serdes.indicators().deserializer());
        deadLetters = driver.createOutputTopic(
                Topics.STREAMS_DLQ.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** All that follows belongs to that replay. */
    LaneDriver run(String name) {
        run = name;
        return this;
    }

    /** Lets the wall clock pass in steps. */
    void pass(Duration step, Duration all) {
        passWhile(step, all, () -> {});
    }

    /** Lets the wall clock pass in steps while something goes on. */
    void passWhile(Duration step, Duration all, Runnable goesOn) {
        Duration left = all;
        while (left.compareTo(Duration.ZERO) > 0) {
            goesOn.run();
            Duration next = left.compareTo(step) < 0 ? left : step;
            driver.advanceWallClockTime(next);
            left = left.minus(next);
        }
    }

    /** Later than the last one, by a millisecond of the first second after 00:00:20. */
    String nextTime() {
        return String.format("00:00:20.%03d", ++steps);
    }

    void aliveNext(String feed) {
        alive(feed, nextTime());
    }

    /** How many ticks were counted for a reason, e.g. {@code DUPLICATE}. */
    long counted(String reason, Symbol symbol) {
        return driver.metrics().entrySet().stream()
                .filter(metric -> reason.equals(metric.getKey().tags().get("reason"))
                        && symbol.text().equals(metric.getKey().tags().get("symbol")))
                .mapToLong(metric -> ((Number) metric.getValue().metricValue()).longValue())
                .sum();
    }

    /** Symbols, feeds and closed bars that the stores hold. */
    long liveEntries() {
        AtomicLong entries = new AtomicLong();
        for (String name : List.of(StoreNames.SYMBOLS, StoreNames.FEED_CLOCKS)) {
            liveStore(name).forEach((key, value) -> entries.incrementAndGet());
        }
        return entries.get() + entries(barStore(StoreNames.CLOSED_BARS).wrapped()) + keptTrades();
    }

    /** Chunks of trades that the store holds. */
    long keptTrades() {
        return entries(((TradeStore) requireNonNull(driver.getAllStateStores().get(StoreNames.TRADES))).wrapped());
    }

    private static long entries(KeyValueStore<Bytes, byte[]> store) {
        long count = 0;
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            while (all.hasNext()) {
                all.next();
                count++;
            }
        }
        return count;
    }

    static WallClockRules wallClock(Lane lane) {
        return lane == Lane.LIVE ? WALL_CLOCK : new WallClockRules(WALL_CLOCK.feedTimeout(), 0);
    }

    static Topology topology(Lane lane) {
        return topology(lane, BarWatch.NONE);
    }

    private static Topology topology(Lane lane, BarWatch watch) {
        return new MarketDataTopology(
                        lane, new TimeframeTree(Timeframe.STANDARD), FUTURE_BOUND, wallClock(lane), new PlainSerdes())
                .computing(INDICATORS, lane == Lane.LIVE ? WARM_UP_BARS : 0)
                .watched(watch)
                .build();
    }

    static Instrument quoted(Symbol symbol, Duration grace) {
        return new Instrument(
                BarKey.SYSTEM_TENANT,
                symbol,
                AssetClass.FX,
                PriceBasis.QUOTE,
                0.0001,
                5,
                0,
                TradingCalendar.UTC,
                grace,
                Instrument.DEFAULT_LATENESS_HORIZON,
                Map.of());
    }

    /** A time of Monday, 5 May 2014, e.g. {@code 00:01:00.000001}, or a whole instant. */
    static long at(String time) {
        return Times.us(Instant.parse(time.contains("T") ? time : "2014-05-05T" + time + "Z"));
    }

    static Tick quote(Symbol symbol, String time, double bid, double ask) {
        return quote(FEED, symbol, time, bid, ask);
    }

    static Tick quote(String feed, Symbol symbol, String time, double bid, double ask) {
        return Tick.quote(new Tick.Origin(BarKey.SYSTEM_TENANT, feed, at(time)), symbol, at(time), 0, bid, ask);
    }

    void instrument(Instrument instrument) {
        instruments.pipeInput(
                InstrumentRecords.key(instrument.tenant(), instrument.symbol()),
                InstrumentRecords.toRecord(instrument));
    }

    void brokenInstrument(String key, byte[] value) {
        rawInstruments.pipeInput(key, value);
    }

    void noInstrument(Symbol symbol) {
        rawInstruments.pipeInput(new TestRecord<>(InstrumentRecords.key(BarKey.SYSTEM_TENANT, symbol), null));
    }

    void tick(Tick tick) {
        TestRecord<String, Tick> record = new TestRecord<>(tick.symbol().text(), tick);
        if (!run.isEmpty()) {
            record.headers().add(io.candlewick.contract.Headers.CORRELATION_ID, run.getBytes(StandardCharsets.UTF_8));
        }
        ticks.pipeInput(record);
    }

    void noTick(String key) {
        rawTicks.pipeInput(new TestRecord<>(key, null));
    }

    void brokenTick(String key, byte[] value) {
        rawTicks.pipeInput(key, value);
    }

    void vendorBar(Bar bar) {
        vendorBars.pipeInput(bar.key().symbol().text(), bar);
    }

    /** A bar of the past that warms indicators up. */
    void seed(Bar bar) {
        TestRecord<String, Bar> record = new TestRecord<>(bar.key().symbol().text(), bar);
        record.headers().add(io.candlewick.contract.Headers.WARM_UP, new byte[0]);
        vendorBars.pipeInput(record);
    }

    /** A vendor's bar whose delivery covers a span completely. */
    void vendorBar(Bar bar, long fromUs, long toUs) {
        vendorBar(bar.key().symbol().text(), bar, Long.toString(fromUs), Long.toString(toUs));
    }

    void vendorBar(String key, Bar bar, String rangeFrom, String rangeTo) {
        TestRecord<String, Bar> record = new TestRecord<>(key, bar);
        record.headers().add(io.candlewick.contract.Headers.RANGE_FROM, rangeFrom.getBytes(StandardCharsets.UTF_8));
        record.headers().add(io.candlewick.contract.Headers.RANGE_TO, rangeTo.getBytes(StandardCharsets.UTF_8));
        vendorBars.pipeInput(record);
    }

    void rawVendorBar(String key, byte[] value) {
        rawVendorBars.pipeInput(new TestRecord<>(key, value));
    }

    void noVendorBar(String key) {
        rawVendorBars.pipeInput(new TestRecord<>(key, null));
    }

    /** The canonical bars of a series, as the lane's store has them. */
    BarSeries canonical(Symbol symbol, Timeframe timeframe) {
        return CanonicalBarStore.series(
                barStore(StoreNames.CANONICAL_BARS), new SeriesKey(BarKey.SYSTEM_TENANT, symbol), timeframe);
    }

    void quote(String time, double bid, double ask) {
        tick(quote(EUR_USD, time, bid, ask));
    }

    void quote(String feed, String time) {
        tick(quote(feed, EUR_USD, time, 1.1, 1.2));
    }

    void mark(Symbol symbol, String time, FeedStatus status) {
        mark(FEED, symbol, time, status);
    }

    void mark(String feed, Symbol symbol, String time, FeedStatus status) {
        tick(Tick.heartbeat(new Tick.Origin(BarKey.SYSTEM_TENANT, feed, at(time)), symbol, at(time), status));
    }

    void alive(String time) {
        alive(FEED, time);
    }

    void alive(String feed, String time) {
        mark(feed, Symbol.EVERY, time, FeedStatus.ALIVE);
    }

    List<Bar> barsOf(Timeframe timeframe) {
        return bars.readValuesToList().stream()
                .filter(bar -> bar.key().timeframe().equals(timeframe))
                .toList();
    }

    /** What a restart does: the stores are filled from the changelogs another driver wrote. */
    void restoreFrom(LaneDriver other) {
        restore(other.state());
    }

    /** What the changelogs say, by store: keys and values as they stand there, of each key the last. */
    Map<String, Map<Bytes, byte[]>> state() {
        Map<String, Map<Bytes, byte[]>> state = new TreeMap<>();
        for (String store : STATE) {
            Map<Bytes, byte[]> entries = new TreeMap<>();
            changelog(store, new BytesDeserializer()).forEach(entry -> {
                if (entry.value == null) {
                    entries.remove(entry.key);
                } else {
                    entries.put(entry.key, entry.value);
                }
            });
            state.put(store, entries);
        }
        return state;
    }

    /** Fills the stores, which are empty. */
    void restore(Map<String, Map<Bytes, byte[]>> state) {
        state.forEach((store, entries) -> entries.forEach((key, value) -> {
            StateStore target = requireNonNull(driver.getAllStateStores().get(store));
            if (target instanceof LiveStore<?, ?> live) {
                live.wrapped().put(new String(key.get(), StandardCharsets.UTF_8), value);
            } else if (target instanceof BarChunkStore bars) {
                bars.wrapped().put(key, value);
            } else if (target instanceof TradeStore trades) {
                trades.wrapped().put(key, value);
            } else {
                KeyValueStore<Bytes, byte[]> plain = driver.getKeyValueStore(store);
                plain.put(key, value);
            }
        }));
        // A task is restored before its processors are made; here it is the other way round.
        state.keySet().stream()
                .map(driver.getAllStateStores()::get)
                .filter(LiveStore.class::isInstance)
                .forEach(store -> Refilled.tell((LiveStore<?, ?>) store));
    }

    /** A metric of the quality gate; 0 if nothing was counted yet. */
    long counted(String name, Map<String, String> tags) {
        return driver.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals(name)
                        && metric.getKey().tags().entrySet().containsAll(tags.entrySet()))
                .mapToLong(metric -> ((Number) metric.getValue().metricValue()).longValue())
                .sum();
    }

    /** Keys of the price references in the changelog. */
    List<String> references() {
        return changelog(StoreNames.PRICE_REFERENCES, new StringDeserializer()).stream()
                .map(entry -> entry.key)
                .distinct()
                .toList();
    }

    /** A store, to be queried. */
    StateStore store(String name) {
        return requireNonNull(driver.getAllStateStores().get(name));
    }

    private BarChunkStore barStore(String name) {
        return (BarChunkStore) requireNonNull(driver.getAllStateStores().get(name));
    }

    private LiveStore<?, ?> liveStore(String name) {
        return (LiveStore<?, ?>) requireNonNull(driver.getAllStateStores().get(name));
    }

    private <K> List<KeyValue<K, byte[]>> changelog(String store, Deserializer<K> keys) {
        return driver.createOutputTopic(application + "-" + store + "-changelog", keys, new ByteArrayDeserializer())
                .readKeyValuesToList();
    }

    static String header(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        driver.close();
    }
}
