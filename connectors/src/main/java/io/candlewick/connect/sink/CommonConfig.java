package io.candlewick.connect.sink;

import io.candlewick.config.Settings;
import io.candlewick.serde.CandlewickSerdes;
import io.candlewick.serde.RegistryConfig;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;

/** The keys both sinks have: routes, registry, migrations, retention, retries. */
public final class CommonConfig {

    /** Which topic holds what. */
    public static final String ROUTES = "routes";
    /** Whose bars are written. */
    public static final String BARS_OF = "bars.of";

    /** Address of the schema registry's Confluent API. */
    public static final String REGISTRY_URL = "schema.registry.url";
    /** Basic-auth user of the registry. */
    public static final String REGISTRY_USER = "schema.registry.user";
    /** Basic-auth password of the registry. */
    public static final String REGISTRY_PASSWORD = "schema.registry.password";
    /** PKCS12 file of the authorities to trust for the registry. */
    public static final String REGISTRY_TRUSTSTORE = "schema.registry.truststore.location";
    /** Its password. */
    public static final String REGISTRY_TRUSTSTORE_PASSWORD = "schema.registry.truststore.password";
    /** Class of the serdes that read the records. */
    public static final String SERDES_CLASS = "record.serdes.class";
    /** Whether tables are made and brought up to date. */
    public static final String AUTO_MIGRATE = "auto.migrate";
    /** How long ticks are kept. */
    public static final String RETENTION_TICKS = "retention.ticks";
    /** How long bars are kept. */
    public static final String RETENTION_BARS = "retention.bars";
    /** How far back gaps are looked for. */
    public static final String GAP_LOOKBACK = "gap.lookback";
    /** First pause after a failure. */
    public static final String RETRY_LEAST = "retry.backoff.min";
    /** Longest pause after failures. */
    public static final String RETRY_LONGEST = "retry.backoff.max";
    /** How many records are gathered while a batch is written. */
    public static final String BATCH_MAX = "batch.max.records";
    /** How long a small batch waits for more. */
    public static final String BATCH_LINGER = "batch.linger";
    /** With how many records a batch waits no longer. */
    public static final String BATCH_LINGER_RECORDS = "batch.linger.records";
    /** Number of a task among those of its connector; set by the connector. */
    public static final String TASK_NUMBER = "candlewick.task.number";

    private static final String RECORDS = "Records";
    private static final String TABLES = "Tables";
    private static final String RETRIES = "Retries";
    private static final String BATCHES = "Batches";
    private static final int MAX_RECORDS = 1_000_000;
    private static final String DEFAULT_ROUTES =
            "ticks.live=ticks,ticks.history=ticks,bars=bars,indicators=indicators," + "calendar.events=events";

    private CommonConfig() {}

    /**
     * Adds the common keys to a sink's own.
     *
     * @param def the sink's keys
     * @param tables the table of each kind unless a route names another
     * @return the same
     */
    public static ConfigDef define(ConfigDef def, Map<RecordKind, String> tables) {
        defineRecords(def, tables);
        defineTables(def);
        defineLookback(def);
        defineBatches(def);
        defineRetries(def);
        return def;
    }

    private static void defineRecords(ConfigDef def, Map<RecordKind, String> tables) {
        int order = 0;
        def.define(
                ROUTES,
                ConfigDef.Type.LIST,
                DEFAULT_ROUTES,
                new RoutesValidator(tables),
                Importance.HIGH,
                "What each topic holds and where it goes: topic=kind, or topic=kind:table for a table of one's own"
                        + " with the same columns. Kinds: ticks, bars, indicators, events. Default tables: "
                        + tables.get(RecordKind.TICKS) + ", " + tables.get(RecordKind.BARS) + ", "
                        + tables.get(RecordKind.INDICATORS) + " and " + tables.get(RecordKind.EVENTS) + "."
                        + (tables.containsKey(RecordKind.REVISIONS)
                                ? " A topic of bars may have a second route of kind revisions, which keeps every saying"
                                        + " of a bar, in table " + tables.get(RecordKind.REVISIONS) + "."
                                : ""),
                RECORDS,
                ++order,
                Width.LONG,
                "Routes");
        def.define(
                BARS_OF,
                ConfigDef.Type.STRING,
                BarLane.ALL.text(),
                ConfigRules.text("all, live or history", BarLane::parse),
                Importance.MEDIUM,
                "Of which lane bars and their indicators are written; those of the other are left out, for another"
                        + " connector on the same topics to write: then a download of millions does not stand before the"
                        + " bar that has just closed.",
                RECORDS,
                ++order,
                Width.SHORT,
                "Bars of");
        def.define(
                REGISTRY_URL,
                ConfigDef.Type.STRING,
                ConfigDef.NO_DEFAULT_VALUE,
                ConfigRules.text("http or https addresses, separated by commas", CommonConfig::checkRegistryUrl),
                Importance.HIGH,
                "Address of a schema registry's Confluent API; several, separated by commas, are tried in order.",
                RECORDS,
                ++order,
                Width.LONG,
                "Registry");
        def.define(
                REGISTRY_USER,
                ConfigDef.Type.STRING,
                null,
                Importance.MEDIUM,
                "Basic-auth user of the registry.",
                RECORDS,
                ++order,
                Width.MEDIUM,
                "Registry user");
        def.define(
                REGISTRY_PASSWORD,
                ConfigDef.Type.PASSWORD,
                null,
                Importance.MEDIUM,
                "Basic-auth password of the registry.",
                RECORDS,
                ++order,
                Width.MEDIUM,
                "Registry password");
        def.define(
                REGISTRY_TRUSTSTORE,
                ConfigDef.Type.STRING,
                null,
                Importance.LOW,
                "PKCS12 file of the authorities to trust for the registry; those of the JVM by default.",
                RECORDS,
                ++order,
                Width.LONG,
                "Registry trust store");
        def.define(
                REGISTRY_TRUSTSTORE_PASSWORD,
                ConfigDef.Type.PASSWORD,
                null,
                Importance.LOW,
                "Password of the trust store.",
                RECORDS,
                ++order,
                Width.MEDIUM,
                "Trust store password");
        def.define(
                SERDES_CLASS,
                ConfigDef.Type.STRING,
                CandlewickSerdes.class.getName(),
                Importance.LOW,
                "Class that reads the records: a RecordSerdes with a public constructor that takes a RegistryConfig.",
                RECORDS,
                ++order,
                Width.LONG,
                "Serdes class");
    }

