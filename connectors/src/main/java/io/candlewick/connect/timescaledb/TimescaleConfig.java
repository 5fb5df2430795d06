package io.candlewick.connect.timescaledb;

import io.candlewick.config.Settings;
import io.candlewick.connect.sink.CommonConfig;
import io.candlewick.connect.sink.CommonOptions;
import io.candlewick.connect.sink.ConfigRules;
import io.candlewick.connect.sink.RecordKind;
import io.candlewick.connect.sink.Retention;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;

/** The keys of the TimescaleDB sink. */
final class TimescaleConfig {

    static final String URL = "timescale.url";
    static final String USER = "timescale.user";
    static final String PASSWORD = "timescale.password";
    static final String CONNECT_TIMEOUT = "timescale.connect.timeout";
    static final String STATEMENT_TIMEOUT = "timescale.statement.timeout";
    static final String CHUNK_TICKS = "timescale.chunk.ticks";
    static final String CHUNK_BARS = "timescale.chunk.bars";
    static final String COMPRESS_AFTER = "timescale.compress.after";
    static final String ROW_LEVEL_SECURITY = "timescale.row.level.security";

    static final Map<RecordKind, String> TABLES = Map.of(
            RecordKind.TICKS,
            "market_ticks",
            RecordKind.BARS,
            "market_candles",
            RecordKind.INDICATORS,
            "market_indicators",
            RecordKind.EVENTS,
            "market_context");

    private static final String DATABASE = "Database";
    private static final String JDBC = "jdbc:postgresql:";

    static final ConfigDef DEF = CommonConfig.define(database(), TABLES);

    private TimescaleConfig() {}

    private static ConfigDef database() {
        int order = 0;
        return new ConfigDef()
                .define(
                        URL,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        ConfigRules.text(
                                "a JDBC address jdbc:postgresql://host:port/database", TimescaleConfig::checkUrl),
                        Importance.HIGH,
                        "JDBC address of TimescaleDB or PostgreSQL; the driver's parameters, sslmode for one, may follow"
                                + " it.",
                        DATABASE,
                        ++order,
                        Width.LONG,
                        "Address")
                .define(
                        USER,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Importance.HIGH,
                        "The user that writes, and owns the tables if the task makes them.",
                        DATABASE,
                        ++order,
                        Width.MEDIUM,
                        "User")
                .define(
                        PASSWORD,
                        ConfigDef.Type.PASSWORD,
                        "",
                        Importance.HIGH,
                        "The user's password.",
                        DATABASE,
                        ++order,
                        Width.MEDIUM,
                        "Password")
                .define(
                        CONNECT_TIMEOUT,
                        ConfigDef.Type.STRING,
                        "10s",
                        ConfigRules.duration(),
                        Importance.LOW,
                        "How long connecting may take.",
                        DATABASE,
                        ++order,
                        Width.SHORT,
                        "Connect timeout")
                .define(
                        STATEMENT_TIMEOUT,
                        ConfigDef.Type.STRING,
                        "60s",
                        ConfigRules.duration(),
                        Importance.LOW,
                        "How long writing one batch may take before it is tried again.",
                        DATABASE,
                        ++order,
                        Width.SHORT,
                        "Statement timeout")
                .define(
                        CHUNK_TICKS,
                        ConfigDef.Type.STRING,
                        "1d",
                        ConfigRules.duration(),
                        Importance.LOW,
                        "Event time that a chunk of market_ticks covers, where TimescaleDB is there; 1h for thousands of"
                                + " live symbols, a day where years are replayed.",
                        DATABASE,
                        ++order,
                        Width.SHORT,
                        "Chunk of ticks")
                .define(
                        CHUNK_BARS,
                        ConfigDef.Type.STRING,
                        "7d",
                        ConfigRules.duration(),
                        Importance.LOW,
                        "Start time that a chunk of market_candles covers, where TimescaleDB is there.",
                        DATABASE,
                        ++order,
                        Width.SHORT,
                        "Chunk of bars")
                .define(
                        COMPRESS_AFTER,
                        ConfigDef.Type.STRING,
                        "off",
                        ConfigRules.retention(),
                        Importance.LOW,
                        "Age from which TimescaleDB compresses chunks of ticks, bars and indicators, counted from event time."
                                + " Only under its community licence; under the Apache licence it is said in the log and"
                                + " nothing is done. Give it more than replays reach back: rows that go into a compressed"
                                + " chunk cost more.",
                        DATABASE,
                        ++order,
                        Width.SHORT,
                        "Compress after")
                .define(
                        ROW_LEVEL_SECURITY,
                        ConfigDef.Type.BOOLEAN,
                        false,
                        Importance.LOW,
                        "Whether the migrations lay row-level security on the tables: a session then sees the rows of the"
                                + " tenant it names by SET candlewick.tenant, the tables' owner sees all. Switching it off"
                                + " again takes it off.",
                        DATABASE,
                        ++order,
                        Width.SHORT,
                        "Row-level security");
    }

    private static void checkUrl(String url) {
        if (!url.startsWith(JDBC)) {
            throw new IllegalArgumentException("must begin with " + JDBC + "//");
        }
    }

    static AbstractConfig read(Map<String, String> properties) {
        return new AbstractConfig(DEF, ConfigRules.withoutUnset(DEF, properties));
    }

    static TimescaleOptions options(AbstractConfig config) {
        return new TimescaleOptions(
                config.getString(URL),
                config.getString(USER),
                Optional.ofNullable(CommonOptions.text(config.getPassword(PASSWORD)))
                        .orElse(""),
                duration(config, CONNECT_TIMEOUT),
                duration(config, STATEMENT_TIMEOUT),
                CommonOptions.retention(config),
                duration(config, CHUNK_TICKS),
                duration(config, CHUNK_BARS),
                config.getBoolean(ROW_LEVEL_SECURITY),
                Retention.parse(config.getString(COMPRESS_AFTER)));
    }

    private static Duration duration(AbstractConfig config, String key) {
        return Settings.parseDuration(config.getString(key));
    }
}
