package io.candlewick.connect.clickhouse;

import io.candlewick.connect.sink.DeliveryException;
import io.candlewick.connect.sink.FailureClass;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Makes the tables of ClickHouse and brings them up to date: ordered scripts, each applied once, remembered in {@code schema_version}.
 *
 * <p>Not Flyway, as for PostgreSQL: its ClickHouse plug-in is of another major version than its core, and needs the JDBC driver,
 * which brings more than all else in the plug-in's folder. ClickHouse has no transactions for statements like these, so every statement of a
 * script can be run again: a script that was cut off, or run by two tasks at once, does no harm.
 */
public final class ClickHouseMigrations {

    private static final String FOLDER = "/db/clickhouse/";
    /** In order; a script is never changed once it was released, the next one is added. */
    private static final List<String> SCRIPTS = List.of(
            "V1__ticks_and_bars.sql",
            "V2__indicators.sql",
            "V3__statistics.sql",
            "V4__calendar_and_metadata.sql",
            "V5__bar_revisions.sql",
            "V6__codecs.sql",
            "V7__merges.sql");

    private static final String VERSION_TABLE = """
        CREATE TABLE IF NOT EXISTS schema_version (
            version UInt32,
            script String,
            checksum UInt32,
            applied_at DateTime64(6, 'UTC') DEFAULT now64(6)
        ) ENGINE = ReplacingMergeTree ORDER BY version\
        """;

    private static final String TICKS = "ticks_history";
    private static final String TICK_TIME = "event_time";
    private static final String BARS = "aggregates";
    private static final String BAR_TIME = "start_time";
    private static final String REVISIONS = "bar_revisions";
    private static final String INDICATORS = "indicators";

    /** Version of the tables this release wants: number of the newest script. */
    public static final int LATEST = SCRIPTS.size();

    private ClickHouseMigrations() {}

    /**
     * What was done.
     *
     * @param applied how many scripts were new
     * @param version number of the newest script
     */
    public record Report(int applied, int version) {}

    /**
     * Brings the database up to date.
     *
     * @param options where it is and how long its tables keep their rows
     * @return what was done
     * @throws DeliveryException if it is away, refuses, or was given a script that has since been changed
     */
    public static Report migrate(ClickHouseOptions options) throws DeliveryException {
        Report report = migrateTables(options);
        ClickHouseClient client = new ClickHouseClient(options);
        keepFor(client, TICKS, TICK_TIME, options.retention().ticks());
        keepFor(client, BARS, BAR_TIME, options.retention().bars());
        keepFor(client, REVISIONS, BAR_TIME, options.retention().bars());
        keepFor(client, INDICATORS, BAR_TIME, options.retention().bars());
        return report;
    }

    /**
     * Brings the tables up to date and leaves their retention as it is.
     *
     * @param options where they are
     * @return what was done
     * @throws DeliveryException as {@link #migrate}
     */
    public static Report migrateTables(ClickHouseOptions options) throws DeliveryException {
        ClickHouseClient client = new ClickHouseClient(options);
        client.executeWithoutDatabase("CREATE DATABASE IF NOT EXISTS " + options.database());
        client.execute(VERSION_TABLE);
        Map<Integer, Long> known = known(client);
        int applied = 0;
        for (int version = 1; version <= SCRIPTS.size(); version++) {
            applied += apply(client, version, SCRIPTS.get(version - 1), known) ? 1 : 0;
        }
        new ClickHouseIndicators(client).show();
        return new Report(applied, SCRIPTS.size());
    }

    private static Map<Integer, Long> known(ClickHouseClient client) throws DeliveryException {
        Map<Integer, Long> known = new HashMap<>();
        for (String row : client.query("SELECT version, checksum FROM schema_version FINAL")) {
            String[] fields = row.split("\t", 2);
            known.put(Integer.valueOf(fields[0]), Long.valueOf(fields[1]));
        }
        return known;
    }

    private static boolean apply(ClickHouseClient client, int version, String script, Map<Integer, Long> known)
            throws DeliveryException {
        String text = read(script);
        long checksum = checksum(text);
        Long before = known.get(version);
        if (before != null) {
            if (before != checksum) {
                throw new DeliveryException(
                        FailureClass.FATAL,
                        "Script " + script + " was changed after it was applied (checksum " + before + ", now "
                                + checksum + "); restore it and add a new script",
                        null);
            }
            return false;
        }
        for (String statement : ClickHouseScript.statements(text)) {
            client.execute(statement);
        }
        client.execute("INSERT INTO schema_version (version, script, checksum) VALUES (" + version + ", '" + script
                + "', " + checksum + ")");
        return true;
    }

    /** TTL is a setting, not part of a script: it is laid on, changed or taken off to be what the options say. */
    private static void keepFor(ClickHouseClient client, String table, String time, Optional<Duration> retention)
            throws DeliveryException {
        List<String> engines = client.query("SELECT engine_full FROM system.tables WHERE database = currentDatabase()"
                + " AND name = '" + table + "'");
        String engine = engines.isEmpty() ? "" : engines.get(0);
        if (retention.isEmpty()) {
            if (engine.contains(" TTL ")) {
                client.execute("ALTER TABLE " + table + " REMOVE TTL");
            }
            return;
        }
        String ttl =
                "toDateTime(" + time + ") + toIntervalSecond(" + retention.get().toSeconds() + ")";
        if (!engine.contains(" TTL " + ttl)) {
            client.execute("ALTER TABLE " + table + " MODIFY TTL " + ttl);
        }
    }

    private static String read(String script) {
        try (InputStream in = ClickHouseMigrations.class.getResourceAsStream(FOLDER + script)) {
            if (in == null) {
                throw new IllegalStateException("script " + FOLDER + script + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new IllegalStateException("script " + FOLDER + script + " cannot be read", unreadable);
        }
    }

    private static long checksum(String text) {
        CRC32 checksum = new CRC32();
        checksum.update(text.getBytes(StandardCharsets.UTF_8));
        return checksum.getValue();
    }
}
