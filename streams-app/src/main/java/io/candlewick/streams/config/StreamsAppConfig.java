package io.candlewick.streams.config;

import io.candlewick.config.KafkaConnection;
import io.candlewick.config.KafkaSecurity;
import io.candlewick.config.Settings;
import io.candlewick.market.Timeframe;
import io.candlewick.serde.CandlewickSerdes;
import io.candlewick.serde.RecordSerdes;
import io.candlewick.streams.domain.bar.TimeframeTree;
import io.candlewick.streams.domain.bar.WallClockRules;
import io.candlewick.streams.domain.indicator.IndicatorPlan;
import io.candlewick.streams.domain.series.SeriesMerging;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Settings of the streams application, read from the environment.
 *
 * @param kafka the brokers, and how they are spoken to
 * @param applicationId prefix of the lanes' application ids
 * @param instanceId static group membership's name of this instance; empty: dynamic membership
 * @param lanes the lanes this process runs
 * @param timeframes the bars to make
 * @param futureBound how far a tick's event time may lie after its ingest time
 * @param keptBars how many canonical bars of a series are kept at least
 * @param wallClock what goes by the wall clock; forming bars are said by the live lane alone
 * @param indicators which indicators are computed; empty: none
 * @param warmUpBars how many bars a live series that begins asks for; 0: none
 * @param storedBars where those bars are read; empty: nowhere, and indicators warm up by themselves
 * @param stateDir where RocksDB lives
 * @param threads stream threads a lane
 * @param standbyReplicas copies of the state kept warm on other instances
 * @param liveCommitInterval how often the live lane commits, which bounds how soon readers of committed data see a bar
 * @param historyCommitInterval how often the history lane commits
 * @param sessionTimeout after how long without a heartbeat an instance counts as dead
 * @param rocksDb the memory that all stores of the process share
 * @param recentBars the database asked first for bars; empty: none
 * @param httpHost where the query API, charts, health and metrics are served
 * @param httpPort where the query API, charts, health and metrics are served; 0: nowhere
 * @param httpTls the certificate shown there; empty: plain http
 * @param advertised where other instances reach the query API of this one
 * @param lagInterval how often consumer lag is looked at
 * @param answerMemory memory for what was written of series that are asked for over and over; 0: nothing is kept
 * @param apiToken what a caller of the query API must bear; empty: nobody is asked
 * @param serdes how records are read and written
 */