    private static void defineTables(ConfigDef def) {
        int order = 0;
        def.define(
                AUTO_MIGRATE,
                ConfigDef.Type.BOOLEAN,
                true,
                Importance.MEDIUM,
                "Whether the task makes the tables and brings them up to date when it starts.",
                TABLES,
                ++order,
                Width.SHORT,
                "Migrate");
        def.define(
                RETENTION_TICKS,
                ConfigDef.Type.STRING,
                "off",
                ConfigRules.retention(),
                Importance.MEDIUM,
                "How long ticks are kept, counted from their event time; off: for ever. What is older when it"
                        + " arrives, e.g. by a replay, is left out.",
                TABLES,
                ++order,
                Width.SHORT,
                "Retention of ticks");
        def.define(
                RETENTION_BARS,
                ConfigDef.Type.STRING,
                "off",
                ConfigRules.retention(),
                Importance.MEDIUM,
                "How long bars and their indicators are kept, counted from the bar's start; off: for ever.",
                TABLES,
                ++order,
                Width.SHORT,
                "Retention of bars");
    }

    private static void defineLookback(ConfigDef def) {
        def.define(
                GAP_LOOKBACK,
                ConfigDef.Type.STRING,
                "off",
                ConfigRules.retention(),
                Importance.MEDIUM,
                "How far back the gap audit looks. A shorter retention is refused: what it deletes would be taken for a"
                        + " gap and downloaded again for ever.",
                TABLES,
                4,
                Width.SHORT,
                "Gap look-back");
    }

    private static void defineBatches(ConfigDef def) {
        def.define(
                BATCH_MAX,
                ConfigDef.Type.INT,
                20_000,
                ConfigDef.Range.between(1, MAX_RECORDS),
                Importance.MEDIUM,
                "How many records are gathered while the batch before them is written; then the task stops reading. A"
                        + " poll's records are never divided, so consumer.override.max.poll.records is the other bound.",
                BATCHES,
                1,
                Width.SHORT,
                "Most records");
        def.define(
                BATCH_LINGER,
                ConfigDef.Type.STRING,
                "off",
                ConfigRules.linger(),
                Importance.MEDIUM,
                "How long a batch waits for more records where many small writes cost the database more than few"
                        + " larger ones, as they do ClickHouse; off: whatever is there is written at once.",
                BATCHES,
                2,
                Width.SHORT,
                "Linger");
        def.define(
                BATCH_LINGER_RECORDS,
                ConfigDef.Type.INT,
                100,
                ConfigDef.Range.between(1, MAX_RECORDS),
                Importance.LOW,
                "With so many records a batch waits no longer.",
                BATCHES,
                3,
                Width.SHORT,
                "Linger records");
    }

    private static void defineRetries(ConfigDef def) {
        def.define(
                RETRY_LEAST,
                ConfigDef.Type.STRING,
                "100ms",
                ConfigRules.duration(),
                Importance.LOW,
                "First pause after a failure that passes; it doubles from there, with a random part.",
                RETRIES,
                1,
                Width.SHORT,
                "First pause");
        def.define(
                RETRY_LONGEST,
                ConfigDef.Type.STRING,
                "30s",
                ConfigRules.duration(),
                Importance.LOW,
                "Longest pause between attempts. There is no last attempt: a database that is away is waited for.",
                RETRIES,
                2,
                Width.SHORT,
                "Longest pause");
        def.defineInternal(TASK_NUMBER, ConfigDef.Type.INT, 0, Importance.LOW);
    }

    private static void checkRegistryUrl(String url) {
        Settings settings = Settings.of(Map.of(RegistryConfig.URL, url));
        RegistryConfig config = RegistryConfig.from(settings);
        if (config.urls().isEmpty()) {
            throw new IllegalArgumentException("must be http or https addresses, separated by commas");
        }
    }

    private record RoutesValidator(Map<RecordKind, String> tables) implements ConfigDef.Validator {
        @Override
        public void ensureValid(String name, Object value) {
            ConfigRules.text("routes", text -> Routes.parse(entries(value), tables))
                    .ensureValid(name, value);
        }

        private static List<String> entries(Object value) {
            return value instanceof List<?> list
                    ? list.stream().map(String::valueOf).toList()
                    : List.of();
        }

        @Override
        public String toString() {
            return "topic=kind or topic=kind:table, separated by commas";
        }
    }
}
