package io.candlewick.ingest.config;

import io.candlewick.config.KafkaConnection;
import io.candlewick.config.KafkaSecurity;
import io.candlewick.config.Secrets;
import io.candlewick.config.Settings;
import io.candlewick.ingest.feed.FeedConfig;
import io.candlewick.ingest.publish.SpoolConfig;
import io.candlewick.ingest.venue.alpaca.AlpacaFeed;
import io.candlewick.ingest.venue.polygon.PolygonMarket;
import io.candlewick.market.BarKey;
import io.candlewick.serde.CandlewickSerdes;
import io.candlewick.serde.RecordSerdes;
import io.candlewick.serde.RegistryConfig;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The configuration of the ingest process: a file of properties, the environment over it, every fault listed at once.
 *
 * <p>It is long because the name, the default and the bound of every setting stand in this one place.
 *
 * @param kafka the brokers, and how they are spoken to
 * @param registryUrl the schema registry, for messages
 * @param serdes how values are written
 * @param tenant whose data
 * @param instance the process's name in states
 * @param roles what this process does
 * @param directory where it keeps the spool and its notes
 * @param httpPort where metrics are served on the loopback interface; 0: any free port
 * @param deadline how long brokers, registry and topics are awaited at the start
 * @param feeds the live feeds, each at most once, the first that has a symbol takes it
 * @param polygonSocket host of Polygon's sockets
 * @param polygonChannels what is subscribed of each symbol in Polygon's clusters
 * @param alpacaSocket host of Alpaca's sockets
 * @param alpacaFeed Alpaca's stock feed
 * @param alpacaChannels what is subscribed of each symbol there
 * @param feed how connections are kept up
 * @param spool the disk's share
 * @param clock the time, {@code START@SPEEDx}; nothing: the machine's
 * @param settings everything set, secrets too, for the parts that read their own
 */