public record StreamsAppConfig(
        KafkaConnection kafka,
        String applicationId,
        Optional<String> instanceId,
        List<Lane> lanes,
        TimeframeTree timeframes,
        Duration futureBound,
        int keptBars,
        WallClockRules wallClock,
        Optional<IndicatorPlan> indicators,
        int warmUpBars,
        Optional<ClickHouseAddress> storedBars,
        Path stateDir,
        int threads,
        int standbyReplicas,
        Duration liveCommitInterval,
        Duration historyCommitInterval,
        Duration sessionTimeout,
        RocksDbMemory rocksDb,
        Optional<TimescaleAddress> recentBars,
        String httpHost,
        int httpPort,
        Optional<HttpTls> httpTls,
        HostInfo advertised,
        Duration lagInterval,
        HeapShare answerMemory,
        Optional<ApiToken> apiToken,
        RecordSerdes serdes) {

    /** The brokers, as host:port, separated by commas. */
    public static final String BOOTSTRAP_SERVERS = "CANDLEWICK_BOOTSTRAP_SERVERS";
    /** Prefix of the lanes' application ids. */
    public static final String APPLICATION_ID = "CANDLEWICK_APPLICATION_ID";
    /** Name of this instance for static group membership. */
    public static final String INSTANCE_ID = "CANDLEWICK_INSTANCE_ID";
    /** Lanes this process runs. */
    public static final String LANES = "CANDLEWICK_LANES";
    /** Timeframes to make. */
    public static final String TIMEFRAMES = "CANDLEWICK_TIMEFRAMES";
    /** How far a tick's event time may lie after its ingest time. */
    public static final String FUTURE_BOUND = "CANDLEWICK_FUTURE_BOUND";
    /** How many canonical bars of a symbol and timeframe are kept at least. */
    public static final String KEPT_BARS = "CANDLEWICK_KEPT_BARS";
    /** After how long a feed that says nothing stops counting; {@code 0s}: never. */
    public static final String FEED_TIMEOUT = "CANDLEWICK_FEED_TIMEOUT";
    /** How often a second the live lane says the open bars of a symbol at most; 0: never. */
    public static final String FORMING_PER_SECOND = "CANDLEWICK_FORMING_PER_SECOND";
    /** Indicators to compute, e.g. {@code default sma(100)}; {@code none}: none. */
    public static final String INDICATORS = "CANDLEWICK_INDICATORS";
    /** How many bars a live series that begins asks for to warm its indicators up; 0: none. */
    public static final String WARM_UP_BARS = "CANDLEWICK_WARM_UP_BARS";
    /** Where RocksDB lives. */
    public static final String STATE_DIR = "CANDLEWICK_STATE_DIR";
    /** Stream threads a lane. */
    public static final String THREADS = "CANDLEWICK_STREAM_THREADS";
    /** Copies of the state kept warm on other instances. */
    public static final String STANDBY_REPLICAS = "CANDLEWICK_STANDBY_REPLICAS";
    /** How often the live lane commits. */
    public static final String LIVE_COMMIT_INTERVAL = "CANDLEWICK_LIVE_COMMIT_INTERVAL";
    /** How often the history lane commits. */
    public static final String HISTORY_COMMIT_INTERVAL = "CANDLEWICK_HISTORY_COMMIT_INTERVAL";
    /** After how long without a heartbeat an instance counts as dead. */
    public static final String SESSION_TIMEOUT = "CANDLEWICK_SESSION_TIMEOUT";
    /** Memory that all RocksDB stores of the process share. */
    public static final String ROCKSDB_MEMORY = "CANDLEWICK_ROCKSDB_MEMORY";
    /** Where the query API, charts, health and metrics are served. */
    public static final String HTTP_HOST = "CANDLEWICK_HTTP_HOST";
    /** Where the query API, charts, health and metrics are served; 0 serves nothing. */
    public static final String HTTP_PORT = "CANDLEWICK_HTTP_PORT";
    /** Where other instances reach the query API of this one, as host:port. */
    public static final String API_ADVERTISED = "CANDLEWICK_API_ADVERTISED";
    /** How often the lag of every consumer group is looked at. */
    public static final String LAG_INTERVAL = "CANDLEWICK_LAG_INTERVAL";
    /** Memory for what was written of series that are asked for over and over: a share of the heap or a size, e.g. {@code 512MiB}; {@code 0MiB}: nothing is kept. */
    public static final String ANSWER_MEMORY = "CANDLEWICK_ANSWER_MEMORY";
    /** What a caller of the query API must send as its bearer token. */
    public static final String API_TOKEN = "CANDLEWICK_API_TOKEN";

    /** Every setting this program reads, beside the registry's. */
    public static final List<String> NAMES = List.of(
            BOOTSTRAP_SERVERS,
            APPLICATION_ID,
            INSTANCE_ID,
            LANES,
            TIMEFRAMES,
            FUTURE_BOUND,
            KEPT_BARS,
            FEED_TIMEOUT,
            FORMING_PER_SECOND,
            INDICATORS,
            WARM_UP_BARS,
            STATE_DIR,
            THREADS,
            STANDBY_REPLICAS,
            LIVE_COMMIT_INTERVAL,
            HISTORY_COMMIT_INTERVAL,
            SESSION_TIMEOUT,
            ROCKSDB_MEMORY,
            HTTP_HOST,
            HTTP_PORT,
            API_ADVERTISED,
            LAG_INTERVAL,
            ANSWER_MEMORY,
            API_TOKEN);

    private static final Duration DEFAULT_FUTURE_BOUND = Duration.ofMinutes(1);
    private static final Duration DEFAULT_FEED_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration DEFAULT_LAG_INTERVAL = Duration.ofSeconds(5);
    private static final int DEFAULT_FORMING = 4;
    private static final int MAX_FORMING = 50;
    private static final Duration DEFAULT_LIVE_COMMIT = Duration.ofMillis(100);
    private static final Duration LIVE_POLL = Duration.ofMillis(20);
    /* Both lanes write the same topics, and nobody reads past a transaction that is still open: live bars wait for this. */
    private static final Duration DEFAULT_HISTORY_COMMIT = Duration.ofMillis(50);
    private static final Duration DEFAULT_SESSION_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration MOST_TRANSACTION_TIMEOUT = Duration.ofSeconds(10);
    private static final ByteSize DEFAULT_ROCKSDB_MEMORY = ByteSize.parse("256MiB");
    private static final HeapShare DEFAULT_ANSWER_MEMORY = HeapShare.parse("25%");
    private static final ByteSize LEAST_ROCKSDB_MEMORY = ByteSize.parse("16MiB");
    private static final int LEAST_KEPT_BARS = 100;
    private static final int MOST_KEPT_BARS = 100_000;
    /* Recursive averages have forgotten their seed by then. */
    private static final int DEFAULT_WARM_UP_BARS = 1_000;
    private static final int MAX_WARM_UP_BARS = 100_000;
    private static final int MAX_THREADS = 64;
    private static final int MAX_STANDBYS = 3;
    private static final int MAX_PORT = 65_535;
    private static final int PRODUCER_BATCH_BYTES = 256 * 1024;

    /** Takes copies. */
    public StreamsAppConfig {
        lanes = List.copyOf(lanes);
    }

    /**
     * Reads the settings.
     *
     * @param environment names to text
     * @return the configuration
     * @throws io.candlewick.config.SettingsException if anything is wrong; it lists every fault
     */
    public static StreamsAppConfig from(Map<String, String> environment) {
        Settings settings = Settings.of(environment);
        StreamsAppConfig config = read(settings);
        settings.check();
        return config;
    }

    /**
     * Reads the settings; faults stay with them.
     *
     * @param settings where to read
     * @return the configuration, of use if there is no fault
     */
    public static StreamsAppConfig read(Settings settings) {
        if (settings.text(io.candlewick.serde.RegistryConfig.URL).isEmpty()) {
            settings.fault(io.candlewick.serde.RegistryConfig.URL + " is not set");
        }
        String httpHost = settings.text(HTTP_HOST, "127.0.0.1");
        int httpPort = settings.wholeNumber(HTTP_PORT, 0, 0, MAX_PORT);
        return new StreamsAppConfig(
                new KafkaConnection(settings.required(BOOTSTRAP_SERVERS), KafkaSecurity.from(settings)),
                settings.text(APPLICATION_ID, "candlewick"),
                settings.text(INSTANCE_ID),
                settings.value(LANES, List.of(Lane.LIVE, Lane.HISTORY), StreamsAppConfig::parseLanes),
                settings.value(TIMEFRAMES, new TimeframeTree(Timeframe.STANDARD), StreamsAppConfig::parseTimeframes),
                settings.duration(FUTURE_BOUND, DEFAULT_FUTURE_BOUND),
                settings.wholeNumber(KEPT_BARS, SeriesMerging.DEFAULT_KEPT_BARS, LEAST_KEPT_BARS, MOST_KEPT_BARS),
                wallClockRules(settings),
                settings.value(INDICATORS, Optional.of(IndicatorPlan.standard()), StreamsAppConfig::parseIndicators),
                settings.wholeNumber(WARM_UP_BARS, DEFAULT_WARM_UP_BARS, 0, MAX_WARM_UP_BARS),
                ClickHouseAddress.from(settings),
                Path.of(settings.text(STATE_DIR, ".candlewick/streams")),
                settings.wholeNumber(THREADS, 1, 1, MAX_THREADS),
                settings.wholeNumber(STANDBY_REPLICAS, 0, 0, MAX_STANDBYS),
                settings.duration(LIVE_COMMIT_INTERVAL, DEFAULT_LIVE_COMMIT),
                settings.duration(HISTORY_COMMIT_INTERVAL, DEFAULT_HISTORY_COMMIT),
                settings.duration(SESSION_TIMEOUT, DEFAULT_SESSION_TIMEOUT),
                new RocksDbMemory(
                        settings.value(ROCKSDB_MEMORY, DEFAULT_ROCKSDB_MEMORY, StreamsAppConfig::parseMemory)),
                TimescaleAddress.from(settings),
                httpHost,
                httpPort,
                HttpTls.from(settings),
                AdvertisedAddress.from(settings, httpHost, httpPort),
                settings.duration(LAG_INTERVAL, DEFAULT_LAG_INTERVAL),
                settings.value(ANSWER_MEMORY, DEFAULT_ANSWER_MEMORY, HeapShare::parse),
                settings.secret(API_TOKEN).map(ApiToken::new),
                new PerThreadSerdes(CandlewickSerdes.from(settings)));
    }

    private static WallClockRules wallClockRules(Settings settings) {
        int forming = settings.wholeNumber(FORMING_PER_SECOND, DEFAULT_FORMING, 0, MAX_FORMING);
        Duration timeout = settings.duration(FEED_TIMEOUT, DEFAULT_FEED_TIMEOUT);
        try {
            return new WallClockRules(timeout, forming);
        } catch (IllegalArgumentException outOfBounds) {
            settings.fault(FEED_TIMEOUT + ": " + outOfBounds.getMessage());
            return new WallClockRules(DEFAULT_FEED_TIMEOUT, DEFAULT_FORMING);
        }
    }

    /**
     * What goes by the wall clock in a lane.
     *
     * @param lane the lane
     * @return its rules
     */
    public WallClockRules wallClock(Lane lane) {
        return lane == Lane.LIVE ? wallClock : new WallClockRules(wallClock.feedTimeout(), 0);
    }

    private static List<Lane> parseLanes(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .map(Lane::parse)
                .toList();
    }

    private static Optional<IndicatorPlan> parseIndicators(String text) {
        return text.strip().equals("none") ? Optional.empty() : Optional.of(IndicatorPlan.parse(text));
    }

    private static TimeframeTree parseTimeframes(String text) {
        return new TimeframeTree(Arrays.stream(text.split(","))
                .map(String::strip)
                .map(Timeframe::parse)
                .toList());
    }

    private static ByteSize parseMemory(String text) {
        ByteSize size = ByteSize.parse(text);
        if (size.bytes() < LEAST_ROCKSDB_MEMORY.bytes()) {
            throw new IllegalArgumentException("must be at least " + LEAST_ROCKSDB_MEMORY);
        }
        return size;
    }

    /**
     * What Kafka Streams is told for a lane.
     *
     * @param lane the lane
     * @return its properties
     */
    public Properties streamsProperties(Lane lane) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId + "-" + lane.code());
        properties.putAll(kafka.settings());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        if (httpPort != 0) {
            properties.put(StreamsConfig.APPLICATION_SERVER_CONFIG, advertised.host() + ":" + advertised.port());
        }
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitInterval(lane).toMillis());
        if (lane == Lane.LIVE) {
            // Waiting for records must not keep a bar that has closed from being committed.
            properties.put(StreamsConfig.POLL_MS_CONFIG, LIVE_POLL.toMillis());
        }
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, standbyReplicas);
        // Topics of a lane need no order between them: waiting for the emptier one costs a tenth of a tick and delays
        // bars.
        properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        properties.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, UnreadableRecords.class);
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, UnprocessableRecords.class);
        properties.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, UnwritableRecords.class);
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SharedRocksDb.class);
        properties.put(RocksDbMemory.PROPERTY, rocksDb);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), (int)
                sessionTimeout.toMillis());
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), (int)
                sessionTimeout.dividedBy(3).toMillis());
        instanceId.ifPresent(
                id -> properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), id));
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), (int)
                transactionTimeout(lane).toMillis());
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), PRODUCER_BATCH_BYTES);
        return properties;
    }

    /*
     * Readers of committed data wait for the transaction that a dead instance left open, and so does whoever takes its partitions over: it must not
     * outlive the instance's place in the group. Kafka Streams' own ten seconds are enough for anybody, and a transaction must outlast a commit.
     */
    private Duration transactionTimeout(Lane lane) {
        Duration least = commitInterval(lane).multipliedBy(2);
        Duration wanted =
                sessionTimeout.compareTo(MOST_TRANSACTION_TIMEOUT) < 0 ? sessionTimeout : MOST_TRANSACTION_TIMEOUT;
        return wanted.compareTo(least) < 0 ? least : wanted;
    }

    /**
     * The brokers.
     *
     * @return {@code host:port}, separated by commas
     */
    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    private Duration commitInterval(Lane lane) {
        return lane == Lane.LIVE ? liveCommitInterval : historyCommitInterval;
    }
}
