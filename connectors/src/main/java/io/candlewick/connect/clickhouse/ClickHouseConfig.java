package io.candlewick.connect.clickhouse;

import io.candlewick.config.Settings;
import io.candlewick.connect.sink.CommonConfig;
import io.candlewick.connect.sink.CommonOptions;
import io.candlewick.connect.sink.ConfigRules;
import io.candlewick.connect.sink.RecordKind;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;

/** The keys of the ClickHouse sink. */
final class ClickHouseConfig {

    static final String URL = "clickhouse.url";
    static final String USER = "clickhouse.user";
    static final String PASSWORD = "clickhouse.password";
    static final String DATABASE = "clickhouse.database";
    static final String CONNECT_TIMEOUT = "clickhouse.connect.timeout";
    static final String REQUEST_TIMEOUT = "clickhouse.request.timeout";

    static final Map<RecordKind, String> TABLES = Map.of(
            RecordKind.TICKS,
            "ticks_history",
            RecordKind.BARS,
            "aggregates",
            RecordKind.REVISIONS,
            "bar_revisions",
            RecordKind.INDICATORS,
            "indicators",
            RecordKind.EVENTS,
            "external_economic_calendar");

    private static final String GROUP = "Database";

    static final ConfigDef DEF = CommonConfig.define(database(), TABLES);

    private ClickHouseConfig() {}

    private static ConfigDef database() {
        int order = 0;
        return new ConfigDef()
                .define(
                        URL,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        ConfigRules.text(
                                "an address http://host:port or https://host:port", ClickHouseConfig::checkUrl),
                        Importance.HIGH,
                        "Address of ClickHouse's HTTP interface.",
                        GROUP,
                        ++order,
                        Width.LONG,
                        "Address")
                .define(
                        USER,
                        ConfigDef.Type.STRING,
                        "default",
                        Importance.HIGH,
                        "The user that writes, and owns the tables if the task makes them.",
                        GROUP,
                        ++order,
                        Width.MEDIUM,
                        "User")
                .define(
                        PASSWORD,
                        ConfigDef.Type.PASSWORD,
                        "",
                        Importance.HIGH,
                        "The user's password.",
                        GROUP,
                        ++order,
                        Width.MEDIUM,
                        "Password")
                .define(
                        DATABASE,
                        ConfigDef.Type.STRING,
                        "default",
                        ConfigRules.text("letters, digits and _", ClickHouseOptions::checkName),
                        Importance.HIGH,
                        "The database of the tables; made by the migrations if it is not there.",
                        GROUP,
                        ++order,
                        Width.MEDIUM,
                        "Database")
                .define(
                        CONNECT_TIMEOUT,
                        ConfigDef.Type.STRING,
                        "10s",
                        ConfigRules.duration(),
                        Importance.LOW,
                        "How long connecting may take.",
                        GROUP,
                        ++order,
                        Width.SHORT,
                        "Connect timeout")
                .define(
                        REQUEST_TIMEOUT,
                        ConfigDef.Type.STRING,
                        "60s",
                        ConfigRules.duration(),
                        Importance.LOW,
                        "How long writing one batch may take before it is tried again.",
                        GROUP,
                        ++order,
                        Width.SHORT,
                        "Request timeout");
    }

    private static void checkUrl(String url) {
        URI uri = URI.create(url);
        if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
            throw new IllegalArgumentException("must be an http or https address");
        }
    }

    static AbstractConfig read(Map<String, String> properties) {
        return new AbstractConfig(DEF, ConfigRules.withoutUnset(DEF, properties));
    }

    static ClickHouseOptions options(AbstractConfig config) {
        return new ClickHouseOptions(
                config.getString(URL),
                config.getString(USER),
                Optional.ofNullable(CommonOptions.text(config.getPassword(PASSWORD)))
                        .orElse(""),
                config.getString(DATABASE),
                Settings.parseDuration(config.getString(CONNECT_TIMEOUT)),
                Settings.parseDuration(config.getString(REQUEST_TIMEOUT)),
                CommonOptions.retention(config));
    }
}