public record IngestConfig(
        KafkaConnection kafka,
        String registryUrl,
        RecordSerdes serdes,
        String tenant,
        String instance,
        Set<String> roles,
        Path directory,
        int httpPort,
        Duration deadline,
        List<String> feeds,
        URI polygonSocket,
        Map<PolygonMarket, List<String>> polygonChannels,
        URI alpacaSocket,
        String alpacaFeed,
        List<String> alpacaChannels,
        FeedConfig feed,
        SpoolConfig spool,
        Optional<String> clock,
        Map<String, String> settings) {

    /** The brokers. */
    public static final String BOOTSTRAP_SERVERS = "CANDLEWICK_BOOTSTRAP_SERVERS";
    /** Whose data. */
    public static final String TENANT = "CANDLEWICK_TENANT";
    /** The process's name. */
    public static final String INSTANCE = "CANDLEWICK_INGEST_INSTANCE";
    /** What this process does, comma separated. */
    public static final String ROLES = "CANDLEWICK_INGEST_ROLES";
    /** Where it keeps its files. */
    public static final String DIRECTORY = "CANDLEWICK_INGEST_DIR";
    /** Where metrics are served. */
    public static final String HTTP_PORT = "CANDLEWICK_INGEST_HTTP_PORT";
    /** How long dependencies are awaited. */
    public static final String DEADLINE = "CANDLEWICK_INGEST_DEADLINE";
    /** The time for a rehearsal. */
    public static final String CLOCK = "CANDLEWICK_INGEST_CLOCK";
    /** The live feeds. */
    public static final String FEEDS = "CANDLEWICK_INGEST_FEEDS";
    /** Host of Polygon's sockets. */
    public static final String POLYGON_SOCKET_URL = "CANDLEWICK_POLYGON_SOCKET_URL";
    /** Polygon's key, a secret. */
    public static final String POLYGON_KEY = "CANDLEWICK_POLYGON_KEY";
    /** What is subscribed of coins: XT trades, XQ quotes. */
    public static final String POLYGON_CRYPTO_CHANNELS = "CANDLEWICK_POLYGON_CRYPTO_CHANNELS";
    /** What is subscribed of shares: T trades, Q quotes. */
    public static final String POLYGON_STOCKS_CHANNELS = "CANDLEWICK_POLYGON_STOCKS_CHANNELS";
    /** Host of Alpaca's sockets. */
    public static final String ALPACA_SOCKET_URL = "CANDLEWICK_ALPACA_SOCKET_URL";
    /** Alpaca's stock feed: iex, sip ... */
    public static final String ALPACA_FEED = "CANDLEWICK_ALPACA_STOCK_FEED";
    /** What is subscribed of each symbol at Alpaca: trades, quotes. */
    public static final String ALPACA_CHANNELS = "CANDLEWICK_ALPACA_CHANNELS";
    /** Alpaca's key id, a secret. */
    public static final String ALPACA_KEY = "CANDLEWICK_ALPACA_KEY";
    /** Alpaca's secret. */
    public static final String ALPACA_SECRET = "CANDLEWICK_ALPACA_SECRET";

    /** What must not be shown nor stand in a file of settings. */
    public static final Set<String> SECRETS = Set.of(
            POLYGON_KEY,
            ALPACA_KEY,
            ALPACA_SECRET,
            KafkaSecurity.SASL_PASSWORD,
            KafkaSecurity.TRUST_STORE_PASSWORD,
            KafkaSecurity.KEY_STORE_PASSWORD,
            RegistryConfig.PASSWORD,
            RegistryConfig.TRUST_STORE_PASSWORD,
            "CANDLEWICK_CLICKHOUSE_PASSWORD",
            "CANDLEWICK_ECONOMIC_FRED_KEY",
            "CANDLEWICK_ECONOMIC_FINNHUB_KEY",
            "CANDLEWICK_ECONOMIC_FMP_KEY",
            "CANDLEWICK_ECONOMIC_TRADINGECONOMICS_KEY");

    /** The feeds there are. */
    public static final List<String> KNOWN_FEEDS =
            List.of("polygon.forex", "polygon.crypto", "polygon.stocks", "alpaca.stocks", "alpaca.crypto");

    /* What differs between instances that are configured alike. */
    private static final Set<String> OWN = Set.of(INSTANCE, DIRECTORY, SpoolConfig.DIRECTORY, HTTP_PORT, CLOCK);
    private static final int HASH_BYTES = 6;
    private static final int MOST_PORT = 65_535;

    private static final List<String> NAMES = List.of(
            BOOTSTRAP_SERVERS,
            KafkaSecurity.PROTOCOL,
            KafkaSecurity.SASL_MECHANISM,
            KafkaSecurity.SASL_USER,
            KafkaSecurity.TRUST_STORE,
            KafkaSecurity.KEY_STORE,
            RegistryConfig.URL,
            RegistryConfig.USER,
            RegistryConfig.TRUST_STORE,
            RegistryConfig.TIMEOUT,
            RegistryConfig.ATTEMPTS,
            CandlewickSerdes.SERDES_CLASS,
            TENANT,
            INSTANCE,
            ROLES,
            DIRECTORY,
            HTTP_PORT,
            DEADLINE,
            CLOCK,
            FEEDS,
            POLYGON_SOCKET_URL,
            POLYGON_CRYPTO_CHANNELS,
            POLYGON_STOCKS_CHANNELS,
            ALPACA_SOCKET_URL,
            ALPACA_FEED,
            ALPACA_CHANNELS,
            FeedConfig.HEARTBEAT,
            FeedConfig.QUIET_DELAY,
            FeedConfig.PING_AFTER,
            FeedConfig.PONG_TIMEOUT,
            FeedConfig.DATA_TIMEOUT,
            FeedConfig.HANDSHAKE_TIMEOUT,
            FeedConfig.BACKOFF_LEAST,
            FeedConfig.BACKOFF_MOST,
            FeedConfig.EVICTION_PAUSE,
            FeedConfig.QUEUE_FRAMES,
            SpoolConfig.DIRECTORY,
            SpoolConfig.MAX_MEBIBYTES,
            SpoolConfig.FSYNC);

    /** What other parts of this process may read from the same file, by how their names begin. */
    private static final List<String> PARTS = List.of(
            "CANDLEWICK_DOWNLOAD_",
            "CANDLEWICK_BACKFILL_",
            "CANDLEWICK_GAP_",
            "CANDLEWICK_POLL_",
            "CANDLEWICK_ECONOMIC_",
            "CANDLEWICK_POLYGON_",
            "CANDLEWICK_ALPACA_",
            "CANDLEWICK_YAHOO_",
            "CANDLEWICK_CLICKHOUSE_");

    /**
     * Reads the configuration.
     *
     * @param file of properties, if there is one
     * @param environment wins over the file
     * @param fallbacks what counts where neither says anything
     * @param roles the roles that this program knows, and what reads their settings: those of the roles that are to run leave their faults
     * @return the configuration
     * @throws io.candlewick.config.SettingsException listing every fault
     */
    public static IngestConfig read(
            Optional<Path> file,
            Map<String, String> environment,
            Map<String, String> fallbacks,
            Map<String, Consumer<Settings>> roles) {
        ConfigFile source = new ConfigFile(NAMES, PARTS, SECRETS);
        Map<String, String> values = new HashMap<>(fallbacks);
        values.putAll(source.read(file, environment));
        Settings settings = Settings.of(values);
        source.faults().forEach(settings::fault);
        Path directory = settings.value(DIRECTORY, Path.of("ingest"), Path::of);
        if (settings.text(RegistryConfig.URL).isEmpty()) {
            settings.fault(RegistryConfig.URL + " is not set");
        }
        IngestConfig config = new IngestConfig(
                new KafkaConnection(settings.required(BOOTSTRAP_SERVERS), KafkaSecurity.from(settings)),
                settings.text(RegistryConfig.URL, ""),
                CandlewickSerdes.from(settings),
                settings.text(TENANT, BarKey.SYSTEM_TENANT),
                settings.text(INSTANCE, "ingest-" + ProcessHandle.current().pid()),
                settings.value(ROLES, Set.of("live"), text -> oneOf(text, roles.keySet())),
                directory,
                settings.wholeNumber(HTTP_PORT, 0, 0, MOST_PORT),
                settings.duration(DEADLINE, Duration.ofMinutes(1)),
                settings.value(
                        FEEDS,
                        List.of("polygon.forex"),
                        text -> new ArrayList<>(oneOf(text, new TreeSet<>(KNOWN_FEEDS)))),
                settings.value(POLYGON_SOCKET_URL, URI.create("wss://socket.massive.com"), IngestConfig::socket),
                Map.of(
                        PolygonMarket.FOREX,
                        PolygonMarket.FOREX.usualChannels(),
                        PolygonMarket.CRYPTO,
                        channels(
                                settings,
                                POLYGON_CRYPTO_CHANNELS,
                                PolygonMarket.CRYPTO.usualChannels(),
                                PolygonMarket.CRYPTO.knownChannels()),
                        PolygonMarket.STOCKS,
                        channels(
                                settings,
                                POLYGON_STOCKS_CHANNELS,
                                PolygonMarket.STOCKS.usualChannels(),
                                PolygonMarket.STOCKS.knownChannels())),
                settings.value(ALPACA_SOCKET_URL, URI.create("wss://stream.data.alpaca.markets"), IngestConfig::socket),
                settings.text(ALPACA_FEED, "iex"),
                channels(settings, ALPACA_CHANNELS, List.of(AlpacaFeed.CHANNELS.get(0)), AlpacaFeed.CHANNELS),
                FeedConfig.from(settings),
                SpoolConfig.from(settings, directory.resolve("spool")),
                settings.text(CLOCK),
                Map.copyOf(values));
        config.requireKeys(settings);
        roles.forEach((name, reader) -> {
            if (config.roles.contains(name)) {
                reader.accept(settings);
            }
        });
        settings.check();
        return config;
    }

    private void requireKeys(Settings check) {
        if (!roles.contains("live")) {
            return;
        }
        if (feeds.stream().anyMatch(feed -> feed.startsWith("polygon"))
                && secret(POLYGON_KEY).isEmpty()) {
            check.fault(POLYGON_KEY + " is not set, and " + FEEDS + "=" + String.join(",", feeds) + " needs it");
        }
        if (feeds.stream().anyMatch(feed -> feed.startsWith("alpaca"))
                && (secret(ALPACA_KEY).isEmpty() || secret(ALPACA_SECRET).isEmpty())) {
            check.fault(ALPACA_KEY + " and " + ALPACA_SECRET + " are not both set, and " + FEEDS + "="
                    + String.join(",", feeds) + " needs them");
        }
    }

    /**
     * The brokers.
     *
     * @return {@code host:port}, separated by commas
     */
    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /**
     * A secret.
     *
     * @param name of the setting
     * @return its value, empty if it is not set
     */
    public String secret(String name) {
        return settings.getOrDefault(name, "");
    }

    private static Set<String> oneOf(String text, Set<String> known) {
        Set<String> chosen = new java.util.LinkedHashSet<>();
        Arrays.stream(text.split(",", -1)).map(String::strip).forEach(name -> {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "'" + name + "' is none of " + String.join(", ", new TreeSet<>(known)));
            }
            chosen.add(name);
        });
        return chosen;
    }

    private static List<String> channels(Settings settings, String name, List<String> usual, List<String> known) {
        return settings.value(name, usual, text -> new ArrayList<>(oneOf(text, new TreeSet<>(known))));
    }

    private static URI socket(String text) {
        URI uri = URI.create(text);
        if (uri.getHost() == null || !("ws".equals(uri.getScheme()) || "wss".equals(uri.getScheme()))) {
            throw new IllegalArgumentException("must be a ws or wss address");
        }
        return uri;
    }

    /**
     * What is in force, for people to read: defaults too, secrets only as set or not.
     *
     * @return names and values in order
     */
    public Map<String, String> effective() {
        Map<String, String> shown = new TreeMap<>();
        settings.forEach((name, value) -> {
            if (!SECRETS.contains(name) && !Secrets.isSecret(name) && !name.endsWith(Settings.FILE_SUFFIX)) {
                shown.put(name, Secrets.hideIn(value));
            }
        });
        shown.put(BOOTSTRAP_SERVERS, bootstrapServers());
        shown.put(KafkaSecurity.PROTOCOL, kafka.security().toString());
        shown.put(RegistryConfig.URL, Secrets.hideIn(registryUrl));
        shown.put(TENANT, tenant);
        shown.put(INSTANCE, instance);
        shown.put(ROLES, String.join(",", roles));
        shown.put(DIRECTORY, directory.toString());
        shown.put(HTTP_PORT, Integer.toString(httpPort));
        shown.put(DEADLINE, deadline.toString());
        shown.put(FEEDS, String.join(",", feeds));
        shown.put(POLYGON_SOCKET_URL, Secrets.hideIn(polygonSocket.toString()));
        shown.put(
                POLYGON_CRYPTO_CHANNELS,
                String.join(",", polygonChannels.getOrDefault(PolygonMarket.CRYPTO, List.of())));
        shown.put(
                POLYGON_STOCKS_CHANNELS,
                String.join(",", polygonChannels.getOrDefault(PolygonMarket.STOCKS, List.of())));
        shown.put(ALPACA_SOCKET_URL, Secrets.hideIn(alpacaSocket.toString()));
        shown.put(ALPACA_FEED, alpacaFeed);
        shown.put(ALPACA_CHANNELS, String.join(",", alpacaChannels));
        shown.put("feed", feed.toString());
        shown.put("spool", spool.toString());
        for (String secret : SECRETS) {
            shown.put(secret, secret(secret).isEmpty() ? "not set" : "set, not shown");
        }
        return shown;
    }

    /**
     * Tells configurations apart: the same on all instances that are configured alike.
     *
     * @return twelve hexadecimal digits
     */
    public String hash() {
        Map<String, String> shared = effective();
        shared.keySet().removeAll(OWN);
        shared.put("spool", spool.maxBytes() + " " + spool.fsync());
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(shared.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "IngestConfig" + effective();
    }
}
